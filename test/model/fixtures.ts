// Models for tests, made in memory from the public schema.
import { encode } from './schema';

export type Dim = number | string;

export const FLOAT = 1;
export const INT64 = 7;
export const STRING = 8;

const shapeOf = (dims: readonly Dim[]) => ({
  dim: dims.map((size) => (typeof size === 'number' ? { dim_value: size } : { dim_param: size })),
});

export const tensorType = (elementType: number, dims?: readonly Dim[]) => ({
  tensor_type: { elem_type: elementType, ...(dims ? { shape: shapeOf(dims) } : {}) },
});

export const value = (name: string, type: object) => ({ name, type });
export const tensor = (name: string, elementType: number, dims?: readonly Dim[]) =>
  value(name, tensorType(elementType, dims));

export const node = (operator: string, input: readonly string[], output: readonly string[], rest: object = {}) => ({
  op_type: operator,
  input,
  output,
  ...rest,
});

export const intAttribute = (name: string, i: number) => ({ name, type: 2, i });
export const intsAttribute = (name: string, ints: readonly number[]) => ({ name, type: 7, ints });
export const graphAttribute = (name: string, g: object) => ({ name, type: 5, g });
export const stringsAttribute = (name: string, strings: readonly string[]) => ({
  name,
  type: 8,
  strings: strings.map((text) => new TextEncoder().encode(text)),
});

/** A float32 weight with raw data. */
export const weight = (name: string, dims: readonly number[], values: readonly number[]) => ({
  name,
  dims,
  data_type: FLOAT,
  raw_data: new Uint8Array(Float32Array.from(values).buffer),
});

export interface GraphFields {
  readonly node?: readonly object[];
  readonly input?: readonly object[];
  readonly output?: readonly object[];
  readonly initializer?: readonly object[];
  readonly [field: string]: unknown;
}

/** A model of a graph; operator set 21 of ai.onnx if not said otherwise. */
export function model(graph: GraphFields, rest: object = {}): Uint8Array {
  return encode('ModelProto', {
    ir_version: 10,
    producer_name: 'fixtures',
    opset_import: [{ domain: '', version: 21 }],
    graph: { name: 'main', ...graph },
    ...rest,
  });
}

/** y = x · 2 + 1 on float32 [n, 3], through `doubled`. */
export const AFFINE = model({
  node: [node('Mul', ['x', 'two'], ['doubled']), node('Add', ['doubled', 'one'], ['y'])],
  input: [tensor('x', FLOAT, ['n', 3])],
  output: [tensor('y', FLOAT, ['n', 3])],
  initializer: [weight('two', [1], [2]), weight('one', [1], [1])],
});

/** A linear classifier of two features with a ZipMap, as skl2onnx exports it. */
export const ZIPMAP = model(
  {
    node: [
      node('LinearClassifier', ['x'], ['label', 'scores'], {
        domain: 'ai.onnx.ml',
        attribute: [
          { name: 'coefficients', type: 6, floats: [1, 0, 0, 1, -1, -1] },
          { name: 'intercepts', type: 6, floats: [0, 0, 0] },
          stringsAttribute('classlabels_strings', ['cat', 'dog', 'owl']),
          { name: 'post_transform', type: 3, s: new TextEncoder().encode('SOFTMAX') },
        ],
      }),
      node('ZipMap', ['scores'], ['probabilities'], {
        domain: 'ai.onnx.ml',
        attribute: [stringsAttribute('classlabels_strings', ['cat', 'dog', 'owl'])],
      }),
    ],
    input: [tensor('x', FLOAT, ['n', 2])],
    output: [
      tensor('label', STRING, ['n']),
      value('probabilities', {
        sequence_type: { elem_type: { map_type: { key_type: STRING, value_type: tensorType(FLOAT) } } },
      }),
    ],
  },
  { opset_import: [{ domain: 'ai.onnx.ml', version: 3 }] },
);
