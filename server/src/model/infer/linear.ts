// Shapes of products of matrices, recurrent layers and attention.
import type { Dimension, ElementType } from '../model';
import { anyElement } from './elementwise';
import { elementAt, hasInput, intOf, shapeAt, textOf } from './operation';
import type { Operation, Rule } from './operation';
import { broadcast, sameSize, tensorOf, UNKNOWN_ELEMENT } from './shape';
import type { Shape } from './shape';

/** NumPy's matmul: a vector on either side is a matrix for the product, and none afterwards. */
export function matrixProduct(a: Shape | null, b: Shape | null): Shape | null {
  if (a === null || b === null || a.length === 0 || b.length === 0) return null;
  const left = a.length === 1 ? [1, ...a] : a;
  const right = b.length === 1 ? [...b, 1] : b;
  const batch = broadcast([left.slice(0, -2), right.slice(0, -2)]);
  if (batch === null) return null;
  return [...batch, ...(a.length === 1 ? [] : [left.at(-2)!]), ...(b.length === 1 ? [] : [right.at(-1)!])];
}

const matmul =
  (elementOf: (operation: Operation) => ElementType, right = 1): Rule =>
  (operation) => [tensorOf(elementOf(operation), matrixProduct(shapeAt(operation, 0), shapeAt(operation, right)))];

const turned = (shape: Shape | null, turn: boolean): Shape | null =>
  shape !== null && turn && shape.length > 1 ? [...shape.slice(0, -2), shape.at(-1)!, shape.at(-2)!] : shape;

const fusedMatmul: Rule = (operation) => {
  const a = turned(shapeAt(operation, 0), intOf(operation, 'transA', 0) === 1);
  const b = turned(shapeAt(operation, 1), intOf(operation, 'transB', 0) === 1);
  const isPlain = intOf(operation, 'transBatchA', 0) === 0 && intOf(operation, 'transBatchB', 0) === 0;
  return [tensorOf(elementAt(operation, 0), isPlain ? matrixProduct(a, b) : null)];
};

const gemm: Rule = (operation) => {
  const a = turned(shapeAt(operation, 0), intOf(operation, 'transA', 0) === 1);
  const b = turned(shapeAt(operation, 1), intOf(operation, 'transB', 0) === 1);
  return [tensorOf(anyElement(operation), [a?.[0] ?? null, b?.[1] ?? null])];
};

/** The terms of an equation, `...` standing for the broadcast axes; null where it cannot be read. */
export function readEquation(equation: string, ranks: readonly number[]) {
  const text = equation.replaceAll(/\s/g, '');
  const [left = '', right] = text.split('->');
  const terms = left.split(',');
  if (terms.length !== ranks.length || !/^[a-zA-Z.,>-]*$/.test(text)) return null;
  const letters = terms.join('').replaceAll('.', '');
  const implicit = [...new Set(letters)].filter((letter) => letters.split(letter).length === 2).sort();
  return { terms, result: right ?? `${left.includes('...') ? '...' : ''}${implicit.join('')}` };
}

/** The size of each letter, and the shape of the broadcast axes. */
export function letterSizes(terms: readonly string[], shapes: readonly Shape[]) {
  const sizes = new Map<string, Dimension>();
  const wide: Shape[] = [];
  for (const [index, term] of terms.entries()) {
    const shape = shapes[index]!;
    const [before = '', after] = term.split('...');
    const behind = after ?? '';
    const dots = shape.length - before.length - behind.length;
    if (dots < 0 || (after === undefined && dots > 0)) return null;
    const put = (letter: string, size: Dimension): void => {
      const known = sizes.get(letter);
      sizes.set(letter, known === undefined || known === 1 ? size : size === 1 ? known : sameSize(known, size));
    };
    before.split('').forEach((letter, at) => put(letter, shape[at]!));
    behind.split('').forEach((letter, at) => put(letter, shape[before.length + dots + at]!));
    wide.push(shape.slice(before.length, before.length + dots));
  }
  return { sizes, wide: broadcast(wide) ?? [] };
}

const einsum: Rule = (operation) => {
  const shapes = operation.node.inputs.map((_, index) => shapeAt(operation, index));
  const element = anyElement(operation);
  if (shapes.includes(null)) return [tensorOf(element, null)];
  const known = shapes.filter((shape) => shape !== null);
  const read = readEquation(
    textOf(operation, 'equation', ''),
    known.map((shape) => shape.length),
  );
  const found = read && letterSizes(read.terms, known);
  if (!read || !found) return [tensorOf(element, null)];
  const [before = '', after] = read.result.split('...');
  const sizesOf = (letters: string): Shape => letters.split('').map((letter) => found.sizes.get(letter) ?? null);
  const middle = after === undefined ? [] : found.wide;
  return [tensorOf(element, [...sizesOf(before), ...middle, ...sizesOf(after ?? '')])];
};

/** Y [steps, directions, batch, hidden], then the last state (and cell); `layout` 1 puts the batch first. */
const recurrent: Rule = (operation) => {
  const input = shapeAt(operation, 0);
  const element = elementAt(operation, 0);
  const directions = textOf(operation, 'direction', 'forward') === 'bidirectional' ? 2 : 1;
  const states = shapeAt(operation, 2);
  const hidden = intOf(operation, 'hidden_size', null) ?? states?.[2] ?? null;
  const first = input?.[0] ?? null;
  const second = input?.[1] ?? null;
  const isBatchFirst = intOf(operation, 'layout', 0) === 1;
  const all = isBatchFirst ? [first, second, directions, hidden] : [first, directions, second, hidden];
  const last = isBatchFirst ? [first, directions, hidden] : [directions, second, hidden];
  return [tensorOf(element, all), tensorOf(element, last), tensorOf(element, last)];
};

/** [batch, heads, length, width] of one side; in three dimensions the heads lie side by side. */
function headed(shape: Shape | null, heads: number | null): Shape | null {
  if (shape?.length === 4) return shape;
  if (shape?.length !== 3 || heads === null) return null;
  const width = shape[2]!;
  return [shape[0]!, heads, shape[1]!, typeof width === 'number' ? width / heads : null];
}

/** Y is as wide as V for each head of Q. Keys and values that are kept come behind those of the past. */
const attention: Rule = (operation) => {
  const element = elementAt(operation, 0);
  const valueHeads = intOf(operation, 'kv_num_heads', null);
  const q = headed(shapeAt(operation, 0), intOf(operation, 'q_num_heads', null));
  const k = headed(shapeAt(operation, 1), valueHeads);
  const v = headed(shapeAt(operation, 2), valueHeads);
  if (q === null || k === null || v === null) return [tensorOf(element, null)];
  const [batch = null, heads = null, length = null] = q;
  const width = v[3]!;
  const flat = typeof heads === 'number' && typeof width === 'number' ? heads * width : null;
  const isFlat = shapeAt(operation, 0)?.length === 3;
  const past = hasInput(operation, 4) ? (shapeAt(operation, 4)?.[2] ?? null) : 0;
  const own = k[2]!;
  const all = past === 0 ? own : typeof past === 'number' && typeof own === 'number' ? past + own : null;
  return [
    tensorOf(element, isFlat ? [batch, length, flat] : [batch, heads, length, width]),
    tensorOf(elementAt(operation, 1), [batch, k[1]!, all, k[3]!]),
    tensorOf(elementAt(operation, 2), [batch, v[1]!, all, width]),
    tensorOf(element, [batch, heads, length, all]),
  ];
};

/** com.microsoft: hidden states in, as many out; the width is that of the weights for Q, K and V together. */
const fusedAttention: Rule = (operation) => {
  const input = shapeAt(operation, 0);
  const width = shapeAt(operation, 1)?.[1];
  const sizes = operation.attribute('qkv_hidden_sizes');
  const third = typeof width === 'number' && sizes === null ? width / 3 : null;
  const shape = input === null ? null : [...input.slice(0, -1), third];
  return [tensorOf(elementAt(operation, 0), shape)];
};

/** com.microsoft: hidden states of the embedded words, and for each row how many of them are real. */
const embedding: Rule = (operation) => {
  const words = shapeAt(operation, 0);
  const table = shapeAt(operation, 2);
  const element = elementAt(operation, 2);
  const hidden = tensorOf(element, words === null ? null : [...words, table?.[1] ?? null]);
  return [hidden, tensorOf('int32', [words?.[0] ?? null]), hidden];
};

const elementOfInput =
  (index: number) =>
  (operation: Operation): ElementType =>
    hasInput(operation, index) ? elementAt(operation, index) : UNKNOWN_ELEMENT;

const determinant: Rule = (operation) => {
  const shape = shapeAt(operation, 0);
  return [tensorOf(elementAt(operation, 0), shape && shape.length >= 2 ? shape.slice(0, -2) : null)];
};

export const LINEAR: readonly (readonly [string, Rule])[] = [
  ['MatMul', matmul(anyElement)],
  ['MatMulInteger', matmul(() => 'int32')],
  ['QLinearMatMul', matmul(elementOfInput(7), 3)],
  ['Gemm', gemm],
  ['Einsum', einsum],
  ['Det', determinant],
  ['LSTM', recurrent],
  ['GRU', recurrent],
  ['RNN', recurrent],
  ['Attention', attention],
];

export const CONTRIBUTED_LINEAR: readonly (readonly [string, Rule])[] = [
  ['FusedMatMul', fusedMatmul],
  ['FusedGemm', gemm],
  ['MatMulIntegerToFloat', matmul(() => 'float32')],
  ['DynamicQuantizeMatMul', matmul(() => 'float32')],
  ['Attention', fusedAttention],
  ['EmbedLayerNormalization', embedding],
];
