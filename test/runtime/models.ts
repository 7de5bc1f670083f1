// Models that take as long or as much memory as a test wants, and one for each kind of boundary.
import { FLOAT, graphAttribute, INT64, intAttribute, model, node, tensor, tensorType, value } from '../model/fixtures';

const BOOL = 9;

/** Counts to `n` in a Loop, a matrix product at each step: with a large `n` it runs for minutes. */
export const SLOW = model({
  node: [
    node('Loop', ['n', '', 'start'], ['y'], {
      attribute: [
        graphAttribute('body', {
          name: 'body',
          node: [node('Identity', ['go'], ['go_on']), node('MatMul', ['a', 'a'], ['b']), node('Sigmoid', ['b'], ['c'])],
          input: [tensor('i', INT64, []), tensor('go', BOOL, []), tensor('a', FLOAT, [64, 64])],
          output: [tensor('go_on', BOOL, []), tensor('c', FLOAT, [64, 64])],
        }),
      ],
    }),
  ],
  input: [tensor('n', INT64, []), tensor('start', FLOAT, [64, 64])],
  output: [tensor('y', FLOAT, [64, 64])],
});

/** A tensor of as many ones as `shape` says, summed up. */
export const LARGE = model({
  node: [
    node('ConstantOfShape', ['shape'], ['ones'], {
      attribute: [{ name: 'value', type: 4, t: { dims: [1], data_type: FLOAT, float_data: [1] } }],
    }),
    node('Sigmoid', ['ones'], ['half']),
    node('ReduceSum', ['half'], ['y'], { attribute: [intAttribute('keepdims', 0)] }),
  ],
  input: [tensor('shape', INT64, [1])],
  output: [tensor('y', FLOAT, [])],
});

const sequenceOf = (elementType: number) => ({ sequence_type: { elem_type: tensorType(elementType) } });
const optionalOf = (type: object) => ({ optional_type: { elem_type: type } });

/** Passes each kind of value through: sequences, optionals, and the types JavaScript has no array for. */
export const PASS_SEQUENCE = model({
  node: [node('Identity', ['s'], ['out'])],
  input: [value('s', sequenceOf(FLOAT))],
  output: [value('out', sequenceOf(FLOAT))],
});

export const PASS_OPTIONAL = model({
  node: [node('Identity', ['o'], ['out'])],
  input: [value('o', optionalOf(tensorType(FLOAT, [2])))],
  output: [value('out', optionalOf(tensorType(FLOAT, [2])))],
});

export const PASS_OPTIONAL_SEQUENCE = model({
  node: [node('Identity', ['o'], ['out'])],
  input: [value('o', optionalOf(sequenceOf(INT64)))],
  output: [value('out', optionalOf(sequenceOf(INT64)))],
});

/** A tensor of an element type by way of float32, which holds all its values: few operators know the narrow types. */
export const passTensor = (elementType: number): Uint8Array =>
  model({
    node: [
      node('Cast', ['x'], ['wide'], { attribute: [intAttribute('to', FLOAT)] }),
      node('Cast', ['wide'], ['y'], { attribute: [intAttribute('to', elementType)] }),
    ],
    input: [tensor('x', elementType, [4])],
    output: [tensor('y', elementType, [4])],
  });

/** A DictVectorizer, which takes a map. */
export const MAP_INPUT = model(
  {
    node: [
      node('DictVectorizer', ['m'], ['y'], {
        domain: 'ai.onnx.ml',
        attribute: [{ name: 'string_vocabulary', type: 8, strings: ['a', 'b', 'c'].map((key) => Buffer.from(key)) }],
      }),
    ],
    input: [value('m', { map_type: { key_type: 8, value_type: tensorType(FLOAT) } })],
    output: [tensor('y', FLOAT, [1, 3])],
  },
  { opset_import: [{ domain: 'ai.onnx.ml', version: 3 }] },
);
