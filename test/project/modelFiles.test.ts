// Model files near a source: which are offered, how they are written, and where nobody looks.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createModelFiles } from '../../server/src/project/modelFiles';

describe('model files near a source', () => {
  let folder: string;
  const write = (file: string, text = '') => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  };

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'heldout-near-')));
    write('pyproject.toml');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const near = () =>
    createModelFiles()
      .near(path.join(folder, 'src', 'predict.py'), null)
      .map(({ written }) => written);

  it('are written from the folder of the source, or from the root of the project', () => {
    write('src/own.onnx');
    write('src/models/below.ort', '123');
    write('models/beside.onnx');
    assert.deepEqual(near().toSorted(), ['models/below.ort', 'models/beside.onnx', 'own.onnx']);
    assert.equal(near()[0], 'own.onnx');
  });

  it('are not looked for in environments, packages and hidden folders', () => {
    for (const at of ['.venv', 'node_modules', '.git', 'venv', 'lib/site-packages']) write(`${at}/hidden.onnx`);
    write('data.onnx_data');
    assert.deepEqual(near(), []);
  });

  it('are found again once a watcher saw something', () => {
    const files = createModelFiles();
    const source = path.join(folder, 'predict.py');
    assert.deepEqual(files.near(source, null), []);
    write('new.onnx', '12');
    files.recheck();
    assert.deepEqual(
      files.near(source, null).map(({ written, size }) => [written, size]),
      [['new.onnx', 2]],
    );
  });

  it('do not stop at what cannot be read', () => {
    assert.deepEqual(createModelFiles().near(path.join(folder, 'gone', 'predict.py'), path.join(folder, 'gone')), []);
  });
});
