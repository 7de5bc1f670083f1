// Two models compared: what they say, nodes that moved or changed, weights by value and by another name.
import assert from 'node:assert/strict';
import { sourceOf } from '../../server/src/model/bytes';
import { differenceOf } from '../../server/src/model/difference';
import { diffModels } from '../../server/src/model/diff/diff';
import { readModel } from '../../server/src/model/read';
import type { GraphFields } from './fixtures';
import { AFFINE, FLOAT, intAttribute, model, node, tensor, weight } from './fixtures';

function side(bytes: Uint8Array) {
  const source = sourceOf(bytes);
  const result = readModel(source);
  assert.ok(result.ok);
  return { model: result.value, open: () => source };
}

function compare(a: Uint8Array, b: Uint8Array) {
  const steps = diffModels(side(a), side(b));
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

const chain = (nodes: readonly object[], rest: GraphFields = {}): Uint8Array =>
  model({ node: nodes, input: [tensor('x', FLOAT, [1, 3])], output: [tensor('y', FLOAT, [1, 3])], ...rest });

describe('two models compared', () => {
  it('are the same where they are', () => {
    const { diff, pairs } = compare(AFFINE, AFFINE);
    assert.ok(diff.same);
    assert.deepEqual([diff.nodes.same, diff.weights.same], [2, 2]);
    assert.deepEqual(pairs, [
      ['doubled', 'doubled'],
      ['y', 'y'],
    ]);
  });

  it('tell by how much a weight differs, however it is stored', () => {
    const graph = (stored: object) => chain([node('Mul', ['x', 'w'], ['y'])], { initializer: [stored] });
    const raw = weight('w', [3], [3, 4, 0]);
    const typed = { name: 'w', dims: [3], data_type: FLOAT, float_data: [3, 4, 0] };
    assert.ok(compare(graph(raw), graph(typed)).diff.same);
    const { diff } = compare(graph(raw), graph(weight('w', [3], [3, 4, 1])));
    assert.deepEqual(
      diff.weights.changed.map(({ name, values }) => [name, values]),
      [['w', { absolute: 1, relative: 0.2 }]],
    );
    assert.equal(compare(graph(raw), graph(weight('w', [1, 3], [3, 4, 0]))).diff.weights.changed[0]?.values, null);
  });

  it('find the nodes again behind one that was put between, though all names are numbers', () => {
    const a = chain([node('Relu', ['x'], ['1']), node('Neg', ['1'], ['2']), node('Abs', ['2'], ['y'])]);
    const b = chain([
      node('Relu', ['x'], ['1']),
      node('Exp', ['1'], ['2']),
      node('Neg', ['2'], ['3']),
      node('Abs', ['3'], ['y']),
    ]);
    const { diff } = compare(a, b);
    assert.deepEqual(
      diff.nodes.onlyB.map(({ operator }) => operator),
      ['Exp'],
    );
    assert.deepEqual(diff.nodes.onlyA, []);
    assert.deepEqual(
      diff.nodes.changed.map(({ b: { operator }, changes }) => [operator, changes.map(({ name }) => name)]),
      [['Neg', ['input 0']]],
    );
    assert.deepEqual(diff.operators, [{ operator: 'Exp', domain: '', a: 0, b: 1 }]);
  });

  it('name the attribute that changed, and pair weights that got another name', () => {
    const make = (axis: number, name: string) =>
      chain(
        [
          node('Mul', ['x', name], ['t'], { name: 'scale' }),
          node('Softmax', ['t'], ['y'], { name: 'softmax', attribute: [intAttribute('axis', axis)] }),
        ],
        { initializer: [weight(name, [3], [1, 2, 3])] },
      );
    const { diff } = compare(make(1, 'a'), make(-1, 'b'));
    assert.deepEqual(
      diff.nodes.changed.map(({ changes }) => changes),
      [[{ name: 'axis', a: '1', b: '-1' }]],
    );
    assert.deepEqual([diff.weights.same, diff.weights.onlyA, diff.weights.onlyB], [1, [], []]);
  });

  it('do not set a node against another that took its place', () => {
    const a = chain([node('Mul', ['x', 'w'], ['t']), node('Relu', ['t'], ['y'])], {
      initializer: [weight('w', [1], [2])],
    });
    const b = chain([node('Sum', ['x', 'w', 'w'], ['t']), node('Relu', ['t'], ['y'])], {
      initializer: [weight('w', [1], [2])],
    });
    assert.deepEqual(compare(a, b).pairs, [['y', 'y']]);
  });

  it('tell changes of what the files say', () => {
    const other = model(
      { input: [tensor('x', FLOAT, ['n', 3])], output: [tensor('x', FLOAT)] },
      { opset_import: [{ domain: '', version: 17 }], metadata_props: [{ key: 'names', value: 'a, b' }] },
    );
    const { diff } = compare(AFFINE, other);
    assert.deepEqual(diff.facts, [{ name: 'Operator set ai.onnx', a: '21', b: '17' }]);
    assert.deepEqual(diff.metadata, [{ name: 'names', a: null, b: 'a, b' }]);
    assert.deepEqual(
      diff.outputs.map(({ name, a, b }) => [name, a === null, b === null]),
      [
        ['y', false, true],
        ['x', true, false],
      ],
    );
  });

  it('are in time for 4,000 nodes without names', () => {
    const many = (operator: string): Uint8Array =>
      chain(
        Array.from({ length: 4000 }, (_, index) =>
          node(
            index === 2000 ? operator : ['Relu', 'Neg', 'Abs'][index % 3]!,
            [index === 0 ? 'x' : `${index}`],
            [index === 3999 ? 'y' : `${index + 1}`],
          ),
        ),
      );
    const started = performance.now();
    const { diff } = compare(many('Exp'), many('Log'));
    assert.ok(diff.nodes.same + diff.nodes.changed.length >= 3999, JSON.stringify(diff.nodes.same));
    assert.ok(performance.now() - started < 5000);
  }).timeout(20_000);
});

describe('the difference of two tensors', () => {
  const tensorOf = (shape: readonly number[], values: readonly number[]) =>
    ({ kind: 'tensor', elementType: 'float32', shape, data: Float32Array.from(values) }) as const;

  it('is told in the measures people ask for', () => {
    const { numbers, differs } = differenceOf(tensorOf([1, 3], [1, 2, 2]), tensorOf([1, 3], [1, 2, 3]));
    assert.ok(differs && numbers);
    assert.deepEqual([numbers.absolute, numbers.index, numbers.relative, numbers.beyond], [1, 2, 0.5, 1]);
    assert.ok(Math.abs(numbers.cosine! - 11 / (3 * Math.sqrt(14))) < 1e-6);
    assert.equal(numbers.top1, 0);
  });

  it('counts NaN in one only, and takes NaN in both as the same', () => {
    const a = tensorOf([3], [NaN, 1, Infinity]);
    assert.equal(differenceOf(a, a).differs, false);
    assert.equal(differenceOf(a, tensorOf([3], [NaN, NaN, Infinity])).numbers?.broken, 1);
  });

  it('lets a batch of one go, and no other shape', () => {
    assert.equal(differenceOf(tensorOf([1, 2], [1, 2]), tensorOf([2], [1, 2])).differs, false);
    assert.equal(differenceOf(tensorOf([2, 1], [1, 2]), tensorOf([2], [1, 2])).differs, true);
  });
});
