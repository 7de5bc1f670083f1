// Detections: boxes in a picture, read from outputs whose names, shapes and metadata plainly say that they are boxes.
import { valueAt } from '../compare';
import { classNames } from '../labels';
import type { Model } from '../model';
import type { TensorValue, Value } from '../values';

export interface Detection {
  readonly label: string;
  /** 0 to 1. */
  readonly score: number;
  /** In pixels of the picture that was fed: left, top, width, height. */
  readonly box: readonly [number, number, number, number];
}

export interface FoundBoxes {
  readonly outputs: readonly string[];
  /** The surest first. */
  readonly boxes: readonly Detection[];
  readonly note: string;
}

export interface Named {
  readonly name: string;
  readonly value: Value;
}

/** Boxes less sure than this are not drawn; ones of the same class that overlap more are one. What Ultralytics takes. */
const LEAST_SCORE = 0.25;
const MOST_OVERLAP = 0.45;
const MOST_BOXES = 100;
/** Candidates that are compared with one another. */
const MOST_CANDIDATES = 3000;

interface Candidate extends Detection {
  readonly kind: number;
}

/** The boxes in the first picture of the batch; null where the outputs are not plainly boxes. */
export function findBoxes(model: Model, outputs: readonly Named[], width: number, height: number): FoundBoxes | null {
  const tensors = new Map(
    outputs.flatMap(({ name, value }) => (value.kind === 'tensor' ? [[name, value] as const] : [])),
  );
  const size = [width, height] as const;
  return (
    ultralytics(model, tensors, size) ??
    torchvision(model, tensors) ??
    objectDetection(model, tensors, size) ??
    detr(model, tensors, size)
  );
}

type Tensors = ReadonlyMap<string, TensorValue>;
type Size = readonly [number, number];

const at = (tensor: TensorValue, index: number): number => Number(valueAt(tensor, index));

/**
 * Ultralytics says `names`, `stride` and `task` in its metadata. [1, 4 + classes, anchors] with centres (version 8 on),
 * [1, anchors, 5 + classes] with an objectness (version 5), [1, boxes, 6] with corners where the export suppresses by itself.
 */
function ultralytics(model: Model, tensors: Tensors, _size: Size): FoundBoxes | null {
  const names = classNames(model.metadata);
  const { task = 'detect', stride } = model.metadata;
  if (names.length === 0 || stride === undefined || !/^(detect|segment|pose)$/.test(task)) return null;
  for (const [name, tensor] of tensors) {
    const [batch, first = 0, second = 0] = tensor.shape;
    if (tensor.shape.length !== 3 || !batch || !tensor.elementType.startsWith('float')) continue;
    const classes = names.length;
    // Segments have 32 coefficients behind the classes, poses three numbers for each point.
    const behind = task === 'segment' ? [32] : task === 'pose' ? [51, ...points(model.metadata['kpt_shape'])] : [0];
    if (second > first && behind.some((more) => first === 4 + classes + more)) {
      const part = (anchor: number, row: number) => at(tensor, row * second + anchor);
      return found([name], suppressed(byClass(second, classes, names, part, null)), 'as Ultralytics writes them');
    }
    if (first > second && behind.some((more) => second === 5 + classes + more)) {
      const part = (anchor: number, column: number) => at(tensor, anchor * second + (column < 4 ? column : column + 1));
      const sure = (anchor: number) => at(tensor, anchor * second + 4);
      return found([name], suppressed(byClass(first, classes, names, part, sure)), 'as YOLOv5 writes them');
    }
    if (second === 6 && first <= 1000) {
      const rows = Array.from({ length: first }, (_, row): Candidate => {
        const [left, top, right, bottom, score, kind] = [0, 1, 2, 3, 4, 5].map((column) =>
          at(tensor, row * 6 + column),
        );
        return candidate(left!, top!, right! - left!, bottom! - top!, score!, kind!, names);
      });
      return found([name], sorted(rows), 'as the export has suppressed them');
    }
  }
  return null;
}

const points = (shape: string | undefined): readonly number[] => {
  const numbers = [...(shape ?? '').matchAll(/\d+/g)].map(([digits]) => Number(digits));
  return numbers.length === 2 ? [numbers[0]! * numbers[1]!] : [];
};

/** The best class of each anchor; `part` gives centre, size, then the classes of one. */
function byClass(
  anchors: number,
  classes: number,
  names: readonly string[],
  part: (anchor: number, row: number) => number,
  sure: ((anchor: number) => number) | null,
): readonly Candidate[] {
  const candidates: Candidate[] = [];
  for (let anchor = 0; anchor < anchors; anchor++) {
    const factor = sure?.(anchor) ?? 1;
    if (factor < LEAST_SCORE) continue;
    let best = 0;
    for (let kind = 1; kind < classes; kind++) if (part(anchor, 4 + kind) > part(anchor, 4 + best)) best = kind;
    const score = factor * part(anchor, 4 + best);
    if (!(score >= LEAST_SCORE)) continue;
    const [x, y, w, h] = [0, 1, 2, 3].map((row) => part(anchor, row));
    candidates.push(candidate(x! - w! / 2, y! - h! / 2, w!, h!, score, best, names));
  }
  return candidates;
}

function candidate(
  left: number,
  top: number,
  width: number,
  height: number,
  score: number,
  kind: number,
  names: readonly string[],
): Candidate {
  return { box: [left, top, width, height], score, kind, label: names[kind] ?? String(kind) };
}

/** torchvision: `boxes` [n, 4] with corners in pixels, `labels` [n] from 1, `scores` [n]; suppressed already. */
function torchvision(model: Model, tensors: Tensors): FoundBoxes | null {
  const [boxes, labels, scores] = ['boxes', 'labels', 'scores'].map((name) => tensors.get(name));
  const count = boxes?.shape[0];
  if (!boxes || !labels || !scores || boxes.shape.length !== 2 || boxes.shape[1] !== 4 || count === undefined)
    return null;
  if (labels.shape.join() !== String(count) || scores.shape.join() !== String(count)) return null;
  const names = classNames(model.metadata);
  const rows = Array.from({ length: count }, (_, row) => {
    const [left, top, right, bottom] = [0, 1, 2, 3].map((column) => at(boxes, row * 4 + column));
    return candidate(left!, top!, right! - left!, bottom! - top!, at(scores, row), at(labels, row), names);
  });
  return found(['boxes', 'labels', 'scores'], sorted(rows), 'as torchvision writes them');
}

/** TensorFlow's Object Detection API: `detection_boxes` [1, n, 4] with top, left, bottom, right as shares. */
function objectDetection(model: Model, tensors: Tensors, [width, height]: Size): FoundBoxes | null {
  const wanted = ['detection_boxes', 'detection_classes', 'detection_scores'];
  const [boxes, classes, scores] = wanted.map((name) => tensors.get(name) ?? tensors.get(`${name}:0`));
  const count = boxes?.shape[1];
  if (!boxes || !classes || !scores || boxes.shape.length !== 3 || boxes.shape[2] !== 4 || count === undefined)
    return null;
  if (classes.shape[1] !== count || scores.shape[1] !== count) return null;
  const names = classNames(model.metadata);
  const rows = Array.from({ length: count }, (_, row) => {
    const [top, left, bottom, right] = [0, 1, 2, 3].map((column) => at(boxes, row * 4 + column));
    const [w, h] = [(right! - left!) * width, (bottom! - top!) * height];
    return candidate(left! * width, top! * height, w, h, at(scores, row), at(classes, row), names);
  });
  return found(wanted, sorted(rows), 'as TensorFlow’s Object Detection API writes them');
}

/** DETR: `pred_boxes` [1, n, 4] with centre and size as shares, `logits` [1, n, classes + 1], the last for nothing. */
function detr(model: Model, tensors: Tensors, [width, height]: Size): FoundBoxes | null {
  const [boxes, logits] = [tensors.get('pred_boxes'), tensors.get('logits')];
  const count = boxes?.shape[1];
  if (!boxes || !logits || boxes.shape.length !== 3 || boxes.shape[2] !== 4 || count === undefined) return null;
  const classes = logits.shape[2] ?? 0;
  if (logits.shape[1] !== count || classes < 2) return null;
  const names = classNames(model.metadata);
  const rows = Array.from({ length: count }, (_, row) => {
    const scores = Array.from({ length: classes }, (_unused, kind) => at(logits, row * classes + kind));
    const most = Math.max(...scores);
    const sum = scores.reduce((total, score) => total + Math.exp(score - most), 0);
    let best = 0;
    for (let kind = 1; kind < classes - 1; kind++) if (scores[kind]! > scores[best]!) best = kind;
    const [x, y, w, h] = [0, 1, 2, 3].map(
      (column) => at(boxes, row * 4 + column) * (column % 2 === 0 ? width : height),
    );
    return candidate(x! - w! / 2, y! - h! / 2, w!, h!, Math.exp(scores[best]! - most) / sum, best, names);
  });
  return found(['pred_boxes', 'logits'], sorted(rows), 'as DETR writes them');
}

function found(outputs: readonly string[], boxes: readonly Detection[], how: string): FoundBoxes {
  return {
    outputs,
    boxes: boxes.slice(0, MOST_BOXES).map(({ label, score, box }) => ({ label, score, box })),
    note: `Boxes read ${how}; those below ${LEAST_SCORE} are left out.`,
  };
}

function sorted(candidates: readonly Candidate[]): readonly Candidate[] {
  const real = candidates.filter(({ score, box }) => score >= LEAST_SCORE && box.every(Number.isFinite));
  return real.sort((a, b) => b.score - a.score).slice(0, MOST_CANDIDATES);
}

/** Of boxes of one class that lie on one another, the surest. */
function suppressed(candidates: readonly Candidate[]): readonly Candidate[] {
  const kept: Candidate[] = [];
  for (const each of sorted(candidates)) {
    if (kept.length >= MOST_BOXES) break;
    if (kept.every((other) => other.kind !== each.kind || overlap(other.box, each.box) <= MOST_OVERLAP))
      kept.push(each);
  }
  return kept;
}

/** Intersection over union. */
function overlap(a: Detection['box'], b: Detection['box']): number {
  const width = Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1]);
  if (!(width > 0 && height > 0)) return 0;
  const both = width * height;
  return both / (a[2] * a[3] + b[2] * b[3] - both);
}
