// Class probabilities: which tensors hold them, and the classes by rank.
import { valueAt } from './compare';
import type { ScoresValue, TensorValue } from './values';

/** A float tensor whose rows are probabilities: all in [0, 1], at least two of them, their sum 1; null for others. */
export function asScores(tensor: TensorValue, classNames: readonly string[]): ScoresValue | null {
  const { elementType, shape, data } = tensor;
  const long = shape.filter((size) => size !== 1);
  const classes = long.at(-1) ?? 1;
  if (!/^float(16|32|64)$/.test(elementType) || classes < 2 || long.length > 2) return null;
  // In [1, classes, 1, 1] the classes do not stand last; with one row that changes nothing.
  if (shape.at(-1) !== classes && (data.length !== classes || shape[0] !== 1)) return null;
  const rows = data.length / classes;
  const scores = new Float32Array(data.length);
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let column = 0; column < classes; column++) {
      const index = row * classes + column;
      const score = Number(valueAt(tensor, index));
      if (!(score >= 0 && score <= 1.001)) return null;
      scores[index] = score;
      sum += score;
    }
    if (Math.abs(sum - 1) > 0.01) return null;
  }
  const labels = Array.from({ length: classes }, (_, index) => classNames[index] ?? String(index));
  const values: TensorValue = { kind: 'tensor', elementType: 'float32', shape: [rows, classes], data: scores };
  return { kind: 'scores', labels, scores: values };
}

/** Classes of one output that are worth ranking. */
const MOST_CLASSES = 100_000;

/**
 * The softmax of scores that no operator made probabilities of: [rows, classes], as classifiers are mostly exported.
 * null for a tensor that is not of that shape, or whose values are no numbers.
 */
export function softmaxed(tensor: TensorValue, classNames: readonly string[]): ScoresValue | null {
  const { elementType, shape, data } = tensor;
  const long = shape.filter((size) => size !== 1);
  const classes = long.at(-1) ?? 1;
  if (!/^float(16|32|64)$/.test(elementType) || classes < 2 || classes > MOST_CLASSES || long.length > 2) return null;
  if (shape.length < 2 || (shape.at(-1) !== classes && (data.length !== classes || shape[0] !== 1))) return null;
  const scores = new Float32Array(data.length);
  for (let from = 0; from < data.length; from += classes) {
    const row = Array.from({ length: classes }, (_, column) => Number(valueAt(tensor, from + column)));
    if (!row.every(Number.isFinite)) return null;
    const most = row.reduce((largest, score) => Math.max(largest, score), -Infinity);
    const shares = row.map((score) => Math.exp(score - most));
    const sum = shares.reduce((total, share) => total + share, 0);
    for (const [column, share] of shares.entries()) scores[from + column] = share / sum;
  }
  const labels = Array.from({ length: classes }, (_, index) => classNames[index] ?? String(index));
  const rows = data.length / classes;
  const values: TensorValue = { kind: 'tensor', elementType: 'float32', shape: [rows, classes], data: scores };
  return { kind: 'scores', labels, scores: values };
}

export interface RankedClass {
  readonly label: string;
  readonly probability: number;
}

/** The classes of one row, the most probable first. */
export function rankedClasses({ labels, scores }: ScoresValue, row: number): readonly RankedClass[] {
  return [...labels.keys()]
    .map((column) => ({
      label: String(labels[column]),
      probability: Number(valueAt(scores, row * labels.length + column)),
    }))
    .sort((a, b) => b.probability - a.probability);
}
