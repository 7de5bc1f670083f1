// Saved results: archives as numpy writes them, values brought to a model by name or number, and what does not fit.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { differenceOf } from '../../server/src/model/difference';
import { sourceOf } from '../../server/src/model/bytes';
import type { Model } from '../../server/src/model/model';
import { writeNpy } from '../../server/src/model/npyWrite';
import { crc32, writeArchive } from '../../server/src/model/npzWrite';
import { writeValueFile } from '../../server/src/model/pbWrite';
import { readModel } from '../../server/src/model/read';
import { asArchive } from '../../server/src/model/takeAlong/archive';
import { readSaved } from '../../server/src/runtime/savedFiles';
import type { ScoresValue, TensorValue, Value } from '../../server/src/model/values';
import { describeWithPython } from '../python/python';
import { FLOAT, model, node, tensor, ZIPMAP } from './fixtures';

const floats = (shape: readonly number[], values: readonly number[]): TensorValue => ({
  kind: 'tensor',
  elementType: 'float32',
  shape,
  data: Float32Array.from(values),
});

const read = (bytes: Uint8Array): Model => {
  const result = readModel(sourceOf(bytes));
  assert.ok(result.ok);
  return result.value;
};

/** Two inputs and two outputs, whose names NumPy's keyword arguments could not have. */
const TWO = read(
  model({
    node: [node('Add', ['in.a', 'in.b'], ['out:sum']), node('Sub', ['in.a', 'in.b'], ['out:rest'])],
    input: [tensor('in.a', FLOAT, [2]), tensor('in.b', FLOAT, ['n'])],
    output: [tensor('out:sum', FLOAT, [2]), tensor('out:rest', FLOAT, [2])],
  }),
);

const archive = (values: Readonly<Record<string, TensorValue>>): Uint8Array =>
  writeArchive(Object.entries(values).map(([name, value]) => ({ name, bytes: writeNpy(value)! })))!;

const A = floats([2], [1, 2]);
const B = floats([2], [3, 5]);

describe('saved results', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'heldout-saved-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const saved = (name: string, bytes: Uint8Array | null): string => {
    assert.ok(bytes);
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, bytes);
    return file;
  };
  const problemOf = (place: string, of = TWO) => {
    const result = readSaved(place, of);
    assert.ok(!result.ok, 'it was read');
    const { what, why, todo } = result.problem;
    return `${what} ${why} ${todo}`;
  };
  const one = (place: string, of = TWO) => {
    const result = readSaved(place, of);
    assert.ok(result.ok, !result.ok ? JSON.stringify(result.problem) : '');
    assert.equal(result.value.length, 1);
    return result.value[0]!;
  };

  it('are found in an archive by the names of the model, or as Python writes them', () => {
    for (const names of [
      ['in.a', 'in.b', 'out:sum', 'out:rest'],
      ['in_a', 'in_b', 'out_sum', 'out_rest'],
      ['input_in_a', 'input_in_b', 'output_out_sum', 'output_out_rest'],
    ] as const) {
      const [a, b, sum, rest] = names;
      const { inputs, outputs, notes } = one(saved('x.npz', archive({ [rest]: B, [sum]: A, [b]: B, [a]: A })));
      assert.deepEqual(
        inputs.map(({ name, value }) => [name, value]),
        [
          ['in.a', A],
          ['in.b', B],
        ],
      );
      assert.deepEqual(
        outputs.map(({ name, from }) => [name, from]),
        [
          ['out:sum', sum],
          ['out:rest', rest],
        ],
      );
      assert.deepEqual(notes, []);
    }
  });

  it('take numbers as numpy has them, and need not have every output', () => {
    const wide: TensorValue = { ...A, elementType: 'float64', data: Float64Array.of(1, 2) };
    const { inputs, outputs, notes } = one(
      saved('x.npz', archive({ 'in.a': wide, 'in.b': B, 'out:sum': wide, seed: A, unused: A })),
    );
    assert.deepEqual(inputs[0]!.value, A);
    assert.deepEqual(
      outputs.map(({ name }) => name),
      ['out:sum'],
    );
    assert.deepEqual(notes, ['seed, unused: no input or output of the model is called so.']);
  });

  it('are told to be incomplete, with what they hold', () => {
    assert.equal(
      problemOf(saved('x.npz', archive({ arr_0: A, arr_1: B }))),
      'The saved result has no value for the input `in.a`. It holds arr_0, arr_1. Save the result again with the model as it is now.',
    );
    assert.match(problemOf(saved('x.npz', archive({ 'in.a': A, 'in.b': B, y: B }))), /no output of this model.*sum/);
    assert.match(problemOf(saved('empty.npz', archive({}))), /It holds nothing/);
  });

  it('are told not to fit in shape or type', () => {
    const long = floats([3], [1, 2, 3]);
    const said = problemOf(saved('x.npz', archive({ 'in.a': long, 'in.b': B, 'out:sum': A })));
    assert.match(said, /The saved input `in\.a` does not fit this model\./);
    assert.match(said, /has the shape \[2\].*the shape \[3\] was given/);
    const text: TensorValue = { kind: 'tensor', elementType: 'string', shape: [2], data: ['a', 'b'] };
    assert.match(problemOf(saved('x.npz', archive({ 'in.a': text, 'in.b': B, 'out:sum': A }))), /takes float32/);
  });

  const pb = (name: string, file: string, value: Value) => saved(file, writeValueFile(name, value));

  it('are found in a folder of ONNX’s test format: by names where the model has them, or else by numbers', () => {
    pb('in.b', 'turned/input_0.pb', B);
    pb('in.a', 'turned/input_1.pb', A);
    pb('out:rest', 'turned/output_0.pb', B);
    const turned = one(path.join(folder, 'turned'));
    assert.deepEqual(
      turned.inputs.map(({ name, from, value }) => [name, from, value]),
      [
        ['in.b', 'input_0.pb', B],
        ['in.a', 'input_1.pb', A],
      ],
    );
    assert.deepEqual([turned.outputs[0]!.name, turned.notes], ['out:rest', []]);

    pb('first', 'renamed/test_data_set_0/input_0.pb', A);
    pb('', 'renamed/test_data_set_0/input_1.pb', B);
    pb('', 'renamed/test_data_set_0/output_1.pb', B);
    const renamed = one(path.join(folder, 'renamed'));
    assert.deepEqual(
      [...renamed.inputs, ...renamed.outputs].map(({ name }) => name),
      ['in.a', 'in.b', 'out:rest'],
    );
    assert.deepEqual(renamed.notes, ['Matched by number, since the names differ: first → in.a.']);
  });

  it('are one for each data set, in their order, and a broken one is named', () => {
    for (const set of [0, 2, 10]) {
      pb('', `all/test_data_set_${set}/input_0.pb`, A);
      pb('', `all/test_data_set_${set}/input_1.pb`, B);
      pb('', `all/test_data_set_${set}/output_0.pb`, B);
    }
    const all = readSaved(path.join(folder, 'all'), TWO);
    assert.ok(all.ok);
    assert.deepEqual(
      all.value.map(({ name }) => name),
      ['test_data_set_0', 'test_data_set_2', 'test_data_set_10'],
    );
    pb('', 'all/test_data_set_10/output_7.pb', B);
    assert.match(problemOf(path.join(folder, 'all')), /^test_data_set_10: output_7\.pb belongs to no output\./);
    writeFileSync(path.join(folder, 'all/test_data_set_2/input_0.pb'), Uint8Array.of(0x0a, 0xff));
    assert.match(problemOf(path.join(folder, 'all')), /^test_data_set_2: /);
  });

  it('are found in a folder of arrays, and through one file of a folder', () => {
    for (const [name, value] of Object.entries({ input_in_a: A, input_in_b: B, output_out_sum: B })) {
      saved(`net_data/${name}.npy`, writeNpy(value));
    }
    assert.equal(one(path.join(folder, 'net_data')).outputs[0]!.from, 'output_out_sum');
    pb('', 'set/input_0.pb', A);
    pb('', 'set/input_1.pb', B);
    const file = pb('', 'set/output_0.pb', B);
    assert.equal(one(file).name, 'set');
  });

  it('are told where there are none', () => {
    assert.match(problemOf(folder), /holds no saved result\. One is a folder with/);
    assert.match(problemOf(saved('x.csv', Uint8Array.of(1))), /x\.csv holds no saved result/);
    assert.match(problemOf(path.join(folder, 'nowhere')), /could not be read\. ENOENT/);
    assert.match(problemOf(saved('x.npz', Uint8Array.of(1, 2, 3))), /\.npz file could not be read/);
  });

  it('have the probabilities of a ZipMap, whatever the order of its classes', () => {
    const zip = read(ZIPMAP);
    const scores: ScoresValue = {
      kind: 'scores',
      labels: ['cat', 'dog', 'owl'],
      scores: floats([1, 3], [0.2, 0.3, 0.5]),
    };
    const turned: ScoresValue = { ...scores, labels: ['owl', 'cat', 'dog'], scores: floats([1, 3], [0.5, 0.2, 0.3]) };
    const input = zip.requiredInputs[0]!;
    assert.ok(input.type.kind === 'tensor');
    const shape = input.type.shape!.map((size) => (typeof size === 'number' ? size : 1));
    const count = shape.reduce((product, size) => product * size, 1);
    pb(
      '',
      'zip/input_0.pb',
      floats(
        shape,
        Array.from({ length: count }, () => 1),
      ),
    );
    const at = zip.graph.outputs.findIndex(({ type }) => type.kind === 'sequence');
    pb('', `zip/output_${at}.pb`, turned);
    const { value } = one(path.join(folder, 'zip'), zip).outputs[0]!;
    assert.deepEqual(value, turned);
    const same = differenceOf(value, scores);
    assert.deepEqual([same.differs, same.numbers?.absolute, same.numbers?.top1], [false, 0, 1]);
    assert.equal(differenceOf({ ...turned, labels: ['owl', 'cat', 'bee'] }, scores).differs, true);
  });

  it('are read again as they were written to an archive, sequences by their elements', () => {
    const pair: Value = { kind: 'sequence', elementType: 'float32', elements: [A, floats([1], [7])] };
    const listed = read(
      model({
        node: [node('SequenceConstruct', ['a', 'a'], ['both'])],
        input: [tensor('a', FLOAT, [2])],
        output: [{ name: 'both', type: { sequence_type: { elem_type: tensor('', FLOAT).type } } }],
      }),
    );
    const taken = asArchive({
      name: 'net.onnx',
      inputs: [{ name: 'a', value: A }],
      outputs: [
        { name: 'both', value: pair },
        { name: 'half', value: { ...A, elementType: 'bfloat16' } },
      ],
    });
    assert.deepEqual([taken.open, taken.notes.length], ['net.npz', 1]);
    const { outputs } = one(saved('net.npz', taken.files[0]!.bytes), listed);
    assert.deepEqual(outputs, [{ name: 'both', from: 'both_0', value: pair }]);
    assert.equal(differenceOf(outputs[0]!.value, pair).differs, false);
    const other: Value = { ...pair, elements: [A, floats([1], [8])] };
    assert.equal(differenceOf(pair, other).numbers?.absolute, 1);
    assert.equal(differenceOf(pair, { ...pair, elements: [A] }).differs, true);
  });

  it('have the check sums of ZIP', () => {
    assert.equal(crc32(new TextEncoder().encode('123456789')), 0xcbf43926);
  });

  describeWithPython('archives', ['numpy'], (python) => {
    it('are what numpy reads, and what it packs is read', () => {
      saved('x.npz', archive({ 'in.a': A, '/deep/b:0': floats([2, 1], [0.5, NaN]) }));
      const script = [
        'import numpy as np',
        'f = np.load("x.npz")',
        'print([(n, f[n].dtype.name, f[n].tolist()) for n in f.files])',
        'one, two = np.float32([1, 2]), np.float32([3, 5])',
        'np.savez_compressed("y.npz", **{"in.a": one, "in.b": two, "out:sum": one + two, "out:rest": one - two})',
      ];
      const { output, errors } = python(['-c', script.join('\n')], folder);
      assert.equal(
        output.trim(),
        "[('in.a', 'float32', [1.0, 2.0]), ('/deep/b:0', 'float32', [[0.5], [nan]])]",
        errors,
      );
      const { inputs, outputs } = one(path.join(folder, 'y.npz'));
      assert.deepEqual(
        [...inputs, ...outputs].map(({ value }) => value),
        [A, B, floats([2], [4, 7]), floats([2], [-2, -3])],
      );
    });
  });
});
