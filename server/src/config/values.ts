// Reads settings as someone wrote them (the editor's JSON, a project's TOML) into typed values, and says what is wrong.
import type { Severity } from '../rules/rule';
import { categoriesOf, settings, severities, type Names, type Setting } from './schema';
import { didYouMean } from './suggest';

/** What one place says. A setting that is absent was not written there, or was wrong. */
export interface SettingValues {
  readonly enable?: boolean;
  readonly select?: readonly string[];
  readonly ignore?: readonly string[];
  readonly rules?: Readonly<Record<string, Severity>>;
  readonly exclude?: readonly string[];
  readonly respectGitignore?: boolean;
  readonly syntaxErrors?: boolean;
  readonly 'onnx.inlayHints'?: boolean;
  readonly 'onnx.codeLens'?: boolean;
  readonly 'onnx.nodePath'?: string;
  readonly 'onnx.timeLimit'?: number;
  readonly 'onnx.memoryLimit'?: number;
}

export interface ValueProblem {
  /** The keys that lead to it. */
  readonly path: readonly string[];
  /** The item of the list there, as written. */
  readonly item?: string;
  readonly message: string;
}

export interface ReadSettings {
  readonly values: SettingValues;
  readonly problems: readonly ValueProblem[];
}

export type Table = Readonly<Record<string, unknown>>;

/** Reads the editor's `heldout` section. Keys it does not know are other extensions' business: it ignores them. */
export function readEditorSettings(section: unknown, names: Names): ReadSettings {
  const values: Record<string, unknown> = {};
  const problems: ValueProblem[] = [];
  if (!isTable(section)) return { values, problems };
  for (const setting of settings) {
    const written = valueAt(section, setting.key.split('.'));
    if (written === undefined || written === null) continue;
    const value = readValue(setting, written, setting.key.split('.'), names, problems);
    if (value !== undefined) values[setting.key] = value;
  }
  return { values, problems };
}

/** Reads `[tool.heldout]`. Unknown keys are problems here: a typing mistake would silently change what is checked. */
export function readProjectSettings(table: unknown, names: Names): ReadSettings {
  const values: Record<string, unknown> = {};
  const problems: ValueProblem[] = [];
  if (!isTable(table)) return { values, problems: [{ path: [], message: 'The Heldout settings must be a table.' }] };
  const known = settings.filter((setting) => setting.toml !== null);
  for (const [key, written] of Object.entries(table)) {
    const setting = known.find(({ toml }) => toml === key);
    if (setting === undefined) {
      const suggestion = didYouMean(key, known.map(({ toml }) => toml ?? '')); // prettier-ignore
      problems.push({ path: [key], message: `Heldout has no setting \`${key}\`.${suggestion}` });
      continue;
    }
    const value = readValue(setting, written, [key], names, problems);
    if (value !== undefined) values[setting.key] = value;
  }
  return { values, problems };
}

/** Splits rule and category names from unknown ones. For the command line's `--select` and `--ignore`. */
export function readChoice(
  written: readonly string[],
  names: Names,
): { readonly choice: readonly string[]; readonly problems: readonly string[] } {
  const problems: ValueProblem[] = [];
  const choice = readNames(written, [], names, problems);
  return { choice, problems: problems.map(({ message }) => message) };
}

function readValue(
  setting: Setting,
  written: unknown,
  path: readonly string[],
  names: Names,
  problems: ValueProblem[],
): unknown {
  const wrong = (expected: string) => {
    problems.push({ path, message: `\`${path.join('.')}\` must be ${expected}.` });
    return undefined;
  };
  switch (setting.kind) {
    case 'boolean':
      return typeof written === 'boolean' ? written : wrong('true or false');
    case 'text':
      return typeof written === 'string' ? written : wrong('a text');
    case 'number':
      return typeof written === 'number' && written >= 0 ? written : wrong('a number, 0 or above');
    case 'patterns':
      return isTexts(written) ? written : wrong('a list of patterns, each a text');
    case 'choice':
      return isTexts(written)
        ? readNames(written, path, names, problems)
        : wrong('a list of names of rules or categories');
    case 'severities':
      return isTable(written)
        ? readSeverities(written, path, names, problems)
        : wrong('a table from rule names to severities');
  }
}

function readNames(
  written: readonly string[],
  path: readonly string[],
  names: Names,
  problems: ValueProblem[],
): string[] {
  const known = [...names.rules.map((rule) => rule.name), ...categoriesOf(names)];
  return written.filter((name) => {
    if (known.includes(name)) return true;
    problems.push({ path, item: name, message: `There is no rule or category \`${name}\`.${didYouMean(name, known)}` });
    return false;
  });
}

function readSeverities(
  table: Table,
  path: readonly string[],
  names: Names,
  problems: ValueProblem[],
): Record<string, Severity> {
  const known = names.rules.map((rule) => rule.name);
  const result: Record<string, Severity> = {};
  for (const [name, severity] of Object.entries(table)) {
    const here = [...path, name];
    if (!known.includes(name)) {
      problems.push({ path: here, message: `There is no rule \`${name}\`.${didYouMean(name, known)}` });
    } else if (!isSeverity(severity)) {
      const choices = severities.map((each) => `"${each}"`).join(', ');
      const suggestion = typeof severity === 'string' ? didYouMean(severity, severities) : '';
      problems.push({ path: here, message: `The severity of \`${name}\` must be one of ${choices}.${suggestion}` });
    } else {
      result[name] = severity;
    }
  }
  return result;
}

/** What nested tables hold at the end of `path`; undefined where it breaks off. */
export function valueAt(table: Table, path: readonly string[]): unknown {
  let value: unknown = table;
  for (const key of path) value = isTable(value) ? value[key] : undefined;
  return value;
}

/** A JSON object or TOML table. */
export function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isSeverity(value: unknown): value is Severity {
  return severities.some((severity) => severity === value);
}
