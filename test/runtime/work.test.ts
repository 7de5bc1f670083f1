// The jobs of the host besides a run: the time of each node, statistics of all tensors, two models side by side.
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sourceOf } from '../../server/src/model/bytes';
import { inferTypes } from '../../server/src/model/infer/infer';
import { valuesFrom } from '../../server/src/model/infer/values';
import { nodesBehind } from '../../server/src/model/profile';
import { readModel } from '../../server/src/model/read';
import { openFile, readModelFile } from '../../server/src/runtime/files';
import type { JobKind, Jobs } from '../../server/src/runtime/jobs';
import { AFFINE, FLOAT, INT64, model, node, tensor, weight, ZIPMAP } from '../model/fixtures';
import { SHARED_MODELS } from '../model/shared';
import { testRuntime } from './host';
import { PASS_SEQUENCE, SLOW } from './models';

/** y = log(x − 2) · 3: NaN from `log` on for x below 2. */
const BREAKS = model({
  node: [
    node('Sub', ['x', 'two'], ['less'], { name: 'sub' }),
    node('Log', ['less'], ['log'], { name: 'log' }),
    node('Mul', ['log', 'three'], ['y'], { name: 'mul' }),
  ],
  input: [tensor('x', FLOAT, ['n'])],
  output: [tensor('y', FLOAT, ['n'])],
  initializer: [weight('two', [1], [2]), weight('three', [1], [3])],
});

const affine = (factor: number): Uint8Array =>
  model({
    node: [node('Mul', ['x', 'two'], ['doubled']), node('Add', ['doubled', 'one'], ['y'])],
    input: [tensor('x', FLOAT, ['n', 3])],
    output: [tensor('y', FLOAT, ['n', 3])],
    initializer: [weight('two', [1], [factor]), weight('one', [1], [1])],
  });

const floats = (shape: readonly number[], values: readonly number[]) =>
  ({ kind: 'tensor', elementType: 'float32', shape, data: Float32Array.from(values) }) as const;

describe('jobs of the model host', function () {
  this.timeout(60_000);
  const { runtime, write } = testRuntime();

  async function job<Kind extends JobKind>(kind: Kind, request: Jobs[Kind]['request']): Promise<Jobs[Kind]['result']> {
    const result = await runtime().job(kind, request);
    assert.ok(result.ok, JSON.stringify(!result.ok && result.problem));
    return result.value;
  }

  it('a profile has each node of the file once, in the order of the run', async () => {
    const file = write('breaks.onnx', BREAKS);
    const { nodes, milliseconds, runs } = await job('profile', { file, optimized: false, runs: 5 });
    assert.deepEqual(
      nodes.map(({ operator, name, index, calls, inside }) => [operator, name, index, calls, inside]),
      [
        ['Sub', 'sub', 0, 1, false],
        ['Log', 'log', 1, 1, false],
        ['Mul', 'mul', 2, 1, false],
      ],
    );
    assert.ok(runs === 5 && milliseconds > 0);
    const sum = nodes.reduce((total, node_) => total + node_.milliseconds, 0);
    assert.ok(sum <= milliseconds * 1.5, `${sum} of ${milliseconds}`);
  });

  it('a profile leaves no file behind', async () => {
    const before = new Set(readdirSync(tmpdir()));
    await job('profile', { file: write('breaks.onnx', BREAKS), optimized: true, runs: 2 });
    const added = readdirSync(tmpdir(), { withFileTypes: true }).filter(
      (entry) => !before.has(entry.name) && entry.isFile() && entry.name.startsWith('trace'),
    );
    assert.deepEqual(added, []);
  });

  it('a profile tells what ran inside a loop from what ran beside it', async () => {
    const n = { kind: 'tensor', elementType: 'int64', shape: [], data: BigInt64Array.of(4n) } as const;
    const { nodes } = await job('profile', {
      file: write('loop.onnx', SLOW),
      optimized: false,
      runs: 3,
      inputs: { n },
    });
    const loop = nodes.find(({ operator }) => operator === 'Loop');
    const product = nodes.find(({ operator }) => operator === 'MatMul');
    assert.deepEqual([loop?.inside, loop?.calls, product?.inside, product?.calls], [false, 1, true, 4]);
  });

  it('a trace tells the statistics of the inputs and of all that nodes make', async () => {
    const file = write('breaks.onnx', BREAKS);
    const { tensors, refused } = await job('trace', { file, inputs: { x: floats([3], [1, 2, 3]) } });
    assert.deepEqual(refused, []);
    assert.deepEqual(
      tensors.map(({ name, statistics }) => [name, statistics?.nan, statistics?.infinite]),
      [
        ['x', 0, 0],
        ['less', 0, 0],
        ['log', 1, 1],
        ['y', 1, 1],
      ],
    );
  });

  it('a trace gets past what cannot be looked at', async () => {
    for (const [name, bytes] of [
      ['zipmap.onnx', ZIPMAP],
      ['sequence.onnx', PASS_SEQUENCE],
    ] as const) {
      const { tensors } = await job('trace', { file: write(name, bytes) });
      assert.ok(tensors.length > 0, name);
    }
  });

  it('two models get the same input, and the first tensor that differs is told', async () => {
    const file = write('two.onnx', AFFINE);
    const other = write('three.onnx', affine(3));
    const pairs = ['doubled', 'y'].map((name) => [name, name] as const);
    const { tensors } = await job('compare', { file, other, pairs, inputs: { x: floats([1, 3], [0, 1, 2]) } });
    assert.deepEqual(
      tensors.map(({ name, difference }) => [name, difference.differs, difference.numbers?.absolute]),
      [
        ['doubled', true, 2],
        ['y', true, 2],
      ],
    );
    const same = await job('compare', { file, other: write('again.onnx', AFFINE) });
    assert.deepEqual(
      same.tensors.map(({ name, difference }) => [name, difference.differs]),
      [['y', false]],
    );
  });

  it('what is wrong with one of the two is a problem in words', async () => {
    const result = await runtime().job('compare', { file: write('a.onnx', AFFINE), other: '/none.onnx' });
    assert.equal(result.ok, false);
    const wrong = write('other-input.onnx', model({ input: [tensor('z', INT64, [1])], output: [tensor('z', INT64)] }));
    assert.equal((await runtime().job('compare', { file: write('a.onnx', AFFINE), other: wrong })).ok, false);
  });
});

describe('nodes of public models', function () {
  this.timeout(120_000);
  const { runtime } = testRuntime();

  for (const name of ['vision/FastestDet', 'vision/mnist-8', 'nlp/tf_bert_qa_1layer', 'nlp/magika_standard_v3_3']) {
    it(`${name}: measured ones are found in the file, and shapes of all tensors are as inferred`, async function () {
      const file = path.join(SHARED_MODELS, 'models', `${name}.onnx`);
      if (!existsSync(file)) return this.skip();
      const read = readModelFile(file);
      assert.ok(read.ok);
      const { graph } = read.value;
      const plain = await runtime().job('profile', { file, optimized: false, runs: 2 });
      assert.ok(plain.ok, JSON.stringify(plain));
      const behind = nodesBehind(graph, plain.value.nodes);
      const wrong = plain.value.nodes.filter(
        ({ operator }, index) => graph.nodes[behind[index] ?? -1]?.operator !== operator,
      );
      assert.deepEqual(wrong, []);
      assert.equal(new Set(behind).size, behind.length);
      const fast = await runtime().job('profile', { file, optimized: true, runs: 2 });
      assert.ok(fast.ok);
      const found = nodesBehind(graph, fast.value.nodes);
      const share = (index: number) => fast.value.nodes[index]!.milliseconds;
      const known = found.reduce<number>((sum, node_, index) => sum + (node_ === null ? 0 : share(index)), 0);
      const all = found.reduce<number>((sum, _, index) => sum + share(index), 0);
      console.log(`      ${((100 * known) / all).toFixed(0)} % of the optimized time has its node in the file`);

      const traced = await runtime().job('trace', { file });
      assert.ok(traced.ok, JSON.stringify(traced));
      assert.deepEqual(traced.value.refused, []);
      const source = openFile(file);
      const fed = new Map(traced.value.inputs.map((input) => [input.name, input.shape ?? []] as const));
      const types = inferTypes(read.value, { values: valuesFrom(source), fed, inputsOnly: true }).types([]);
      source.close();
      const contradicted = traced.value.tensors.filter((each) => {
        const type = types.get(each.name);
        if (type?.kind !== 'tensor' || type.shape === null) return false;
        return (
          type.shape.length !== each.shape.length ||
          type.shape.some((size, axis) => typeof size === 'number' && size !== each.shape[axis])
        );
      });
      assert.deepEqual(contradicted, []);
    });
  }
});

describe('nodes behind measured ones', () => {
  it('are counted without the constants, and told by name where the number is new', () => {
    const read = readModel(
      sourceOf(
        model({
          node: [
            node('Constant', [], ['c'], { attribute: [{ name: 'value_float', type: 1, f: 2 }] }),
            node('Conv', ['x', 'w'], ['a'], { name: 'conv' }),
            node('Relu', ['a'], ['r']),
            node('Mul', ['r', 'c'], ['y']),
          ],
          input: [tensor('x', FLOAT, [1, 1, 4, 4])],
          output: [tensor('y', FLOAT)],
        }),
      ),
    );
    assert.ok(read.ok);
    const measured = (index: number, operator: string, name = '') => ({ index, operator, name });
    assert.deepEqual(
      nodesBehind(read.value.graph, [
        measured(0, 'Conv', 'conv'),
        measured(1, 'Relu'),
        measured(9, 'Conv', 'r_nchwc'),
        measured(9, 'FusedConv', 'fused conv'),
        measured(7, 'ReorderOutput', 'ReorderOutput_token_3'),
      ]),
      // The Conv that the Relu was joined to, by whatever name.
      [1, 2, 1, 1, null],
    );
  });
});
