// Two models compared, as text for the terminal and as JSON.
import { describeType } from '../../model/boundary/inputs';
import type { TensorDifference } from '../../model/difference';
import type { FactChange, ModelDiff, NodeName, ValueChange } from '../../model/diff/types';
import type { ModelProblem } from '../../model/problem';
import { colours, printable } from './colour';
import type { Colours } from './colour';
import { table } from './model';
import { counted, grouped, number } from './units';

/** The comparison as the runtime gives it; this page knows no runtime. */
export interface ShownComparison {
  /** As the user wrote them. */
  readonly file: string;
  readonly other: string;
  readonly diff: ModelDiff;
  readonly run: ShownRun | ModelProblem | null;
}

interface ShownRun {
  readonly inputs: readonly { readonly name: string; readonly shape: readonly number[] | null }[];
  readonly outputs: readonly ShownTensor[];
  readonly compared: number;
  readonly differing: readonly (ShownTensor & { readonly node: NodeName | null })[];
  readonly differingCount: number;
  readonly refused: number;
}

interface ShownTensor {
  readonly name: string;
  readonly other: string;
  readonly difference: TensorDifference;
}

/** The same in all that was compared. Models that could not run are not known to be. */
export function isSame({ diff, run }: ShownComparison): boolean {
  if (run === null) return diff.same;
  return diff.same && !('kind' in run) && run.differingCount === 0;
}

/** Lines of one list. */
const MOST_LINES = 20;

export function comparisonText(shown: ShownComparison, colour: boolean): string {
  const paint = colours(colour);
  const { file, other, diff, run } = shown;
  const sections = [
    `${paint.red(`- ${printable(file)}`)}\n${paint.green(`+ ${printable(other)}`)}`,
    section('Model', diff.facts.map(factLine), paint),
    section('Metadata', diff.metadata.map(factLine), paint),
    section('Inputs', diff.inputs.map(valueLine), paint),
    section('Outputs', diff.outputs.map(valueLine), paint),
    section('Nodes', nodeLines(diff), paint),
    section('Weights', weightLines(diff), paint),
    diff.same ? 'Structure and weights are the same.' : '',
    runSection(run, paint),
  ];
  return `${sections.filter(Boolean).join('\n\n')}\n`;
}

function section(title: string, lines: readonly string[], paint: Colours): string {
  if (lines.length === 0) return '';
  const rest = lines.length - MOST_LINES;
  const marked = lines.slice(0, MOST_LINES).map((line) => {
    const sign = line.trimStart()[0];
    return sign === '-' ? paint.red(line) : sign === '+' ? paint.green(line) : line;
  });
  return [paint.bold(title), ...marked, ...(rest > 0 ? [paint.dim(`  and ${grouped(rest)} more`)] : [])].join('\n');
}

const MOST_TEXT = 60;

function short(text: string | null): string {
  if (text === null) return 'none';
  const line = printable(text).replaceAll(/\s+/g, ' ').trim();
  return line === '' ? '(empty)' : line.length > MOST_TEXT ? `${line.slice(0, MOST_TEXT)}…` : line;
}

const factLine = ({ name, a, b }: FactChange): string =>
  a === null
    ? `  + ${printable(name)}: ${short(b)}`
    : b === null
      ? `  - ${printable(name)}: ${short(a)}`
      : `  ~ ${printable(name)}: ${short(a)} → ${short(b)}`;

const valueLine = ({ name, a, b }: ValueChange): string =>
  factLine({ name, a: a && describeType(a), b: b && describeType(b) });

const nodeText = ({ name, operator, domain }: NodeName): string =>
  printable([domain === '' ? operator : `${domain}.${operator}`, name].filter(Boolean).join(' '));

function nodeLines({ nodes: { same, onlyA, onlyB, changed }, operators }: ModelDiff): readonly string[] {
  if (onlyA.length + onlyB.length + changed.length === 0) return [];
  const counts = operators.map(({ operator, a, b }) => `${printable(operator)} ${a} → ${b}`).join(', ');
  return [
    `    ${counted(same, 'node')} the same, ${grouped(changed.length)} changed, ${grouped(onlyA.length)} gone, ${grouped(onlyB.length)} new`,
    ...(counts === '' ? [] : [`    ${short(counts)}`]),
    ...changed.map(
      ({ b, changes }) =>
        `  ~ ${nodeText(b)}: ${changes.map((change) => `${printable(change.name)} ${short(change.a)} → ${short(change.b)}`).join(', ')}`,
    ),
    ...onlyA.map((node) => `  - ${nodeText(node)}`),
    ...onlyB.map((node) => `  + ${nodeText(node)}`),
  ];
}

function weightLines({ weights: { same, onlyA, onlyB, changed, unread } }: ModelDiff): readonly string[] {
  if (onlyA.length + onlyB.length + changed.length + unread.length === 0) return [];
  return [
    `    ${counted(same, 'weight')} the same, ${grouped(changed.length)} changed, ${grouped(onlyA.length)} gone, ${grouped(onlyB.length)} new`,
    ...changed.map(({ name, a, b, values }) => {
      const types = [a, b].map(({ elementType, shape }) => `${elementType}[${shape.join(', ')}]`);
      if (values === null) return `  ~ ${printable(name)}: ${types[0]} → ${types[1]}`;
      return `  ~ ${printable(name)} ${types[0]}: by up to ${number(values.absolute)}, ${percent(values.relative)} of its size`;
    }),
    ...onlyA.map((name) => `  - ${printable(name)}`),
    ...onlyB.map((name) => `  + ${printable(name)}`),
    ...unread.map((name) => `  ? ${printable(name)}: its values could not be read`),
  ];
}

const percent = (share: number): string =>
  share > 0 && share < 0.0001 ? 'less than 0.01 %' : `${Number((100 * share).toPrecision(3))} %`;

function runSection(run: ShownComparison['run'], paint: Colours): string {
  if (run === null) return '';
  if ('kind' in run)
    return `${paint.bold('Results')}\n  ${paint.red(printable(`${run.what} ${run.why}`))}\n  ${printable(run.todo)}`;
  const fed = run.inputs
    .map(({ name, shape }) => `${printable(name)}${shape ? ` [${shape.join(', ')}]` : ''}`)
    .join(', ');
  const [first] = run.differing;
  return [
    `${paint.bold('Results')} ${paint.dim(`on the same ${short(fed)}`)}`,
    ...table(run.outputs.map(({ name, difference }) => [printable(name), differenceText(difference, paint)] as const)),
    ...(first === undefined
      ? [`  All ${grouped(run.compared)} tensors that both have agree.`]
      : [
          `  ${grouped(run.differingCount)} of ${counted(run.compared, 'tensor')} that both have differ; the first is`,
          `  ${paint.yellow(printable(first.name))}${first.node ? ` of ${nodeText(first.node)}` : ''}: ${differenceText(first.difference, paint)}`,
        ]),
  ].join('\n');
}

/** By how much two values differ, in a line. */
export function differenceText({ numbers, differs, shape, otherShape }: TensorDifference, paint: Colours): string {
  if (numbers === null) {
    if (shape.join() !== otherShape.join())
      return paint.red(`shape [${shape.join(', ')}] → [${otherShape.join(', ')}]`);
    return differs ? paint.red('differs') : paint.green('the same');
  }
  const { absolute, relative, cosine, beyond, count, broken, top1, top5 } = numbers;
  if (absolute === 0 && broken === 0) return paint.green('the same');
  const parts = [
    `by up to ${number(absolute)}`,
    ...(relative !== null && relative > 0 && relative < 10 ? [`${percent(relative)} of the value`] : []),
    ...(cosine === null ? [] : [`cosine ${cosine.toFixed(6)}`]),
    ...(top1 === null ? [] : [`the largest agrees in ${percent(top1)} of the rows`]),
    ...(top5 === null ? [] : [`${percent(top5)} of the five largest`]),
    ...(broken > 0 ? [`${grouped(broken)} not finite in one only`] : []),
    ...(differs ? [`${grouped(beyond)} of ${grouped(count)} beyond the tolerance`] : ['within the tolerance']),
  ];
  return (differs ? paint.yellow : paint.green)(parts.join(', '));
}

/** For programs: all of it. */
export function comparisonJson(shown: ShownComparison): string {
  return `${JSON.stringify({ ...shown, same: isSame(shown) }, null, 2)}\n`;
}
