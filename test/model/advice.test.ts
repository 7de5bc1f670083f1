// Advice on a result that is wrong: the cause is named, and what is right is left alone.
import assert from 'node:assert/strict';
import { advise } from '../../server/src/model/advice/advise';
import { sourceOf } from '../../server/src/model/bytes';
import { statisticsOf } from '../../server/src/model/graph/statistics';
import { inferTypes } from '../../server/src/model/infer/infer';
import { valuesFrom } from '../../server/src/model/infer/values';
import { readModel } from '../../server/src/model/read';
import { FLOAT, INT64, intAttribute, model, node, tensor, weight } from './fixtures';

type Values = Readonly<Record<string, readonly [shape: readonly number[], values: readonly number[]]>>;

/** What is said about a model where a run gave these values. */
function said(bytes: Uint8Array, values: Values = {}): readonly string[] {
  const source = sourceOf(bytes);
  const read = readModel(source);
  assert.ok(read.ok);
  const small = valuesFrom(source);
  const seen = Object.entries(values).map(([name, [shape, numbers]]) => ({
    name,
    elementType: 'float32',
    shape,
    statistics: statisticsOf('float32', Float32Array.from(numbers)),
  }));
  const advice = advise(read.value, seen, inferTypes(read.value, { values: small }), small);
  return advice.map(({ level, what, why }) => `${level}: ${what} ${why}`);
}

const only = (all: readonly string[], pattern: RegExp): void => {
  assert.equal(all.length, 1, all.join('\n'));
  assert.match(all[0]!, pattern);
};

const x4 = tensor('x', FLOAT, [4]);
const chain = (...operators: readonly string[]): Uint8Array =>
  model({
    node: operators.map((operator, index) =>
      node(operator, [index === 0 ? 'x' : `t${index}`], [index === operators.length - 1 ? 'y' : `t${index + 1}`]),
    ),
    input: [x4],
    output: [tensor('y', FLOAT)],
  });

describe('advice on a wrong result', () => {
  it('names the first node that gives NaN, and why', () => {
    const found = said(chain('Neg', 'Log', 'Relu'), {
      x: [[4], [1, 2, 3, 4]],
      t1: [[4], [-1, -2, -3, 4]],
      t2: [[4], [NaN, NaN, NaN, 1]],
      y: [[4], [NaN, NaN, NaN, 1]],
    });
    only(found, /^wrong: Log t2 is the first to give 3 NaN among 4\. Log is not defined .* down to -3/);
  });

  it('tells a division by zero, and an exponential that does not fit', () => {
    const divides = model({
      node: [node('Div', ['x', 'z'], ['y'])],
      input: [x4, tensor('z', FLOAT, [4])],
      output: [tensor('y', FLOAT)],
    });
    const zeros = said(divides, {
      x: [[4], [1, 1, 1, 1]],
      z: [[4], [1, 0, 1, 0]],
      y: [[4], [1, Infinity, 1, Infinity]],
    });
    only(zeros, /2 infinite values among 4\. It divides by 0, 2 times/);
    only(said(chain('Exp'), { x: [[4], [1, 2, 3, 400]], y: [[4], [2, 7, 20, Infinity]] }), /goes up to 400/);
  });

  it('says that the input itself is broken, and nothing else', () => {
    only(said(chain('Relu'), { x: [[4], [1, NaN, 2, 3]], y: [[4], [1, NaN, 2, 3]] }), /^wrong: The input x has 1 NaN/);
  });

  const pixels = (most: number): readonly number[] => Array.from({ length: 12 }, (_, index) => (index * most) / 11);
  const vision = (first: object, rest: readonly object[] = []): Uint8Array =>
    model({
      node: [first, node('Relu', ['a'], ['y'])],
      input: [tensor('x', FLOAT, [1, 3, 2, 2])],
      output: [tensor('y', FLOAT)],
      initializer: [weight('w', [1, 3, 1, 1], [1, 1, 1]), weight('k', [], [255]), ...rest],
    });
  const conv = node('Conv', ['x', 'w'], ['a']);

  it('knows pixels of 0 to 255 that nothing scales, and pixels that are scaled twice', () => {
    only(
      said(vision(conv), { x: [[1, 3, 2, 2], pixels(255)] }),
      /^suspect: The pixels of x are on a scale of 0 to 255/,
    );
    const divides = vision(node('Div', ['x', 'k'], ['a']));
    only(said(divides, { x: [[1, 3, 2, 2], pixels(1)] }), /scaled twice/);
    assert.deepEqual(said(divides, { x: [[1, 3, 2, 2], pixels(255)] }), []);
    const normalized = pixels(4).map((value) => value - 2);
    assert.deepEqual(said(vision(conv), { x: [[1, 3, 2, 2], normalized] }), []);
  });

  it('finds a batch that became part of the graph', () => {
    const reshaped = (rows: number): Uint8Array =>
      model({
        node: [node('Reshape', ['x', 'shape'], ['y'])],
        input: [tensor('x', FLOAT, ['batch', 3, 4])],
        output: [tensor('y', FLOAT)],
        initializer: [{ name: 'shape', dims: [2], data_type: INT64, int64_data: rows === 1 ? [1, -1] : [-1, 12] }],
      });
    only(said(reshaped(1)), /^suspect: The batch is fixed at 1 for the output y/);
    assert.deepEqual(said(reshaped(-1)), []);
  });

  it('finds training mode, and random numbers', () => {
    const trained = model({
      node: [
        node('BatchNormalization', ['x', 's', 's', 's', 's'], ['a'], {
          name: 'bn',
          attribute: [intAttribute('training_mode', 1)],
        }),
        node('RandomNormalLike', ['a'], ['y']),
      ],
      input: [tensor('x', FLOAT, [1, 1])],
      output: [tensor('y', FLOAT)],
      initializer: [weight('s', [1], [1])],
    });
    const found = said(trained);
    assert.equal(found.length, 2, found.join('\n'));
    assert.match(found[0]!, /^wrong: The model was exported in training mode: BatchNormalization bn/);
    assert.match(found[1]!, /^note: RandomNormalLike y draws random numbers/);
  });

  it('tells dead activations, outputs that are the same everywhere, and scores that are no probabilities', () => {
    const zeros = Array.from({ length: 12 }, () => 0);
    const dead = said(chain('Relu', 'Neg'), { t1: [[12], zeros], y: [[12], zeros.map(() => 0.5)] });
    assert.equal(dead.length, 2);
    assert.match(dead[0]!, /Nothing passes Relu t1/);
    assert.match(dead[1]!, /All 12 values of the output y are 0\.5/);
    const gemm = model({
      node: [node('Gemm', ['x', 'w'], ['y'])],
      input: [tensor('x', FLOAT, [1, 3])],
      output: [tensor('y', FLOAT)],
      initializer: [weight('w', [3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9])],
    });
    only(
      said(gemm, {
        y: [
          [1, 3],
          [-2, 0, 5],
        ],
      }),
      /^note: The output y has scores, not probabilities/,
    );
    assert.deepEqual(
      said(gemm, {
        y: [
          [1, 3],
          [0.2, 0.3, 0.5],
        ],
      }),
      [],
    );
  });
});
