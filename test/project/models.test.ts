// Models beside a source: where a path is looked for, and what is said of files that are missing or not whole.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createModels, type Models } from '../../server/src/project/models';
import type { ModelLookup } from '../../server/src/project/environment';
import { AFFINE, FLOAT, model, node, tensor } from '../model/fixtures';

/** A model whose weight lies in `w.bin` beside it. */
const SPLIT = model({
  node: [node('Add', ['x', 'w'], ['y'])],
  input: [tensor('x', FLOAT, ['n', 3])],
  output: [tensor('y', FLOAT, ['n', 3])],
  initializer: [
    {
      name: 'w',
      dims: [3],
      data_type: FLOAT,
      data_location: 1,
      external_data: [
        { key: 'location', value: 'w.bin' },
        { key: 'length', value: '12' },
      ],
    },
  ],
});

describe('project/models', () => {
  let root = '';
  let models: Models;
  const write = (name: string, content: Uint8Array | string): string => {
    const file = path.join(root, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  };
  const look = (written: string, source = 'src/app/run.py', fallback: string | null = null): ModelLookup => {
    models.recheck();
    return models.environmentOf(path.join(root, source), fallback).model(written);
  };

  beforeEach(() => {
    root = mkdtempSync(path.join(os.tmpdir(), 'heldout-models-'));
    models = createModels((file) => file.includes('ignored'));
    write('pyproject.toml', '');
    write('src/app/run.py', '');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('are found beside the source, in the root of its project, and in the folder given', () => {
    const inRoot = write('models/m.onnx', AFFINE);
    assert.equal(stateOf(look('models/m.onnx')), `found ${inRoot}`);
    const beside = write('src/app/models/m.onnx', AFFINE);
    const both = look('./models/m.onnx');
    assert.equal(stateOf(both), `found ${beside}`);
    assert.equal(both.state === 'found' && both.ambiguous, true, 'the working folder decides');
    const given = write('elsewhere/only.onnx', AFFINE);
    assert.equal(look('only.onnx').state, 'missing');
    assert.equal(stateOf(look('only.onnx', 'src/app/run.py', path.dirname(given))), `found ${given}`);
  });

  it('are missing, and it is told where git ignores the place', () => {
    assert.deepEqual(look('none.onnx'), {
      state: 'missing',
      path: path.join(root, 'src', 'app', 'none.onnx'),
      expected: false,
    });
    const ignored = look('ignored/none.onnx');
    assert.equal(ignored.state === 'missing' && ignored.expected, true);
  });

  it('are expected where another script makes or fetches them', () => {
    const expected = (): boolean | undefined => {
      const found = look('made.onnx');
      return found.state === 'missing' ? found.expected : undefined;
    };
    write('src/app/run.py', 'import onnx\nonnx.load("made.onnx")  # see export.py\n');
    write('src/app/other.py', 'print("made.onnx")\n');
    assert.equal(expected(), false);
    write('src/app/make.py', 'torch.onnx.export(net, x, "made.onnx")\n');
    assert.equal(expected(), true);
    rmSync(path.join(root, 'src/app/make.py'));
    assert.equal(expected(), false);
    write('Makefile', 'made.onnx:\n\tcurl -o made.onnx https://example.com/made.onnx\n');
    assert.equal(expected(), true);
  });

  it('are not whole: a pointer, nothing, a part, another format', () => {
    write('src/app/lfs.onnx', 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 123456\n');
    write('src/app/empty.onnx', '');
    write('src/app/part.onnx', AFFINE.subarray(0, AFFINE.length - 20));
    write('src/app/text.onnx', 'hello');
    const faults = ['lfs', 'empty', 'part', 'text'].map((name) => {
      const found = look(`${name}.onnx`);
      return found.state === 'unreadable' ? found.fault : found.state;
    });
    assert.deepEqual(faults, ['git-lfs-pointer', 'empty', 'truncated', 'not-onnx']);
  });

  it('lack the file of their weights, until it comes', () => {
    write('src/app/split.onnx', SPLIT);
    const before = look('split.onnx');
    assert.deepEqual(before.state === 'found' && before.missingData, ['w.bin']);
    write('src/app/w.bin', new Uint8Array(12));
    const after = look('split.onnx');
    assert.equal(after.state === 'found' && after.missingData, undefined);
  });

  it('are read again when they change on the disk', () => {
    write('src/app/m.onnx', AFFINE);
    assert.deepEqual(inputsOf(look('m.onnx')), ['x']);
    const other = model({
      node: [node('Identity', ['renamed'], ['y'])],
      input: [tensor('renamed', FLOAT, ['n'])],
      output: [tensor('y', FLOAT, ['n'])],
    });
    write('src/app/m.onnx', other);
    assert.deepEqual(inputsOf(look('m.onnx')), ['renamed']);
    rmSync(path.join(root, 'src/app/m.onnx'));
    assert.equal(look('m.onnx').state, 'missing');
  });

  it('are not asked for over the network, nor for other files', () => {
    for (const written of ['\\\\server\\share\\m.onnx', '//server/m.onnx', 'weights.pt', ''])
      assert.equal(look(written).state, 'unknown');
  });
});

function stateOf(found: ModelLookup): string {
  return found.state === 'unknown' ? found.state : `${found.state} ${found.path}`;
}

function inputsOf(found: ModelLookup): readonly string[] {
  return found.state === 'found' ? found.model.graph.inputs.map(({ name }) => name) : [];
}
