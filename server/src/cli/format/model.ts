// What a model file says, as a card for the terminal and as JSON.
import { describeType } from '../../model/boundary/inputs';
import type { Model, ValueInfo } from '../../model/model';
import type { ModelProblem } from '../../model/problem';
import type { Cost } from '../../model/infer/total';
import type { Summary } from '../../model/summary';
import { colours, displayWidth, printable } from './colour';
import type { Colours } from './colour';
import { bytes, counted, grouped, short } from './units';

export interface ShownModel {
  /** As the user wrote it. */
  readonly file: string;
  readonly model: Model;
  readonly summary: Summary;
  /** Of the files that hold weights, those that are not there. */
  readonly missingFiles: readonly string[];
  /** What one run costs. */
  readonly cost: Cost;
}

/** Operators shown; the rest is counted. */
const MOST_OPERATORS = 20;
/** Inputs or outputs shown; old exporters list every weight as an input. */
const MOST_VALUES = 24;
const BAR_WIDTH = 24;
/** Characters of one metadata value shown. */
const MOST_METADATA = 100;

/** The card: what goes in and comes out first, then what it is made of. */
export function modelCard(shown: ShownModel, colour: boolean): string {
  const paint = colours(colour);
  const { model, summary } = shown;
  const sections = [
    head(shown, paint),
    values('Inputs', model.requiredInputs, paint),
    values('Inputs with a default', optionalInputs(model), paint),
    values('Outputs', model.graph.outputs, paint),
    operators(summary, paint),
    weights(shown, paint),
    metadata(model, paint),
  ];
  return `${sections.filter(Boolean).join('\n\n')}\n`;
}

const optionalInputs = ({ graph, requiredInputs }: Model): readonly ValueInfo[] =>
  graph.inputs.filter((input) => !requiredInputs.includes(input));

function head({ file, model, summary, cost }: ShownModel, paint: Colours): string {
  const { producer } = model;
  const format = model.format === 'ort' ? 'ORT (ONNX Runtime’s own format)' : 'ONNX';
  const rows: [string, string][] = [
    ['format', `${format}, IR version ${model.irVersion}, ${bytes(model.byteLength)}`],
    ['producer', [producer.name, producer.version].filter(Boolean).join(' ')],
    ['opsets', model.opsets.map(({ domain, version }) => `${domain || 'ai.onnx'} ${version}`).join(', ')],
    ['name', [model.domain, model.graph.name].filter(Boolean).join(' · ')],
    ['version', model.modelVersion > 0 ? String(model.modelVersion) : ''],
    ['parameters', parameterCount(summary)],
    ['one run', costText(cost)],
    ['about', oneLine(model.description || model.graph.description)],
  ];
  return [
    paint.bold(printable(file)),
    ...table(
      rows.filter(([, text]) => text),
      paint.dim,
    ),
  ].join('\n');
}

/** Trees, linear models and the like keep what they learnt in attributes of their nodes, which no count of weights sees. */
function parameterCount({ parameters, operators: counts }: Summary): string {
  const classical = counts.some(({ domain }) => domain === 'ai.onnx.ml');
  if (classical) return `${grouped(parameters)}, besides those in attributes`;
  return parameters > 0 ? grouped(parameters) : '';
}

/** `321 M multiply-adds for x [1, 3, 224, 224]`; '' where nothing is counted. */
function costText({ multiplyAdds, counted: nodes, unknown, inputs }: Cost): string {
  if (nodes === unknown) return '';
  const sizes = inputs.map(({ name, shape }) => `${printable(name)} [${shape.join(', ')}]`).join(', ');
  const left = unknown > 0 ? `, without ${unknown} of ${nodes} nodes` : '';
  return `${short(multiplyAdds)} multiply-adds for ${oneLine(sizes)}${left}`;
}

function values(title: string, list: readonly ValueInfo[], paint: Colours): string {
  if (list.length === 0) return '';
  const rows = list
    .slice(0, MOST_VALUES)
    .map(({ name, type, description }): [string, string] => [
      printable(name) || '(unnamed)',
      [paint.cyan(printable(describeType(type))), paint.dim(oneLine(description))].filter(Boolean).join('  '),
    ]);
  return [paint.bold(title), ...table(rows), ...more(list.length - rows.length, '', paint)].join('\n');
}

function operators({ operators: list, nodes, subgraphs }: Summary, paint: Colours): string {
  if (list.length === 0) return '';
  const most = list[0]!.count;
  const inside = subgraphs > 0 ? `, ${counted(subgraphs, 'graph')} inside nodes` : '';
  const width = grouped(most).length;
  const rows = list
    .slice(0, MOST_OPERATORS)
    .map(({ domain, operator, count }): [string, string] => [
      printable(domain ? `${domain}.${operator}` : operator),
      `${grouped(count).padStart(width)} ${paint.blue('█'.repeat(Math.max(1, Math.round((count / most) * BAR_WIDTH))))}`,
    ]);
  return [
    `${paint.bold('Operators')} ${paint.dim(`${counted(nodes, 'node')} of ${counted(list.length, 'kind')}${inside}`)}`,
    ...table(rows),
    ...more(list.length - rows.length, 'kinds', paint),
  ].join('\n');
}

/** The line for what is not shown. */
const more = (rest: number, noun: string, paint: Colours): string[] =>
  rest > 0 ? [paint.dim(`  and ${grouped(rest)} ${noun && `${noun} `}more`)] : [];

function weights({ summary, missingFiles }: ShownModel, paint: Colours): string {
  const types = summary.types.map(({ elementType, tensors, bytes: size }): [string, string] => [
    elementType,
    `${counted(tensors, 'tensor')}, ${bytes(size)}`,
  ]);
  const files = summary.externalFiles.map(({ location, bytes: size }): [string, string] => [
    printable(location),
    `${bytes(size)} ${missingFiles.includes(location) ? paint.red('missing') : paint.green('there')}`,
  ]);
  const section = (title: string, rows: [string, string][]): string[] =>
    rows.length > 0 ? [paint.bold(title), ...table(rows)] : [];
  return [...section('Stored tensors', types), ...section('Files beside the model', files)].join('\n');
}

function metadata(model: Model, paint: Colours): string {
  const rows = Object.entries(model.metadata).map(([key, value]): [string, string] => [printable(key), oneLine(value)]);
  return rows.length > 0 ? [paint.bold('Metadata'), ...table(rows)].join('\n') : '';
}

function oneLine(text: string): string {
  const line = printable(text).replaceAll(/\s+/g, ' ').trim();
  return line.length > MOST_METADATA ? `${line.slice(0, MOST_METADATA)}…` : line;
}

/** Rows of two columns, the first as wide as its widest, up to half a terminal. */
export function table(rows: readonly (readonly [string, string])[], paint = (text: string): string => text): string[] {
  const width = Math.min(40, Math.max(...rows.map(([name]) => displayWidth(name))));
  return rows.map(([name, text]) => `  ${paint(name)}${' '.repeat(Math.max(0, width - displayWidth(name)))}  ${text}`);
}

/** What was wrong, in three lines. */
export function problemText(
  file: string,
  problem: Pick<ModelProblem, 'what' | 'why' | 'todo' | 'detail'>,
  colour: boolean,
): string {
  const paint = colours(colour);
  const detail = problem.detail && problem.detail !== problem.why ? [paint.dim(`  ${oneLine(problem.detail)}`)] : [];
  return [
    `${paint.bold(printable(file))}: ${paint.red(printable(problem.what))}`,
    `  ${printable(problem.why)}`,
    `  ${printable(problem.todo)}`,
    ...detail,
    '',
  ].join('\n');
}

/** The card's content for programs. */
export function modelJson({ file, model, summary, missingFiles, cost }: ShownModel): string {
  const { graph, requiredInputs, functions, training, ...rest } = model;
  const { externalFiles, ...counts } = summary;
  const shown = {
    file,
    ...rest,
    graph: graph.name,
    inputs: requiredInputs,
    optionalInputs: optionalInputs(model),
    outputs: graph.outputs,
    ...counts,
    cost,
    functions: functions.map(({ name, domain }) => ({ name, domain })),
    trainingSteps: training.length,
    externalFiles: externalFiles.map((one) => ({ ...one, missing: missingFiles.includes(one.location) })),
  };
  return `${JSON.stringify(shown, null, 2)}\n`;
}
