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

/** ValueInfoProto of a float matrix n × n. */
function square(name) {
  const n = field(1, field(2, text('n')));
  const shape = [...n, ...n];
  return [...field(1, text(name)), ...field(2, field(1, [...number(1, FLOAT), ...field(2, shape)]))];
}

export const text = (value) => [...new TextEncoder().encode(value)];
export const field = (id, bytes) => [...varint((id << 3) | 2), ...varint(bytes.length), ...bytes];
export const number = (id, value) => [...varint(id << 3), ...varint(value)];

function varint(value) {
  const bytes = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest & 127) | 128);
    rest >>>= 7;
  }
  return [...bytes, rest];
}
