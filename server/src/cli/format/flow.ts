// `heldout flow FILE[:LINE]`: what the engine knows of the data of a program, as text.
import { describeInfluence, describeRows } from '../../analysis/flow/describe';
import type { Flow } from '../../analysis/flow';
import { reachOf, seesEvaluation } from '../../analysis/flow/reach';
import type { ValueSummary } from '../../analysis/flow/summary';
import { Kind, walk, type Module } from '../../analysis/syntax';
import type { Span } from '../../analysis/text';
import { printable, type Colours } from './colour';

/** A program as the engine followed it. */
export interface FlowView {
  readonly flow: Flow;
  readonly tree: Module;
  readonly source: string;
  /** A place as people count: `12`, or `3:2` for a cell and its line. */
  readonly line: (offset: number) => string;
}

/** Splits, fits, evaluations and leaks of the whole program, and how much of it was reached. */
export function flowText(view: FlowView, paint: Colours): string {
  const { flow, tree } = view;
  const at = (span: Span): string => `line ${view.line(span.start)}`;
  const sites = reachOf(tree, flow);
  const missed = sites.filter(({ reached }) => !reached);
  const empty = sites.filter(({ reached, rows }) => reached && !rows);
  const sections: [string, readonly string[]][] = [
    ['Splits', flow.splits.map((split) => `${at(split.at)}: ${split.name} of ${describeRows(split.rows)}`)],
    [
      'Fits',
      flow.fits.map(
        (fit) => `${at(fit.at)}: ${fit.name} (${fit.role}) on ${describeRows(fit.rows)}${knowing(fit.influences)}`,
      ),
    ],
    [
      'Evaluations',
      flow.evaluations.map((each) => {
        const scored = each.metrics.length > 0 ? ', scored' : '';
        return `${at(each.at)}: ${each.model}, ${each.name}${scored}, on ${describeRows(each.rows)}${knowing(each.influences)}`;
      }),
    ],
    [
      'Leaks',
      flow.leaks.map(
        ({ influence, fit, evaluation }) =>
          `${at(influence.at)}: ${describeInfluence(influence)}; fitted ${at(fit.at)}, evaluated ${at(evaluation.at)}`,
      ),
    ],
    ['Never reached', missed.map((site) => `${at(site.at)}: ${site.what}`)],
    ['Reached without rows', empty.map((site) => `${at(site.at)}: ${site.what}`)],
  ];
  const body = sections
    .filter(([, entries]) => entries.length > 0)
    .map(([title, entries]) => `${paint.bold(title)}\n${entries.map((entry) => `  ${printable(entry)}`).join('\n')}\n`);
  const unfinished = flow.complete
    ? ''
    : 'The program was too long to follow to its end: what is shown is what was found until then.\n';
  const summary = `${sites.length} places fit or evaluate: ${sites.length - missed.length - empty.length} seen with rows, ${empty.length} without, ${missed.length} never reached.\n${seesEvaluation(flow) ? 'A model was seen that is evaluated after it was fitted' : 'No model was seen that is evaluated after it was fitted'}, with rows on both sides.\n`;
  return [...body, unfinished, summary].filter((part) => part !== '').join('\n');
}

function knowing({ list }: { readonly list: readonly Parameters<typeof describeInfluence>[0][] }): string {
  return list.length === 0 ? '' : `\n      knows ${list.map(describeInfluence).join('\n      knows ')}`;
}

/** What the names, calls and parts that begin within `span` were when last evaluated. */
export function valuesText({ flow, tree, source, line }: FlowView, span: Span, paint: Colours): string {
  const entries = new Map<string, string>();
  walk(tree, (node) => {
    if (node.end < span.start || node.start > span.end) return node.start <= span.end;
    const isValue =
      node.kind === Kind.Name ||
      node.kind === Kind.Call ||
      node.kind === Kind.Attribute ||
      node.kind === Kind.Subscript;
    if (!isValue || node.start < span.start) return true;
    const value = flow.valueOf(node);
    const what = value === null ? null : describeValue(value);
    const written = shortened(source.slice(node.start, node.end));
    if (what !== null && !entries.has(written)) entries.set(written, what);
    return true;
  });
  if (entries.size === 0) return `Nothing is known of the values on line ${line(span.start)}.\n`;
  return [...entries].map(([written, what]) => `${paint.bold(printable(written))}: ${printable(what)}\n`).join('');
}

function shortened(written: string): string {
  const line = written.replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}

function describeValue(value: ValueSummary): string | null {
  const { data, estimator, text, number, name, type, items } = value;
  if (data !== null) {
    const column = data.column === null ? '' : ` '${data.column}'`;
    return `${type ?? data.kind}${column}, ${describeRows(data.rows)}${knowing(data.influences)}`;
  }
  if (estimator !== null) return `${estimator.name} (${estimator.role})`;
  if (text !== null) return JSON.stringify(text);
  if (number !== null) return String(number);
  if (items !== null) return `${type ?? 'list'} of ${items.length}`;
  return name ?? (value.kind === 'instance' ? `an object of ${type}` : null);
}
