// A model as a card in Markdown: what goes in, what comes out, how big it is and what it is made of.
import path from 'node:path';
import { describeType } from '../model/boundary/inputs';
import type { Model, ValueInfo } from '../model/model';
import { summarize, type Summary } from '../model/summary';

const MOST_VALUES = 12;
const MOST_OPERATORS = 6;
const MOST_METADATA = 6;
const LONGEST_VALUE = 80;

/** The whole model. `link`: Markdown for the end of its first line. */
export function modelCard(file: string, model: Model, link = ''): string {
  const summary = summaryOf(model);
  const head = [
    `**${escape(path.basename(file))}**`,
    bytes(model.byteLength + summary.externalFiles.reduce((sum, each) => sum + each.bytes, 0)),
    ...producer(model),
    opsets(model),
    ...(link === '' ? [] : [link]),
  ];
  const parts = [
    head.join(' · '),
    table('Input', model.requiredInputs),
    table('Output', model.graph.outputs),
    operators(summary),
    metadata(model),
    model.description.trim() === '' ? '' : escape(cut(model.description.trim(), 400)),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** One input or output. */
export function valueCard(
  kind: 'input' | 'output',
  value: ValueInfo,
  { file, model }: { readonly file: string; readonly model: Model },
  link = '',
): string {
  const values = kind === 'input' ? model.requiredInputs : model.graph.outputs;
  const at = values.findIndex(({ name }) => name === value.name);
  const which =
    at === -1
      ? `An optional ${kind} of`
      : `${values.length === 1 ? `The one ${kind}` : `${word(kind)} ${at + 1} of ${values.length}`} of`;
  const lines = [
    `${code(value.name)} ${code(describeType(value.type))}`,
    `${which} **${escape(path.basename(file))}**${link === '' ? '' : ` · ${link}`}`,
    value.description.trim() === '' ? '' : escape(cut(value.description.trim(), 400)),
  ];
  const others = values.filter(({ name }) => name !== value.name);
  const rest = others.map((other) => `${code(other.name)} ${code(describeType(other.type))}`);
  if (rest.length > 0) {
    const shown = rest.slice(0, MOST_VALUES).join(', ');
    lines.push(`Others: ${shown}${rest.length > MOST_VALUES ? `, and ${rest.length - MOST_VALUES} more` : ''}`);
  }
  return lines.filter((line) => line !== '').join('\n\n');
}

/** The signature in one line: `images float32[1, 3, 224, 224] → probs float32[1, 1000]`. */
export function signature(model: Model): string {
  const side = (values: readonly ValueInfo[]) =>
    values.map(({ name, type }) => `${name} ${describeType(type)}`).join(', ');
  return `${side(model.requiredInputs)} → ${side(model.graph.outputs)}`;
}

const summaries = new WeakMap<Model, Summary>();

/** A graph of many thousand nodes is counted once. */
function summaryOf(model: Model): Summary {
  let summary = summaries.get(model);
  if (summary === undefined) summaries.set(model, (summary = summarize(model)));
  return summary;
}

function producer({ producer: { name, version } }: Model): string[] {
  return name === '' ? [] : [escape(version === '' ? name : `${name} ${version}`)];
}

function opsets({ opsets: all, format }: Model): string {
  const named = all.map(({ domain, version }) => `${domain === '' ? 'ai.onnx' : domain} ${version}`);
  return escape(named.length === 0 ? format : named.slice(0, 4).join(', '));
}

function table(title: string, values: readonly ValueInfo[]): string {
  if (values.length === 0) return '';
  const rows = values
    .slice(0, MOST_VALUES)
    .map(({ name, type, description }) => `| ${code(name)} | ${code(describeType(type))} | ${cell(description)} |`);
  if (values.length > MOST_VALUES) rows.push(`| and ${values.length - MOST_VALUES} more | | |`);
  return [`| ${title} | Type | |`, '|:--|:--|:--|', ...rows].join('\n');
}

function operators({ operators: all, nodes, parameters }: Summary): string {
  const most = all.slice(0, MOST_OPERATORS).map(({ operator, count }) => `${escape(operator)} × ${count}`);
  const more = all.length > MOST_OPERATORS ? ', …' : '';
  const weights = parameters === 0 ? '' : ` · ${counted(parameters)} parameters`;
  return `${counted(nodes)} ${nodes === 1 ? 'node' : 'nodes'}${weights}: ${most.join(', ')}${more}`;
}

function metadata({ metadata: all }: Model): string {
  const entries = Object.entries(all);
  const lines = entries
    .slice(0, MOST_METADATA)
    .map(([key, value]) => `- ${code(cut(key, LONGEST_VALUE))}: ${escape(cut(value, LONGEST_VALUE))}`);
  if (entries.length > MOST_METADATA) lines.push(`- and ${entries.length - MOST_METADATA} more`);
  return lines.join('\n');
}

/** 1,536 → `1.5 kB` */
export function bytes(count: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const unit = count < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(count) / 3));
  const size = count / 1000 ** unit;
  return `${unit === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)} ${units[unit]}`;
}

/** 25,557,032 → `25.6 M` */
function counted(count: number): string {
  const units: readonly (readonly [number, string])[] = [
    [1e9, ' G'],
    [1e6, ' M'],
    [1e4, ' k'],
  ];
  const [size, name] = units.find(([limit]) => count >= limit) ?? [1, ''];
  return size === 1 ? String(count) : `${(count / (size === 1e4 ? 1e3 : size)).toFixed(1)}${name}`;
}

function word(text: string): string {
  return text[0]!.toUpperCase() + text.slice(1);
}

/** One line, not longer than `most`. */
function cut(text: string, most: number): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}

/** Text from a file is never markup. */
export function escape(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+!|<>~&-]/g, '\\$&');
}

/** As code; a name that holds backticks or bars keeps its table whole. */
export function code(text: string): string {
  const plain = cut(text, LONGEST_VALUE).replaceAll('|', '\\|');
  const fence = '`'.repeat(Math.max(0, ...[...plain.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  const pad = plain.startsWith('`') || plain.endsWith('`') || plain === '' ? ' ' : '';
  return `${fence}${pad}${plain}${pad}${fence}`;
}

function cell(text: string): string {
  return escape(cut(text, LONGEST_VALUE));
}
