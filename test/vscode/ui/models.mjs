// Models that only tests need, written byte by byte as ONNX's protobuf.

const FLOAT = 1;

/**
 * `y = x · x · … · x` for a square x of any size `n`: at once for a small one, minutes for one of some thousands, with
 * nothing stored in the file.
 */
export function slowModel(products = 400) {
  const nodes = Array.from({ length: products }, (_, index) =>
    field(1, [
      ...field(1, text(index === 0 ? 'x' : `p${index}`)),
      ...field(1, text('x')),
      ...field(2, text(index === products - 1 ? 'y' : `p${index + 1}`)),
      ...field(4, text('MatMul')),
    ]),
  ).flat();
  const graph = [...nodes, ...field(2, text('powers')), ...field(11, square('x')), ...field(12, square('y'))];
  return Uint8Array.from([
    ...number(1, 8),
    ...field(2, text('by hand')),
    ...field(7, graph),
    ...field(8, [...field(1, []), ...number(2, 17)]),
  ]);
}

/** NumPy's file of float64 zeros. */
export function zerosNpy(shape) {
  const header = `{'descr': '<f8', 'fortran_order': False, 'shape': (${shape.join(', ')}), }`.padEnd(117) + '\n';
  const start = Buffer.from(`\x93NUMPY\x01\x00${String.fromCharCode(header.length)}\x00${header}`, 'latin1');
  return Buffer.concat([start, Buffer.alloc(8 * shape.reduce((count, size) => count * size, 1))]);
}

/** ValueInfoProto of a float matrix n × n. */
function square(name) {
  const n = field(1, field(2, text('n')));
  const shape = [...n, ...n];
  return [...field(1, text(name)), ...field(2, field(1, [...number(1, FLOAT), ...field(2, shape)]))];
}

export const text = (value) => [...new TextEncoder().encode(value)];
export const field = (id, bytes) => [...varint((id << 3) | 2), ...varint(bytes.length), ...bytes];
export const number = (id, value) => [...varint(id << 3), ...varint(value)];

export function varint(value) {
  const bytes = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest & 127) | 128);
    rest >>>= 7;
  }
  return [...bytes, rest];
}

/** A model of `nodes` (operator, inputs, output), with stored float tensors, from one input to one output. */
function smallModel({ nodes, weights, input, output, metadata = {} }) {
  const graph = [
    ...nodes.flatMap(([operator, inputs, result]) =>
      field(1, [
        ...inputs.flatMap((name) => field(1, text(name))),
        ...field(2, text(result)),
        ...field(4, text(operator)),
      ]),
    ),
    ...field(2, text('small')),
    ...weights.flatMap(([name, dims, values]) =>
      field(5, [
        ...dims.flatMap((size) => number(1, size)),
        ...number(2, FLOAT),
        ...field(8, text(name)),
        ...field(9, [...new Uint8Array(Float32Array.from(values).buffer)]),
      ]),
    ),
    ...field(11, floats(...input)),
    ...field(12, floats(...output)),
  ];
  return Uint8Array.from([
    ...number(1, 8),
    ...field(2, text('by hand')),
    ...field(7, graph),
    ...field(8, [...field(1, []), ...number(2, 17)]),
    ...Object.entries(metadata).flatMap(([key, value]) =>
      field(14, [...field(1, text(key)), ...field(2, text(value))]),
    ),
  ]);
}

/** ValueInfoProto of floats: numbers are sizes, words are symbols. */
function floats(name, dims) {
  const shape = dims.flatMap((size) => field(1, typeof size === 'number' ? number(1, size) : field(2, text(size))));
  return [...field(1, text(name)), ...field(2, field(1, [...number(1, FLOAT), ...field(2, shape)]))];
}

/** Gives the negative of a picture back. */
export function painter() {
  return smallModel({
    nodes: [['Sub', ['one', 'picture'], 'negative']],
    weights: [['one', [1], [1]]],
    input: ['picture', ['n', 3, 'height', 'width']],
    output: ['negative', ['n', 3, 'height', 'width']],
    metadata: { 'Image.NominalPixelRange': 'Normalized_0_1' },
  });
}

/** Finds two things, always the same, as an export of Ultralytics writes them. */
export function boxFinder() {
  const anchors = 40;
  const found = [
    [66, 54, 20, 20, 0.93, 0.02],
    [66.5, 54, 20, 20, 0.8, 0.02],
    [26, 47, 30, 28, 0.05, 0.84],
  ];
  const boxes = Array.from({ length: 6 * anchors }, (_, at) => found[at % anchors]?.[Math.floor(at / anchors)] ?? 0.01);
  return smallModel({
    nodes: [
      ['ReduceMean', ['images'], 'mean'],
      ['Mul', ['mean', 'zero'], 'nothing'],
      ['ReduceSum', ['nothing'], 'sum'],
      ['Squeeze', ['sum'], 'scalar'],
      ['Add', ['boxes', 'scalar'], 'output0'],
    ],
    weights: [
      ['zero', [1], [0]],
      ['boxes', [1, 6, anchors], boxes],
    ],
    input: ['images', [1, 3, 96, 96]],
    output: ['output0', [1, 6, anchors]],
    metadata: { names: "{0: 'sun', 1: 'mountain'}", stride: '32', task: 'detect', imgsz: '[96, 96]' },
  });
}
