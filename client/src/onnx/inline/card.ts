// The card of a result: the chart, the time, and what was fed.
import * as vscode from 'vscode';
import type { InputSpec, ModelResult } from '../../../../server/src/protocol';
import { chartOf, type Look } from './chart';
import type { Outcome, Staleness } from './runs';
import { staleWords } from './lenses';
import { milliseconds, timeOf, valueWords } from './words';

const MOST_INPUTS = 8;
const MOST_OUTPUTS = 6;

export function resultCard(
  document: vscode.Uri,
  outcome: Outcome,
  stale: Staleness | undefined,
): vscode.MarkdownString {
  const { site, result, problem } = outcome;
  const card = new vscode.MarkdownString('', true);
  card.isTrusted = { enabledCommands: ['heldout.inline.run', 'heldout.openModel'] };
  card.appendMarkdown(`**${escaped(site.model.name)}**`);
  if (result !== undefined) card.appendMarkdown(` · ${milliseconds(timeOf(result))}`);
  if (stale !== undefined) card.appendMarkdown(` · $(history) ${staleWords(stale)}`);
  const again = link('heldout.inline.run', document.toString(), site.id);
  const open = link('heldout.openModel', site.model.uri);
  card.appendMarkdown(` · [${vscode.l10n.t('Run again')}](${again}) · [${vscode.l10n.t('Open model')}](${open})\n\n`);
  if (result !== undefined) appendResult(card, outcome, result);
  if (problem !== undefined) {
    card.appendMarkdown(`\n\n$(error) ${escaped(problem.what)} ${escaped(problem.why)}\n\n${escaped(problem.todo)}`);
  }
  return card;
}

function appendResult(card: vscode.MarkdownString, { site, inputs }: Outcome, result: ModelResult): void {
  const asked = result.outputs.filter(({ name }) => site.outputs.length === 0 || site.outputs.includes(name));
  const chart = chartOf(result, asked, look());
  if (chart !== null) {
    card.appendMarkdown(
      `![${vscode.l10n.t('Chart')}](data:image/svg+xml;base64,${Buffer.from(chart).toString('base64')})\n\n`,
    );
  }
  const outputs = asked.slice(0, MOST_OUTPUTS).map((output) => escaped(`${output.name}: ${valueWords(output)}`));
  if (asked.length > MOST_OUTPUTS) outputs.push(vscode.l10n.t('and {0} more', asked.length - MOST_OUTPUTS));
  card.appendMarkdown(`${outputs.join('  \n')}\n\n`);
  card.appendMarkdown(`${fedWords(result, inputs, site)}\n\n`);
  for (const note of result.notes) card.appendMarkdown(`\n$(info) ${escaped(note)}\n`);
}

/** Inputs by where their values come from, a line each. */
function fedWords({ inputs: fed }: ModelResult, specs: Outcome['inputs'], site: Outcome['site']): string {
  const groups = new Map<string, string[]>();
  for (const { name } of fed) {
    const spec = specs[name];
    const from =
      spec === undefined ? vscode.l10n.t('Random values, always the same') : sourceWords(spec, name in site.inputs);
    groups.set(from, [...(groups.get(from) ?? []), name]);
  }
  const lines = [...groups].map(([from, names]) => {
    const more = names.length > MOST_INPUTS ? `, ${vscode.l10n.t('and {0} more', names.length - MOST_INPUTS)}` : '';
    return `${from}: ${escaped(names.slice(0, MOST_INPUTS).join(', '))}${more}`;
  });
  return lines.join('  \n');
}

function sourceWords({ kind }: InputSpec, fromCode: boolean): string {
  if (kind === 'random') return vscode.l10n.t('Random values, always the same');
  return fromCode ? vscode.l10n.t('Values from the code') : vscode.l10n.t('Values from the model editor');
}

function look(): Look {
  switch (vscode.window.activeColorTheme.kind) {
    case vscode.ColorThemeKind.Light:
      return 'light';
    case vscode.ColorThemeKind.HighContrast:
      return 'contrast';
    case vscode.ColorThemeKind.HighContrastLight:
      return 'contrast light';
    default:
      return 'dark';
  }
}

function link(command: string, ...args: readonly unknown[]): string {
  return `command:${command}?${encodeURIComponent(JSON.stringify(args))}`;
}

/** Words of a file are never markup. */
function escaped(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+!|<>~&$-]/g, '\\$&').replaceAll('\n', ' ');
}
