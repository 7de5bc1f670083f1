// What the flow engine saw of a program, for people who wonder why a finding is there or is not. For the terminal.
import { Kind, walk, type Expr, type Node } from '../../analysis/syntax';
import type { Span } from '../../analysis/text';
import type { Flow } from '../../analysis/flow';
import type {
  Evaluation,
  Fit,
  Influence,
  Influences,
  Leak,
  Rows,
  Split,
  Step,
  ValueSummary,
} from '../../analysis/flow/types';
import type { Colours } from './colour';
import { printable } from './colour';

export interface FlowView {
  readonly flow: Flow;
  readonly tree: Node;
  readonly source: string;
  /** The place of an offset as people count: `12`, or `cell 3:2`. */
  readonly line: (offset: number) => string;
}

/** Everything the engine saw, in the order of the text. */
export function flowText(view: FlowView, paint: Colours): string {
  const { flow } = view;
  const events = [
    ...flow.splits.map((split) => event(split.at, 'split', splitText(split, view))),
    ...flow.fits.map((fit) => event(fit.at, 'fit', fitText(fit, view))),
    ...flow.evaluations.map((evaluation) => event(evaluation.at, 'evaluation', evaluationText(evaluation, view))),
    ...flow.leaks.map((leak) => event(leak.influence.at, 'leak', leakText(leak, view))),
    ...flow.reach.flatMap(({ at, what, reached, rows }) => {
      if (reached && rows) return [];
      return [event(at, 'unseen', `a ${what} here was ${reached ? 'seen without its rows' : 'never reached'}`)];
    }),
  ].sort((a, b) => a.at.start - b.at.start);
  const width = Math.max(4, ...events.map(({ at }) => view.line(at.start).length));
  const lines = events.map(({ at, kind, text }) => {
    const colour = kind === 'leak' ? paint.red : kind === 'unseen' ? paint.yellow : paint.cyan;
    return `${paint.dim(view.line(at.start).padStart(width))}  ${colour(kind.padEnd(10))}  ${printable(text)}`;
  });
  const told = lines.length === 0 ? ['No split, fit or evaluation was seen.'] : lines;
  return [...told, ...incomplete(flow, paint), ''].join('\n');
}

/** What the expressions that begin between two offsets stand for, each once. */
export function valuesText(view: FlowView, within: Span, paint: Colours): string {
  const seen = new Map<string, string>();
  walk(view.tree, (node) => {
    if (node.start > within.end || node.end < within.start) return false;
    if (isValue(node) && within.start <= node.start && node.start <= within.end) {
      const written = view.source.slice(node.start, node.end).replaceAll(/\s+/g, ' ');
      const value = view.flow.valueOf(node);
      if (value !== null && value.kind !== 'unknown' && !seen.has(written)) seen.set(written, valueText(value, view));
    }
    return true;
  });
  if (seen.size === 0) return 'Nothing is known of the values on this line.\n';
  return [...seen].map(([written, text]) => `${paint.bold(printable(written))}\n    ${printable(text)}\n`).join('');
}

function isValue(node: Node): node is Expr {
  return [Kind.Name, Kind.Attribute, Kind.Call, Kind.Subscript].includes(node.kind);
}

function event(at: Span, kind: string, text: string) {
  return { at, kind, text };
}

function incomplete({ complete, failure }: Flow, paint: Colours): string[] {
  if (complete) return [];
  const why = failure === null ? 'the program is too long to follow' : `the engine failed: ${failure}`;
  return [paint.yellow(`Not all was followed: ${why}. What is shown is true.`)];
}

function splitText({ name, rows, shuffled, stratified, groups }: Split, view: FlowView): string {
  const kinds = [
    shuffled ? 'shuffled' : 'in order',
    ...(stratified ? ['stratified'] : []),
    ...(groups ? ['by groups'] : []),
  ];
  return `${name} of ${rowsText(rows, view)}; ${kinds.join(', ')}`;
}

function fitText({ name, role, rows, influences }: Fit, view: FlowView): string {
  return `${name} (${role}) on ${rowsText(rows, view)}${influencesText(influences, view)}`;
}

function evaluationText({ name, model, fits, rows, metrics, influences }: Evaluation, view: FlowView): string {
  const fitted = fits.map(({ at }) => view.line(at.start)).join(', ');
  const scored =
    metrics.length === 0 ? 'not scored' : `scored at ${metrics.map(({ start }) => view.line(start)).join(', ')}`;
  return `${name} of ${model} (fitted at ${fitted}) on ${rowsText(rows, view)}; ${scored}${influencesText(influences, view)}`;
}

function leakText({ influence, evaluation, scope }: Leak, view: FlowView): string {
  const whose = { both: 'train and test rows', test: 'test rows', folds: 'all folds' }[scope];
  return `${influenceText(influence, view)} over ${whose} reaches the evaluation at ${view.line(evaluation.at.start)}`;
}

function influencesText({ list }: Influences, view: FlowView): string {
  if (list.length === 0) return '';
  const shown = list.slice(0, 4).map((influence) => influenceText(influence, view));
  const more = list.length > shown.length ? ` and ${list.length - shown.length} more` : '';
  return `; influenced by ${shown.join(', ')}${more}`;
}

function influenceText({ name, column, at }: Influence, view: FlowView): string {
  return `${name}${column === null ? '' : ` of ${column}`} (${view.line(at.start)})`;
}

/** `train.csv → part 1 of train_test_split (31)`; several sources are joined by `+`. */
function rowsText({ atoms }: Rows, view: FlowView): string {
  if (atoms.length === 0) return 'no rows';
  const shown = atoms.slice(0, 3).map(({ source, steps }) => {
    const place = source.at === null ? '' : ` (${view.line(source.at.start)})`;
    const from = source.kind === 'file' || source.kind === 'directory' ? source.key : `${source.kind} rows${place}`;
    return [from, ...steps.map((step) => stepText(step, view))].join(' → ');
  });
  return atoms.length > shown.length ? `${shown.join(' + ')} + ${atoms.length - shown.length} more` : shown.join(' + ');
}

function stepText(step: Step, view: FlowView): string {
  switch (step.kind) {
    case 'split': {
      const split = view.flow.splits.find(({ key }) => key === step.key);
      const of = split === undefined ? 'a split' : `${split.name} (${view.line(split.at.start)})`;
      return `part ${step.part + 1} of ${of}`;
    }
    case 'slice':
      return 'a slice';
    case 'filter':
      return 'a filter';
    case 'notIn':
      return `not in ${rowsText(step.rows, view)}`;
    case 'sample':
      return 'a sample';
    case 'index':
      return 'by index';
    case 'join':
      return `joined with ${rowsText(step.rows, view)}`;
  }
}

function valueText(value: ValueSummary, view: FlowView): string {
  const what = value.type ?? value.name ?? value.kind;
  if (value.data !== null) {
    const column = value.data.column === null ? '' : ` column ${value.data.column},`;
    const kind = value.type ?? value.data.kind;
    return `${kind},${column} ${rowsText(value.data.rows, view)}${influencesText(value.data.influences, view)}`;
  }
  if (value.estimator !== null) return `estimator ${what} (${value.estimator.role})`;
  if (value.text !== null) return `the text ${JSON.stringify(value.text)}`;
  if (value.number !== null) return `the number ${value.number}`;
  if (value.items !== null) return `${what} of ${value.items.length}`;
  return what;
}
