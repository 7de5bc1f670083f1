// Shape inference: symbols kept, values followed, loops settled, blank where nothing is known, and never a throw.
import assert from 'node:assert/strict';
import { sourceOf } from '../../server/src/model/bytes';
import { inferTypes } from '../../server/src/model/infer/infer';
import type { InferOptions } from '../../server/src/model/infer/infer';
import { costOf } from '../../server/src/model/infer/total';
import { valuesFrom } from '../../server/src/model/infer/values';
import { readModel } from '../../server/src/model/read';
import type { GraphFields } from './fixtures';
import {
  FLOAT,
  graphAttribute,
  INT64,
  intAttribute,
  intsAttribute,
  model,
  node,
  tensor,
  tensorType,
  value,
  weight,
  ZIPMAP,
} from './fixtures';

const BOOL = 9;

const whole = (name: string, dims: readonly number[], values: readonly number[]) => ({
  name,
  dims,
  data_type: INT64,
  raw_data: new Uint8Array(BigInt64Array.from(values, BigInt).buffer),
});

function read(bytes: Uint8Array) {
  const source = sourceOf(bytes);
  const result = readModel(source);
  assert.ok(result.ok);
  return { model: result.value, values: valuesFrom(source) };
}

function infer(bytes: Uint8Array, options: Partial<InferOptions> = {}) {
  const { model: made, values } = read(bytes);
  return inferTypes(made, { values, ...options });
}

/** The shape of one tensor, as a text. */
function shape(graph: GraphFields, name: string, options: Partial<InferOptions> = {}, rest: object = {}): string {
  const type = infer(model({ output: [value(name, tensorType(FLOAT))], ...graph }, rest), options)
    .types([])
    .get(name);
  return type?.kind === 'tensor' ? `${type.elementType} ${JSON.stringify(type.shape)}` : String(type?.kind);
}

const image = tensor('x', FLOAT, ['batch', 3, 'height', 32]);

describe('shape inference', () => {
  it('keeps symbols through convolutions that keep the size, and gives blanks for those that do not', () => {
    const conv = (pad: number, stride: number) => ({
      node: [
        node('Conv', ['x', 'w'], ['y'], {
          attribute: [intsAttribute('pads', [pad, pad, pad, pad]), intsAttribute('strides', [stride, stride])],
        }),
      ],
      input: [image],
      initializer: [
        weight(
          'w',
          [8, 3, 3, 3],
          Array.from({ length: 216 }, () => 0),
        ),
      ],
    });
    assert.equal(shape(conv(1, 1), 'y'), 'float32 ["batch",8,"height",32]');
    assert.equal(shape(conv(1, 2), 'y'), 'float32 ["batch",8,null,16]');
    assert.equal(shape(conv(0, 1), 'y', { fed: new Map([['x', [2, 3, 10, 32]]]) }), 'float32 [2,8,8,30]');
  });

  it('follows the values of shapes: x.view(x.size(0), -1) as it is exported', () => {
    const graph = {
      node: [
        node('Shape', ['x'], ['all']),
        node('Gather', ['all', 'zero'], ['rows']),
        node('Unsqueeze', ['rows', 'axis'], ['rows1']),
        node('Concat', ['rows1', 'rest'], ['target'], { attribute: [intAttribute('axis', 0)] }),
        node('Reshape', ['x', 'target'], ['y']),
      ],
      input: [tensor('x', FLOAT, ['batch', 3, 4])],
      initializer: [whole('zero', [], [0]), whole('axis', [1], [0]), whole('rest', [1], [-1])],
    };
    assert.equal(shape(graph, 'y'), 'float32 ["batch",12]');
  });

  it('takes words for no size as no size: two of them may differ', () => {
    const graph = {
      node: [node('Add', ['x', 'z'], ['y'])],
      input: [tensor('x', FLOAT, ['None', 3]), tensor('z', FLOAT, ['None', 3])],
    };
    assert.equal(shape(graph, 'y'), 'float32 [null,3]');
  });

  it('settles the state of a loop: kept where it keeps its shape, blank where it grows', () => {
    const loop = (operator: string, inputs: readonly string[], attribute: readonly object[] = []) => ({
      node: [
        node('Loop', ['n', '', 'x'], ['y', 'all'], {
          attribute: [
            graphAttribute('body', {
              name: 'body',
              node: [node('Identity', ['go'], ['on']), node(operator, inputs, ['b'], { attribute })],
              input: [tensor('i', INT64, []), tensor('go', BOOL, []), value('a', {})],
              output: [tensor('on', BOOL, []), value('b', {}), value('b', {})],
            }),
          ],
        }),
      ],
      input: [tensor('n', INT64, []), tensor('x', FLOAT, [4, 4])],
    });
    assert.equal(shape(loop('MatMul', ['a', 'a']), 'y'), 'float32 [4,4]');
    assert.equal(shape(loop('MatMul', ['a', 'a']), 'all'), 'float32 [null,4,4]');
    const grows = loop('Concat', ['a', 'x'], [intAttribute('axis', 0)]);
    assert.equal(shape(grows, 'y'), 'float32 [null,4]');
  });

  it('gives only what both branches give', () => {
    const branch = (name: string, stored: object) =>
      graphAttribute(name, { name, initializer: [stored], output: [tensor(`${name}_y`, FLOAT)] });
    const graph = {
      node: [
        node('If', ['c'], ['y'], {
          attribute: [
            branch('then_branch', weight('then_branch_y', [2, 3], [0, 0, 0, 0, 0, 0])),
            branch('else_branch', weight('else_branch_y', [1, 3], [0, 0, 0])),
          ],
        }),
      ],
      input: [tensor('c', 9, [])],
    };
    assert.equal(shape(graph, 'y'), 'float32 [null,3]');
  });

  it('goes into functions, with the attributes of the caller', () => {
    const bytes = model(
      {
        node: [node('turn', ['x'], ['y'], { domain: 'own', attribute: [intsAttribute('order', [1, 0])] })],
        input: [tensor('x', FLOAT, ['rows', 3])],
        output: [tensor('y', FLOAT)],
      },
      {
        opset_import: [
          { domain: '', version: 21 },
          { domain: 'own', version: 1 },
        ],
        functions: [
          {
            name: 'turn',
            domain: 'own',
            input: ['a'],
            output: ['b'],
            attribute: ['order'],
            node: [node('Transpose', ['a'], ['b'], { attribute: [{ name: 'perm', ref_attr_name: 'order', type: 7 }] })],
            opset_import: [{ domain: '', version: 21 }],
          },
        ],
      },
    );
    const found = infer(bytes);
    assert.deepEqual(found.types([]).get('y'), { kind: 'tensor', elementType: 'float32', shape: [3, 'rows'] });
    assert.deepEqual(found.types([{ function: 0 }]).get('b'), {
      kind: 'tensor',
      elementType: 'float32',
      shape: [3, 'rows'],
    });
  });

  it('stays blank at an operator it does not know, and names it', () => {
    const graph = model({
      node: [node('Frobnicate', ['x'], ['a'], { domain: 'own' }), node('Relu', ['a'], ['y'])],
      input: [image],
      output: [tensor('y', FLOAT)],
    });
    const found = infer(graph);
    assert.equal(found.types([]).get('a'), undefined);
    assert.deepEqual([...found.unknownOperators], [['own.Frobnicate', 1]]);
  });

  it('tells a stated shape that the graph contradicts', () => {
    const bytes = model({
      node: [node('Relu', ['x'], ['y'])],
      input: [tensor('x', FLOAT, [4, 3])],
      output: [tensor('y', FLOAT, [1, 3])],
    });
    const { disagreements, types } = infer(bytes);
    assert.deepEqual(
      disagreements.map(({ tensor: name }) => name),
      ['y'],
    );
    assert.deepEqual(types([]).get('y'), { kind: 'tensor', elementType: 'float32', shape: [4, 3] });
  });

  it('knows the types of scikit-learn’s classifiers', () => {
    const types = infer(ZIPMAP, { inputsOnly: true }).types([]);
    assert.deepEqual(types.get('label'), { kind: 'tensor', elementType: 'string', shape: ['n'] });
    assert.deepEqual(types.get('scores'), { kind: 'tensor', elementType: 'float32', shape: ['n', 3] });
    assert.equal(types.get('probabilities')?.kind, 'sequence');
  });

  it('does not need the nodes in order', () => {
    const graph = {
      node: [node('Relu', ['a'], ['y']), node('Transpose', ['x'], ['a'])],
      input: [tensor('x', FLOAT, [2, 3])],
    };
    assert.equal(shape(graph, 'y'), 'float32 [3,2]');
  });

  it('ends on functions that call each other, and bodies that are not there', () => {
    const calls = (name: string, other: string) => ({
      name,
      domain: 'own',
      input: ['a'],
      output: ['b'],
      node: [node(other, ['a'], ['c'], { domain: 'own' }), node(other, ['c'], ['b'], { domain: 'own' })],
      opset_import: [{ domain: '', version: 21 }],
    });
    const bytes = model(
      {
        node: [
          node('one', ['x'], ['y'], { domain: 'own' }),
          node('Loop', ['', ''], ['z']),
          node('If', [], ['u']),
          node('Reshape', [], []),
          node('Concat', [], ['v']),
          node('Split', ['x'], ['p', '', 'q']),
          node('Gather', ['x'], ['r'], { attribute: [intAttribute('axis', 99)] }),
        ],
        input: [image],
        output: [tensor('y', FLOAT)],
      },
      { functions: [calls('one', 'two'), calls('two', 'one')] },
    );
    assert.equal(infer(bytes).types([]).get('z'), undefined);
  }).timeout(20_000);
});

describe('the cost of a model', () => {
  const cost = (graph: GraphFields, sizes: Record<string, number> = {}) => {
    const { model: made, values } = read(model({ output: [tensor('y', FLOAT)], ...graph }));
    return costOf(made, values, sizes).cost;
  };

  it('counts one product for each weight of a channel and each value of a convolution', () => {
    const graph = {
      node: [node('Conv', ['x', 'w'], ['y'], { attribute: [intAttribute('group', 3)] })],
      input: [tensor('x', FLOAT, ['batch', 3, 10, 10])],
      initializer: [
        weight(
          'w',
          [6, 1, 3, 3],
          Array.from({ length: 54 }, () => 0),
        ),
      ],
    };
    assert.equal(cost(graph).multiplyAdds, 6 * 8 * 8 * 9);
    assert.equal(cost(graph, { batch: 4 }).multiplyAdds, 4 * 6 * 8 * 8 * 9);
    assert.deepEqual(cost(graph).inputs, [{ name: 'x', shape: [1, 3, 10, 10], isStated: false }]);
    assert.deepEqual(cost(graph).largest, { tensor: 'y', bytes: 6 * 8 * 8 * 4 });
  });

  it('sees through the experimental operators of old models, and names the largest tensor of a branch too', () => {
    const graph = {
      node: [
        node('ImageScaler', ['x'], ['scaled']),
        node('Conv', ['scaled', 'w'], ['y']),
        node('If', ['c'], ['z'], {
          attribute: [
            graphAttribute('then_branch', {
              name: 'then',
              node: [node('Concat', ['x', 'x'], ['both'], { attribute: [intAttribute('axis', 1)] })],
              output: [tensor('both', FLOAT)],
            }),
          ],
        }),
      ],
      input: [tensor('x', FLOAT, [1, 1, 4, 4]), tensor('c', 9, [])],
      initializer: [weight('w', [1, 1, 1, 1], [2])],
    };
    assert.equal(cost(graph).multiplyAdds, 16);
    assert.deepEqual(cost(graph).largest, { tensor: 'both', bytes: 2 * 64 });
  });

  it('counts matrix products, turned ones too, and says what it cannot count', () => {
    const graph = {
      node: [
        node('Gemm', ['x', 'w'], ['a'], { attribute: [intAttribute('transB', 1)] }),
        node('Frobnicate', ['a'], ['b'], { domain: 'own' }),
        node('MatMul', ['b', 'w'], ['y']),
      ],
      input: [tensor('x', FLOAT, ['n', 5])],
      initializer: [
        weight(
          'w',
          [7, 5],
          Array.from({ length: 35 }, () => 0),
        ),
      ],
    };
    const { multiplyAdds, counted, unknown } = cost(graph, { n: 2 });
    assert.deepEqual([multiplyAdds, counted, unknown], [2 * 5 * 7, 2, 1]);
  });
});
