// Values of a run → the protocol's plain data: a page of each tensor, and class probabilities by rank.
import { classNames } from '../model/labels';
import { valueAt } from '../model/compare';
import type { Model } from '../model/model';
import { asScores, rankedClasses, softmaxed } from '../model/scores';
import type { ScoresValue, TensorValue, Value } from '../model/values';
import type { ClassProbabilities, OutputValue, Scalar, TensorPage } from '../protocol';

/** Classes that are named above a table. */
const MOST_COLUMNS = 20;
/** Items of a sequence, entries of a map, rows of probabilities, classes of a row that are sent at all. */
const MOST_ITEMS = 20;
const MOST_ENTRIES = 200;
const MOST_ROWS = 8;
const MOST_CLASSES = 20;

/** Classes of the sets that image classifiers are trained on: MNIST and CIFAR, ImageNet, with background, Places. */
const KNOWN_SETS = new Set([10, 100, 365, 1000, 1001, 21_841]);

/** A part of a tensor. Out of range is empty. */
export function pageOf(tensor: TensorValue, offset: number, count: number): TensorPage {
  const { elementType, shape, data } = tensor;
  const end = Math.min(data.length, offset + count);
  const values: Scalar[] = [];
  for (let index = offset; index < end; index++) values.push(scalar(valueAt(tensor, index), elementType));
  return { elementType, shape, count: data.length, offset, values };
}

function scalar(value: number | bigint | string, elementType: string): Scalar {
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'string') return value;
  if (elementType === 'bool') return value === 1;
  return Number.isFinite(value) ? value : String(value);
}

/** A value with the first page of each tensor in it. */
export function outputValue(value: Value, pageSize: number): OutputValue {
  switch (value.kind) {
    case 'tensor':
      return { kind: 'tensor', ...pageOf(value, 0, pageSize) };
    case 'scores':
      return { ...outputValue(value.scores, pageSize), ...columnsOf(value) };
    case 'sequence': {
      const items = value.elements.slice(0, MOST_ITEMS).map((element) => outputValue(element, pageSize));
      return { kind: 'sequence', length: value.elements.length, items };
    }
    case 'optional':
      return value.element === null ? { kind: 'none' } : outputValue(value.element, pageSize);
    case 'map': {
      const shown = value.entries.slice(0, MOST_ENTRIES);
      const entries = shown.map(([key, entry]) => ({ key: String(key), value: scalar(entry, value.value) }));
      return { kind: 'map', length: value.entries.length, entries };
    }
  }
}

/** Names of the columns of a table that is narrow enough to have them. */
function columnsOf({ labels }: ScoresValue): { readonly columns?: readonly string[] } {
  return labels.length <= MOST_COLUMNS ? { columns: labels.map(String) } : {};
}

/** The tensor that pages of an output are taken from: itself, or the item of a sequence. */
export function tensorIn(value: Value, item: number | undefined): TensorValue | null {
  if (value.kind === 'tensor') return value;
  if (value.kind === 'scores') return value.scores;
  if (value.kind === 'optional') return value.element === null ? null : tensorIn(value.element, item);
  return value.kind === 'sequence' ? (value.elements[item ?? 0] ?? null) : null;
}

/**
 * The outputs that are class probabilities; else the softmax of the one output that is plainly scores of classes: its
 * name or the names of the classes say so, or a picture was fed (`fromImage`) and nothing else came out.
 */
export function probabilitiesOf(
  outputs: readonly { readonly name: string; readonly value: Value }[],
  model: Model,
  fromImage: boolean,
): readonly ClassProbabilities[] {
  const names = classNames(model.metadata);
  const found = outputs.flatMap(({ name, value }) => {
    const scores = value.kind === 'scores' ? value : value.kind === 'tensor' ? asScores(value, names) : null;
    return scores === null ? [] : [{ output: name, rows: rowsOf(scores) }];
  });
  const [only] = outputs;
  if (found.length > 0 || outputs.length !== 1 || only?.value.kind !== 'tensor') return found;
  const classes = only.value.shape.at(-1);
  const isScores = (names.length > 0 && classes === names.length) || /logits|scores/i.test(only.name);
  const scores = isScores || (fromImage && KNOWN_SETS.has(classes ?? 0)) ? softmaxed(only.value, names) : null;
  return scores === null ? [] : [{ output: only.name, rows: rowsOf(scores), isSoftmax: true }];
}

function rowsOf(scores: ScoresValue): ClassProbabilities['rows'] {
  const count = scores.labels.length;
  const rows = count === 0 ? 0 : scores.scores.data.length / count;
  return Array.from({ length: Math.min(rows, MOST_ROWS) }, (_, row) => ({
    count,
    classes: rankedClasses(scores, row).slice(0, MOST_CLASSES),
  }));
}
