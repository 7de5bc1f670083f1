// What git ignores is passed over, unless somebody names it.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createProject } from '../../server/src/project/project';

describe('what git ignores', () => {
  let root: string;

  before(() => {
    root = mkdtempSync(path.join(tmpdir(), 'heldout-ignored-'));
    mkdirSync(path.join(root, '.git'));
    mkdirSync(path.join(root, 'scratch/old'), { recursive: true });
    writeFileSync(path.join(root, '.gitignore'), 'scratch/\n');
    writeFileSync(path.join(root, 'scratch/.gitignore'), 'old/\n');
    for (const file of ['kept.py', 'scratch/named.py', 'scratch/old/never.py'])
      writeFileSync(path.join(root, file), '');
  });

  after(() => rmSync(root, { recursive: true }));

  function checked(...paths: string[]): string[] {
    const project = createProject({ rules: [] });
    const steps = project.walk(
      paths.map((given) => path.join(root, given)),
      (file) => project.settingsOf(file, [], []).settings,
    );
    return [...steps].map((step) => ('file' in step ? path.relative(root, step.file) : step.problem.message));
  }

  it('is passed over in a folder that holds it', () => {
    assert.deepEqual(checked('.'), ['kept.py']);
  });

  it('is checked when it is named, but for what is ignored inside it', () => {
    assert.deepEqual(checked('scratch'), ['scratch/named.py']);
  });

  it('is checked when the file itself is named', () => {
    assert.deepEqual(checked('scratch/old/never.py'), ['scratch/old/never.py']);
  });
});
