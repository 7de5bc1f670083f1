// The version files of a real folder: the nearest that says something wins, and a change is seen.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createVersionFiles } from '../../server/src/project/versionFiles';

describe('project/versionFiles', () => {
  let root = '';
  const at = (...parts: string[]): string => path.join(root, ...parts);

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'heldout-versions-'));
    mkdirSync(at('.git'));
    mkdirSync(at('src', 'deep'), { recursive: true });
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('asks the nearest folder first, and the ones above it for what it does not say', () => {
    writeFileSync(at('requirements.txt'), 'numpy==1.26.4\npandas==1.5.3');
    writeFileSync(at('src', 'requirements.txt'), 'numpy==2.1.0');
    const versionOf = createVersionFiles().of(at('src', 'deep', 'train.py'));
    assert.deepEqual(versionOf('numpy'), { state: 'exact', version: '2.1.0', from: 'requirements.txt' });
    assert.deepEqual(versionOf('pandas'), { state: 'exact', version: '1.5.3', from: 'requirements.txt' });
    assert.deepEqual(versionOf('torch'), { state: 'unknown' });
  });

  it('does not look above the repository', () => {
    writeFileSync(at('requirements.txt'), 'numpy==1.26.4');
    mkdirSync(at('src', '.git'));
    assert.deepEqual(createVersionFiles().of(at('src', 'train.py'))('numpy'), { state: 'unknown' });
  });

  it('sees a change of the same length after a recheck', () => {
    const versions = createVersionFiles();
    const file = at('requirements.txt');
    writeFileSync(file, `${'# '.repeat(50)}\nnumpy==1.26.4`);
    assert.equal(JSON.stringify(versions.of(at('a.py'))('numpy')).includes('1.26.4'), true);
    writeFileSync(file, `${'# '.repeat(50)}\nnumpy==1.25.2`);
    versions.recheck();
    assert.equal(JSON.stringify(versions.of(at('a.py'))('numpy')).includes('1.25.2'), true);
  });
});
