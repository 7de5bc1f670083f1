// The API of the engine: a source, settings and what is known of the files beside it → findings. Pure; never throws.
import { createModule } from './analysis/createModule';
import type { Parsed } from './analysis/createModule';
import type { Module } from './analysis/module';
import { joinCells } from './analysis/notebook';
import type { CellSource, Notebook } from './analysis/notebook';
import { createMemory, parseAgain, type Memory } from './analysis/memory';
import { couldRun, runOrderOf } from './analysis/runOrder';
import type { Span } from './analysis/text';
import { parse } from './analysis/syntax';
import type { Finding, FindingFix } from './finding';
import { withHintsCollapsed, withoutRepeats } from './precedence';
import type { Environment } from './project/environment';
import { atLevel, FINDINGS_OF_RULE } from './ruleFindings';
import { rules } from './rules';
import type { Rule, Severity } from './rules/rule';
import { readSuppressions, silences, withoutSuppression } from './suppress';

export type { CellSource } from './analysis/notebook';
export type { Finding, FindingFix } from './finding';

/** Python text, or the cells of a notebook. */
export type Source =
  | { readonly kind: 'file'; readonly text: string }
  | {
      readonly kind: 'notebook';
      readonly cells: readonly CellSource[];
      /** Written for a service (`isHosted`). */
      readonly hosted?: boolean;
    };

export interface LintSettings {
  /** Severity by rule name; `off` silences it. Rules that are not named keep their own. */
  readonly rules: Readonly<Record<string, Severity>>;
  /** If given, only these rules run. */
  readonly select?: readonly string[];
  /** Report what does not parse, as findings of category `syntax`. Off by default: in an editor Python's own server says it. */
  readonly syntax?: boolean;
}

export interface LintOptions {
  readonly settings: LintSettings;
  readonly environment: Environment;
  /** Of this document's last version: what did not change is not done again. Its `Linted` stays as it is. */
  readonly memory?: Memory;
}

/** A part of the engine that failed. The other findings still hold; the caller logs it. */
export interface InternalProblem {
  /** The rule's name, or `lint`. */
  readonly where: string;
  readonly message: string;
}

export interface Linted {
  /** The linted text; of a notebook, its code cells joined. */
  readonly text: string;
  /** In order of place. */
  readonly findings: readonly Finding[];
  /** Where the cells lie in `text`; null for a file. */
  readonly notebook: Notebook | null;
  readonly internalProblems: readonly InternalProblem[];
  /** What the rules asked. With cells parsed before (`LintOptions.cells`) only until the next lint of the notebook. */
  readonly module: Module;
}

/** Lints one source. Never throws: what fails inside is told in `internalProblems`. */
export function lint(source: Source, options: LintOptions): Linted {
  const internalProblems: InternalProblem[] = [];
  const parsed = parseSource(source, options);
  const { source: text, notebook } = parsed;
  const module = createModule(parsed, options.environment, options.memory);

  const active = rules.filter((rule) => severityOf(rule, options.settings) !== 'off');
  const found = findingsOf(active, module, options.settings, internalProblems);
  try {
    const held = inBothOrders(found, source, module, options);
    const kept = afterSuppressions(withoutRepeats(held), parsed, active);
    const syntax = options.settings.syntax === true ? syntaxFindings(parsed) : [];
    return {
      text,
      notebook,
      internalProblems,
      module,
      findings: withHintsCollapsed([...kept, ...syntax].sort(byPlace)),
    };
  } catch (error) {
    internalProblems.push({ where: 'lint', message: messageOf(error) });
    return { text, notebook, internalProblems, module, findings: found.toSorted(byPlace) };
  }
}

function findingsOf(
  active: readonly Rule[],
  module: Module,
  settings: LintSettings,
  problems: InternalProblem[],
): readonly Finding[] {
  return active.flatMap((rule) => {
    try {
      return runRule(rule, module, settings);
    } catch (error) {
      problems.push({ where: rule.name, message: messageOf(error) });
      return [];
    }
  });
}

/** What these rules find depends on what ran before. */
const BY_ORDER: ReadonlySet<Finding['category']> = new Set(['leakage', 'evaluation']);

/**
 * Where the numbers of a notebook's cells tell that it ran in another order than it shows, and those findings alone that
 * both orders have are sure. A second lint, of the rules in question, and only where they found something.
 */
function inBothOrders(
  found: readonly Finding[],
  source: Source,
  module: Module,
  { settings, environment, memory }: LintOptions,
): readonly Finding[] {
  const asked = new Set(found.filter(({ category }) => BY_ORDER.has(category)).map(({ rule }) => rule));
  const order = asked.size === 0 || source.kind !== 'notebook' ? null : runOrderOf(module);
  if (order === null || source.kind !== 'notebook') return found;
  const cells = order.flatMap((index) => source.cells.find((cell) => cell.index === index) ?? []);
  const again = memory === undefined ? undefined : (memory.inRunOrder ??= createMemory());
  const ran = createModule(joinCells(cells, again?.cells, source.hosted), environment, again);
  if (!couldRun(ran)) return found;
  const others = findingsOf(
    rules.filter(({ name }) => asked.has(name)),
    ran,
    settings,
    [],
  );
  return found.filter((finding) => {
    if (!BY_ORDER.has(finding.category)) return true;
    const place = placeIn(module, finding);
    return others.some((other) => {
      return other.rule === finding.rule && [other, ...other.related].some((at) => placeIn(ran, at) === place);
    });
  });
}

/** The cell and the place in it, which no order changes. */
function placeIn({ notebook }: Module, { start, end }: Span): string {
  const { cell, offset } = notebook!.locate(start);
  return `${cell}:${offset}:${end - start}`;
}

function parseSource(source: Source, options: LintOptions): Parsed {
  const { memory } = options;
  if (source.kind === 'notebook') return joinCells(source.cells, memory?.cells, source.hosted);
  const syntax = memory === undefined ? parse(source.text) : parseAgain(source.text, memory);
  return { source: source.text, syntax, notebook: null };
}

/** The severity a rule has under these settings. A selected rule runs even if it is off by default. */
function severityOf(rule: Rule, settings: LintSettings): Severity {
  const { select } = settings;
  if (select !== undefined && !select.includes(rule.name)) return 'off';
  const severity = Object.hasOwn(settings.rules, rule.name) ? settings.rules[rule.name]! : rule.severity;
  if (severity === 'off' && select !== undefined) return rule.severity === 'off' ? 'information' : rule.severity;
  return severity;
}

function runRule(rule: Rule, module: Module, settings: LintSettings): readonly Finding[] {
  const wanted = rule.libraries.length === 0 || rule.libraries.some((library) => module.imports.has(library));
  const severity = severityOf(rule, settings);
  if (!wanted || severity === 'off') return [];
  return module.recalled(FINDINGS_OF_RULE, atLevel(rule, severity));
}

/** The findings no comment silences, and a hint for each comment that silences nothing. */
function afterSuppressions(findings: readonly Finding[], parsed: Parsed, active: readonly Rule[]): Finding[] {
  const suppressions = readSuppressions(parsed.source, parsed.syntax.comments, parsed.syntax.tree);
  if (suppressions.length === 0) return [...findings];
  const kept = findings.filter((finding) => !suppressions.some((suppression) => silences(suppression, finding)));
  for (const suppression of suppressions) {
    if (findings.some((finding) => silences(suppression, finding))) continue;
    const { rule: name, at } = suppression;
    const exists = rules.some((rule) => rule.name === name);
    // A rule that did not run can't tell whether its comment is needed.
    if (exists && !active.some((rule) => rule.name === name)) continue;
    const message = unusedMessage(name, exists);
    const fix: FindingFix = {
      title: 'Remove the suppression',
      safety: 'safe',
      edits: [withoutSuppression(suppression, parsed.source)],
    };
    const place = { start: at.start, end: at.end };
    kept.push({
      ...place,
      rule: 'unused-suppression',
      category: 'suppression',
      severity: 'hint',
      message,
      related: [],
      fixes: exists ? [fix] : [],
    });
  }
  return kept;
}

function unusedMessage(rule: string, exists: boolean): string {
  if (exists) return `\`${rule}\` finds nothing here: this comment can go`;
  if (rule === '')
    return 'Say which rule to silence: `# heldout: ignore[rule] reason`. Without a name this comment does nothing';
  return `There is no rule \`${rule}\`: see the list of rules for its name`;
}

function syntaxFindings({ syntax }: Parsed): Finding[] {
  return syntax.problems.map(({ start, end, message }) => {
    return { start, end, rule: 'syntax-error', category: 'syntax', severity: 'error', message, related: [], fixes: [] };
  });
}

function byPlace(a: Finding, b: Finding): number {
  return a.start - b.start || a.end - b.end || (a.rule < b.rule ? -1 : Number(a.rule > b.rule));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error);
}
