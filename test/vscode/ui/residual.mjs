// Models whose graphs are looked at: a residual network as torch.onnx exports one, a branch, thousands of nodes.
import { field, number, text } from './models.mjs';

const FLOAT = 1;
const STAGES = [16, 32, 64];
const CLASSES = 10;

/** `image` 1 × 3 × 64 × 64 → `scores` 1 × 10; another seed gives other weights. */
export function residualNetwork(seed = 1) {
  const nodes = [];
  const weights = [];
  const values = [];
  let next = seed;
  const random = () => {
    next = (next * 48271) % 2147483647;
    return next / 2147483647 - 0.5;
  };

  const weight = (name, dims, make = (size) => random() * (2 / Math.sqrt(size / dims[0]))) => {
    const count = dims.reduce((product, size) => product * size, 1);
    const data = Float32Array.from({ length: count }, () => make(count));
    const shape = dims.flatMap((size) => number(1, size));
    weights.push([
      ...shape,
      ...number(2, FLOAT),
      ...field(8, text(name)),
      ...field(9, [...new Uint8Array(data.buffer)]),
    ]);
    return name;
  };
  const node = (scope, operator, inputs, shape, attributes = []) => {
    const name = `${scope}/${operator}`;
    const output = `${name}_output_0`;
    nodes.push([
      ...inputs.flatMap((input) => field(1, text(input))),
      ...field(2, text(output)),
      ...field(3, text(name)),
      ...field(4, text(operator)),
      ...attributes.flatMap(([key, list]) => field(5, ints(key, list))),
    ]);
    values.push(valueInfo(output, shape));
    return output;
  };
  const conv = (scope, input, from, to, size, { kernel = 3, stride = 1 } = {}) =>
    node(
      scope,
      'Conv',
      [input, weight(`${scope.slice(1)}.weight`, [to, from, kernel, kernel])],
      [1, to, size, size],
      [
        ['kernel_shape', [kernel, kernel]],
        ['pads', Array(4).fill((kernel - 1) / 2)],
        ['strides', [stride, stride]],
      ],
    );
  const norm = (scope, input, channels, size) => {
    const each = (part, make) => weight(`${scope.slice(1)}.${part}`, [channels], make);
    const all = [each('weight', () => 1 + random() * 0.2), each('bias'), each('mean'), each('var', () => 1)];
    return node(scope, 'BatchNormalization', [input, ...all], [1, channels, size, size]);
  };

  let size = 32;
  let channels = 16;
  let at = conv('/conv1', 'image', 3, channels, size, { kernel: 7, stride: 2 });
  at = norm('/bn1', at, channels, size);
  at = node('/relu', 'Relu', [at], [1, channels, size, size]);
  for (const [stage, to] of STAGES.entries()) {
    for (const block of [0, 1]) {
      const scope = `/layer${stage + 1}/layer${stage + 1}.${block}`;
      const stride = block === 0 && stage > 0 ? 2 : 1;
      size /= stride;
      const shape = [1, to, size, size];
      let inner = norm(`${scope}/bn1`, conv(`${scope}/conv1`, at, channels, to, size, { stride }), to, size);
      inner = node(`${scope}/relu`, 'Relu', [inner], shape);
      inner = norm(`${scope}/bn2`, conv(`${scope}/conv2`, inner, to, to, size), to, size);
      const down = `${scope}/downsample/downsample`;
      const past =
        stride === 1
          ? at
          : norm(`${down}.1`, conv(`${down}.0`, at, channels, to, size, { kernel: 1, stride }), to, size);
      at = node(`${scope}/relu_1`, 'Relu', [node(scope, 'Add', [inner, past], shape)], shape);
      channels = to;
    }
  }
  at = node('/avgpool', 'GlobalAveragePool', [at], [1, channels, 1, 1]);
  at = node('', 'Flatten', [at], [1, channels]);
  at = node('/fc', 'Gemm', [at, weight('fc.weight', [channels, CLASSES]), weight('fc.bias', [CLASSES])], [1, CLASSES]);
  nodes.push([
    ...field(1, text(at)),
    ...field(2, text('scores')),
    ...field(3, text('/Softmax')),
    ...field(4, text('Softmax')),
  ]);

  const graph = [
    ...nodes.flatMap((each) => field(1, each)),
    ...field(2, text('main_graph')),
    ...weights.flatMap((each) => field(5, each)),
    ...field(11, valueInfo('image', [1, 3, 64, 64])),
    ...field(12, valueInfo('scores', [1, CLASSES])),
    ...values.flatMap((each) => field(13, each)),
  ];
  const opset = field(8, [...field(1, []), ...number(2, 17)]);
  return Uint8Array.from([...number(1, 8), ...field(2, text('pytorch')), ...field(7, graph), ...opset]);
}

function valueInfo(name, shape) {
  const dims = shape.flatMap((size) => field(1, number(1, size)));
  return [...field(1, text(name)), ...field(2, field(1, [...number(1, FLOAT), ...field(2, dims)]))];
}

/** AttributeProto of integers. */
const ints = (name, list) => [...field(1, text(name)), ...list.flatMap((value) => number(8, value)), ...number(20, 7)];

/** `y = flag ? relu(x) : -x`. */
export function branchedModel() {
  const node = (operator, inputs, output, attributes = []) =>
    field(1, [
      ...inputs.flatMap((input) => field(1, text(input))),
      ...field(2, text(output)),
      ...field(4, text(operator)),
      ...attributes.flatMap((attribute) => field(5, attribute)),
    ]);
  const branch = (name, operator) => {
    const body = [...node(operator, ['x'], name), ...field(2, text(name)), ...field(12, valueInfo(name, [4]))];
    return [...field(1, text(name)), ...field(6, body), ...number(20, 5)];
  };
  const bool = 9;
  const flag = [...field(1, text('flag')), ...field(2, field(1, [...number(1, bool), ...field(2, [])]))];
  const graph = [
    ...node('If', ['flag'], 'y', [branch('then_branch', 'Relu'), branch('else_branch', 'Neg')]),
    ...field(2, text('branches')),
    ...field(11, flag),
    ...field(11, valueInfo('x', [4])),
    ...field(12, valueInfo('y', [4])),
  ];
  return Uint8Array.from([...number(1, 8), ...field(7, graph), ...field(8, [...field(1, []), ...number(2, 17)])]);
}

/** `y = f(f(… x))` in `blocks` modules of ten nodes, a float vector in and out; nothing stored. */
export function manyNodes(blocks = 520) {
  const operators = ['Relu', 'Neg', 'Sigmoid', 'Tanh', 'Abs', 'Exp', 'Erf', 'Softplus', 'Elu'];
  const nodes = [];
  let at = 'x';
  for (let block = 0; block < blocks; block++) {
    const scope = `/encoder/layer.${block}`;
    const start = at;
    const add = (operator, inputs) => {
      const name = `${scope}/${operator}`;
      at = block === blocks - 1 && operator === 'Add' ? 'y' : `${name}_output`;
      nodes.push([
        ...inputs.flatMap((input) => field(1, text(input))),
        ...field(2, text(at)),
        ...field(3, text(name)),
        ...field(4, text(operator)),
      ]);
    };
    for (const operator of operators) add(operator, [at]);
    add('Add', [at, start]);
  }
  const graph = [...field(2, text('many')), ...field(11, valueInfo('x', [4])), ...field(12, valueInfo('y', [4]))];
  const body = nodes.map((each) => Uint8Array.from(field(1, each)));
  const length = graph.length + body.reduce((sum, each) => sum + each.length, 0);
  const head = [...number(1, 8), ...field(8, [...field(1, []), ...number(2, 17)])];
  const model = Buffer.concat([
    Uint8Array.from(head),
    Uint8Array.from([58]),
    Uint8Array.from(number(0, length).slice(1)),
    ...body,
    Uint8Array.from(graph),
  ]);
  return new Uint8Array(model);
}
