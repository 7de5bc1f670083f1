// What is taken along from a run: arrays and test files that are read again as they were, and scripts that Python runs.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sourceOf } from '../../server/src/model/bytes';
import { readNpy } from '../../server/src/model/npy';
import { writeNpy } from '../../server/src/model/npyWrite';
import { readValueFile } from '../../server/src/model/pb';
import { writeValueFile } from '../../server/src/model/pbWrite';
import { readModel } from '../../server/src/model/read';
import { asTestFolder } from '../../server/src/model/takeAlong/folder';
import { asPython } from '../../server/src/model/takeAlong/python';
import type { Taken } from '../../server/src/model/takeAlong/types';
import type { ValueType } from '../../server/src/model/model';
import type { ScoresValue, TensorValue, Value } from '../../server/src/model/values';
import { describeWithPython } from '../python/python';
import { AFFINE, ZIPMAP } from './fixtures';

const tensor = (elementType: string, shape: readonly number[], data: TensorValue['data']): TensorValue => ({
  kind: 'tensor',
  elementType,
  shape,
  data,
});

const TENSORS: readonly TensorValue[] = [
  tensor('float32', [2, 2], Float32Array.of(1.5, NaN, -Infinity, 0)),
  tensor('float64', [], Float64Array.of(Math.PI)),
  tensor('float16', [2], Uint16Array.of(0x3c00, 0xfc00)),
  tensor('int64', [1, 3], BigInt64Array.of(-1n, 0n, 2n ** 62n)),
  tensor('uint8', [3], Uint8Array.of(0, 1, 255)),
  tensor('bool', [2], Uint8Array.of(1, 0)),
  tensor('string', [2, 1], ['Grüße 🐧', '']),
  tensor('float32', [0, 3], new Float32Array(0)),
];

const SCORES: ScoresValue = {
  kind: 'scores',
  labels: ['cat', 'dog', 'owl'],
  scores: tensor('float32', [1, 3], Float32Array.of(0.25, 0.5, 0.25)),
};

describe('values as files', () => {
  it('are read from .npy as they were written', () => {
    for (const value of TENSORS) {
      const bytes = writeNpy(value);
      assert.ok(bytes !== null, value.elementType);
      const read = readNpy(bytes);
      assert.ok(read.ok, !read.ok ? read.problem.why : '');
      assert.deepEqual(read.value, value);
    }
    assert.equal(writeNpy(tensor('bfloat16', [1], Float32Array.of(1))), null);
  });

  it('are read from .pb as they were written', () => {
    const any: ValueType = { kind: 'tensor', elementType: 'float32', shape: null };
    const cases: readonly (readonly [Value, ValueType])[] = [
      ...TENSORS.map((value) => [value, any] as const),
      [
        { kind: 'sequence', elementType: 'int64', elements: [TENSORS[3]!, TENSORS[3]!] },
        { kind: 'sequence', element: any },
      ],
      [
        { kind: 'optional', element: TENSORS[0]! },
        { kind: 'optional', element: any },
      ],
      [
        { kind: 'optional', element: null },
        { kind: 'optional', element: any },
      ],
    ];
    for (const [value, type] of cases) {
      const bytes = writeValueFile('x', value);
      assert.ok(bytes !== null);
      const read = readValueFile(bytes, type);
      assert.ok(read.ok, !read.ok ? read.problem.why : '');
      assert.deepEqual(read.value, value);
    }
    const maps: ValueType = { kind: 'sequence', element: { kind: 'map', key: 'string', value: any } };
    const read = readValueFile(writeValueFile('x', SCORES)!, maps);
    assert.deepEqual(read.ok && read.value, [
      {
        kind: 'map',
        key: 'string',
        value: 'float32',
        entries: [
          ['cat', 0.25],
          ['dog', 0.5],
          ['owl', 0.25],
        ],
      },
    ]);
  });

  it('get names that any file system takes, each its own', () => {
    const input = { value: TENSORS[0]! };
    const names = ['a/b', 'a:b', 'A B', '', '../x'];
    const { files } = asPython(
      { name: '1 ä.onnx', inputs: names.map((name) => ({ ...input, name })), outputs: [] },
      'm',
      false,
    );
    const paths = files.map((file) => file.path);
    assert.equal(new Set(paths.map((each) => each.toLowerCase())).size, paths.length);
    for (const each of paths) assert.match(each, /^(_1_data\/)?\w+\.(npy|py)$/);
  });
});

describeWithPython('what is taken along, under Python', ['onnx', 'onnxruntime', 'numpy'], (python) => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'heldout-along-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function write({ files }: Taken): void {
    for (const { path: name, bytes } of files) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), bytes);
    }
  }

  const x = tensor('float32', [1, 3], Float32Array.of(1, 2, 3));
  const run = {
    name: 'affine.onnx',
    inputs: [{ name: 'x', value: x }],
    outputs: [{ name: 'y', value: tensor('float32', [1, 3], Float32Array.of(3, 5, 7)) }],
  };

  it('the script runs and says what comes out', () => {
    writeFileSync(path.join(folder, 'affine.onnx'), AFFINE);
    const taken = asPython(run, 'affine.onnx', false);
    write(taken);
    const { status, output, errors } = python([taken.open], folder);
    assert.equal(status, 0, errors);
    assert.match(output, /y: float32 \(1, 3\)\n\[\[3\. 5\. 7\.\]\]/);
  });

  /** pytest itself is not needed to see that the test holds, and that it fails where it should. */
  const PYTEST = `
import runpy, sys, types
pytest = types.ModuleType("pytest")
pytest.fixture = lambda **_: (lambda function: function)
pytest.mark = types.SimpleNamespace(parametrize=lambda *_: (lambda function: function))
sys.modules["pytest"] = pytest
test = runpy.run_path(sys.argv[1])
results = test["results"]()
for name in test["EXPECTED"]:
    test["test_output"](results, name)
print("passed", len(results))
`;

  it('the test holds, and fails where the model has changed', () => {
    const pinned = asPython(run, 'affine.onnx', true);
    write(pinned);
    writeFileSync(path.join(folder, 'pytest_stand_in.py'), PYTEST);
    writeFileSync(path.join(folder, 'affine.onnx'), AFFINE);
    const good = python(['pytest_stand_in.py', pinned.open], folder);
    assert.equal(good.status, 0, good.errors);
    assert.match(good.output, /passed 1/);
    const other = { ...run, outputs: [{ name: 'y', value: tensor('float32', [1, 3], Float32Array.of(3, 5, 8)) }] };
    write(asPython(other, 'affine.onnx', true));
    assert.notEqual(python(['pytest_stand_in.py', pinned.open], folder).status, 0);
  });

  it('the test pins labels and probabilities of a classifier', () => {
    writeFileSync(path.join(folder, 'zipmap.onnx'), ZIPMAP);
    writeFileSync(path.join(folder, 'pytest_stand_in.py'), PYTEST);
    const scores = Float32Array.of(Math.exp(2), Math.exp(1), Math.exp(-3));
    const sum = scores.reduce((a, b) => a + b, 0);
    const classified = {
      name: 'zipmap.onnx',
      inputs: [{ name: 'x', value: tensor('float32', [1, 2], Float32Array.of(2, 1)) }],
      outputs: [
        { name: 'label', value: tensor('string', [1], ['cat']) },
        {
          name: 'probabilities',
          value: {
            ...SCORES,
            scores: tensor(
              'float32',
              [1, 3],
              scores.map((score) => score / sum),
            ),
          },
        },
      ],
    };
    const pinned = asPython(classified, 'zipmap.onnx', true);
    write(pinned);
    const { status, output, errors } = python(['pytest_stand_in.py', pinned.open], folder);
    assert.equal(status, 0, errors);
    assert.match(output, /passed 2/);
  });

  it('ONNX itself reads the test folder', () => {
    const source = sourceOf(AFFINE);
    const model = readModel(source);
    assert.ok(model.ok);
    const taken = asTestFolder(run, model.value.requiredInputs, model.value.graph.outputs);
    assert.deepEqual(
      taken.files.map((file) => file.path),
      ['affine/test_data_set_0/input_0.pb', 'affine/test_data_set_0/output_0.pb'],
    );
    write(taken);
    const code = `
import onnx
from onnx import numpy_helper
for name in ["input_0", "output_0"]:
    tensor = onnx.TensorProto()
    tensor.ParseFromString(open(f"affine/test_data_set_0/{name}.pb", "rb").read())
    print(tensor.name, numpy_helper.to_array(tensor).tolist())
`;
    const { status, output, errors } = python(['-c', code], folder);
    assert.equal(status, 0, errors);
    assert.match(output, /x \[\[1\.0, 2\.0, 3\.0\]\]\s+y \[\[3\.0, 5\.0, 7\.0\]\]/);
  });
});
