// Multiply-adds: how many a node does, from the shapes of what it takes and gives.
import type { Dimension, GraphNode, ValueType } from '../model';
import { letterSizes, matrixProduct, readEquation } from './linear';
import { product, shapeOfType } from './shape';
import type { Shape } from './shape';

/**
 * Products that are summed up: those of convolutions, matrix products, recurrent layers and attention. Other operators
 * count 0: they move values, or do a few operations an element. null: it multiplies, but a shape is not known.
 */
export function multiplyAdds(node: GraphNode, typeOf: (tensor: string) => ValueType | null): number | null {
  const cost = COSTS.get(node.operator);
  if (cost === undefined || node.domain === 'ai.onnx.ml') return 0;
  const shape = (name: string | undefined): Shape | null =>
    name === undefined || name === '' ? null : shapeOfType(typeOf(name));
  return cost({
    node,
    input: (index) => shape(node.inputs[index]),
    output: (index) => shape(node.outputs[index]),
  });
}

/** Operators that are counted. */
export const isCounted = ({ operator, domain }: GraphNode): boolean => domain !== 'ai.onnx.ml' && COSTS.has(operator);

interface Sizes {
  readonly node: GraphNode;
  readonly input: (index: number) => Shape | null;
  readonly output: (index: number) => Shape | null;
}

type Cost = (sizes: Sizes) => number | null;

const times = (...factors: readonly (number | null | undefined)[]): number | null =>
  factors.reduce<number | null>(
    (total, factor) => (total === null || factor === null || factor === undefined ? null : total * factor),
    1,
  );

const count = (shape: Shape | null): number | null => (shape === null ? null : product(shape));

const fixed = (size: Dimension | undefined): number | null => (typeof size === 'number' ? size : null);

/** Each value of the result sums up one product for each weight of its channel. */
const convolution =
  (weight: number): Cost =>
  ({ input, output }) =>
    times(count(output(0)), count(input(weight)?.slice(1) ?? null));

/** Each value that goes in is spread over the weights of its channel. */
const transposed: Cost = ({ input }) => times(count(input(0)), count(input(1)?.slice(1) ?? null));

/** Each value of the product sums up as many as the first matrix has columns. */
const matmul =
  (right: number): Cost =>
  ({ node, input }) => {
    const a = turned(node, 'transA', input(0));
    const result = matrixProduct(a, turned(node, 'transB', input(right)));
    return times(count(result), fixed(a?.at(-1)));
  };

function turned(node: GraphNode, attribute: string, shape: Shape | null): Shape | null {
  if (shape === null || shape.length < 2 || !flag(node, attribute)) return shape;
  return [...shape.slice(0, -2), shape.at(-1)!, shape.at(-2)!];
}

function flag(node: GraphNode, name: string): boolean {
  const value = node.attributes.find((each) => each.name === name)?.value;
  return value?.kind === 'int' && value.value === 1n;
}

/** As if done at once: the product of all letters' sizes. */
const einsum: Cost = ({ node, input }) => {
  const shapes = node.inputs.map((_, index) => input(index)).filter((shape) => shape !== null);
  const equation = node.attributes.find(({ name }) => name === 'equation')?.value;
  if (shapes.length !== node.inputs.length || equation?.kind !== 'string') return null;
  const read = readEquation(
    equation.value,
    shapes.map((shape) => shape.length),
  );
  const found = read && letterSizes(read.terms, shapes);
  return found ? times(...[...found.sizes.values(), ...found.wide].map(fixed)) : null;
};

/** At each step the weights of the input and of the state, for each gate. */
const recurrent: Cost = ({ input }) => {
  const [steps, batch] = [fixed(input(0)?.[0]), fixed(input(0)?.[1])];
  const weights = count(input(1));
  const states = count(input(2));
  return weights === null || states === null ? null : times(steps, batch, weights + states);
};

/** Q by K, and the outcome by V. */
const attention: Cost = ({ input, output }) => {
  const q = input(0);
  const k = input(1);
  const result = output(0);
  const keys = fixed(k?.at(-2));
  if (q === null || result === null) return null;
  const scores = times(count(q), keys);
  const values = times(count(result), keys);
  return scores === null || values === null ? null : scores + values;
};

/** com.microsoft: the projections to Q, K and V, then attention of as many keys as there are words. */
const fusedAttention: Cost = ({ input, output }) => {
  const hidden = input(0);
  const projection = times(count(hidden), fixed(input(1)?.[1]));
  const scores = times(2, count(output(0)), fixed(hidden?.at(-2)));
  return projection === null || scores === null ? null : projection + scores;
};

const COSTS: ReadonlyMap<string, Cost> = new Map([
  ['Conv', convolution(1)],
  ['FusedConv', convolution(1)],
  ['ConvInteger', convolution(1)],
  ['QLinearConv', convolution(3)],
  ['DeformConv', convolution(1)],
  ['ConvTranspose', transposed],
  ['MatMul', matmul(1)],
  ['FusedMatMul', matmul(1)],
  ['MatMulInteger', matmul(1)],
  ['MatMulIntegerToFloat', matmul(1)],
  ['DynamicQuantizeMatMul', matmul(1)],
  ['QLinearMatMul', matmul(3)],
  ['Gemm', matmul(1)],
  ['FusedGemm', matmul(1)],
  ['Einsum', einsum],
  ['LSTM', recurrent],
  ['GRU', recurrent],
  ['RNN', recurrent],
  ['Attention', ({ node, ...sizes }) => (node.domain === '' ? attention : fusedAttention)({ node, ...sizes })],
]);
