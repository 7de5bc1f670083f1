// The settings that hold for one file: the defaults, the editor's, the project file's and the command line's, merged.
import type { LintSettings } from '../lint';
import type { Severity } from '../rules/rule';
import { defaults, type Names } from './schema';
import type { SettingValues } from './values';

/** Where a value comes from: a word (`default`, `editor`, `command line`) or the path of a project file. */
export type Origin = string;

/** What one place says, and its name. */
export interface Layer {
  readonly origin: Origin;
  readonly values: SettingValues;
  /** The folder its `exclude` patterns are relative to; absent: it has none. */
  readonly folder?: string;
  /** Its choice of rules narrows or widens the weaker layers' instead of replacing it: the command line's. */
  readonly refines?: boolean;
}

export interface Settings {
  readonly enable: boolean;
  readonly lint: LintSettings;
  readonly exclude: readonly { readonly folder: string; readonly patterns: readonly string[] }[];
  readonly respectGitignore: boolean;
  readonly onnx: {
    readonly inlayHints: boolean;
    readonly codeLens: boolean;
    readonly nodePath: string;
    readonly timeLimit: number;
    readonly memoryLimit: number;
  };
  /** Where each setting comes from, by key; of `rules`, by `rules.NAME`. */
  readonly origins: Readonly<Record<string, Origin>>;
}

/**
 * Merges layers, the weakest first (editor, project file, command line). The last layer that chooses rules (`select`,
 * `ignore`) chooses alone: a project's choice must not depend on who opens it. Severities are merged rule by rule.
 * A rule that a layer selects by its own name runs even if a weaker layer, or its default, says `off`.
 */
export function mergeSettings(layers: readonly Layer[], names: Names): Settings {
  const origins: Record<string, Origin> = {};
  const pick = <Value>(
    key: keyof SettingValues,
    read: (values: SettingValues) => Value | undefined,
    standard: Value,
  ): Value => {
    const layer = layers.findLast(({ values }) => read(values) !== undefined);
    origins[key] = layer?.origin ?? 'default';
    return (layer && read(layer.values)) ?? standard;
  };

  const { select, rules } = chooseRules(layers, names, origins);
  return {
    enable: pick('enable', (values) => values.enable, defaults.enable),
    lint: {
      rules,
      ...(select === null ? {} : { select }),
      syntax: pick('syntaxErrors', (values) => values.syntaxErrors, defaults.syntaxErrors),
    },
    exclude: layers.flatMap(({ folder, values }) =>
      folder === undefined || values.exclude === undefined ? [] : [{ folder, patterns: values.exclude }],
    ),
    respectGitignore: pick('respectGitignore', (values) => values.respectGitignore, defaults.respectGitignore),
    onnx: {
      inlayHints: pick('onnx.inlayHints', (values) => values['onnx.inlayHints'], defaults['onnx.inlayHints']),
      codeLens: pick('onnx.codeLens', (values) => values['onnx.codeLens'], defaults['onnx.codeLens']),
      nodePath: pick('onnx.nodePath', (values) => values['onnx.nodePath'], defaults['onnx.nodePath']),
      timeLimit: pick('onnx.timeLimit', (values) => values['onnx.timeLimit'], defaults['onnx.timeLimit']),
      memoryLimit: pick('onnx.memoryLimit', (values) => values['onnx.memoryLimit'], defaults['onnx.memoryLimit']),
    },
    origins,
  };
}

function chooseRules(
  layers: readonly Layer[],
  names: Names,
  origins: Record<string, Origin>,
): { readonly select: readonly string[] | null; readonly rules: Record<string, Severity> } {
  const rules: Record<string, Severity> = {};
  let selected: readonly string[] = [];
  let ignored: readonly string[] = [];
  const setRule = (name: string, severity: Severity, origin: Origin) => {
    rules[name] = severity;
    origins[`rules.${name}`] = origin;
  };
  for (const { origin, values, refines } of layers) {
    const { select, ignore } = values;
    for (const [name, severity] of Object.entries(values.rules ?? {})) setRule(name, severity, origin);
    if (select === undefined && ignore === undefined) continue;

    if (refines === true) {
      selected = select ?? selected;
      ignored = [...ignored.filter((name) => select?.includes(name) !== true), ...(ignore ?? [])];
    } else {
      selected = select ?? [];
      ignored = ignore ?? [];
    }
    if (select !== undefined) origins['select'] = origin;
    if (ignore !== undefined) origins['ignore'] = origin;
    for (const name of select ?? []) {
      const woken = values.rules?.[name] === undefined ? severityIfAsked(name, rules, names) : null;
      if (woken !== null) setRule(name, woken, origin);
    }
  }
  for (const rule of names.rules) {
    if (matches(rule, ignored) && !(selected.includes(rule.name) && !ignored.includes(rule.name)))
      rules[rule.name] = 'off';
  }
  const isOn = ({ name, severity }: Names['rules'][number]) => (rules[name] ?? severity) !== 'off';
  const chosen = names.rules.filter((rule) => matches(rule, selected) && isOn(rule)).map(({ name }) => name);
  return { select: selected.length === 0 ? null : chosen, rules };
}

/** Naming a rule is asking for it: one that is `off` gets its own severity back, or `information` if its own is `off`. */
function severityIfAsked(name: string, rules: Readonly<Record<string, Severity>>, names: Names): Severity | null {
  const rule = names.rules.find((each) => each.name === name);
  if (rule === undefined || (rules[name] ?? rule.severity) !== 'off') return null;
  return rule.severity === 'off' ? 'information' : rule.severity;
}

function matches(rule: { readonly name: string; readonly category: string }, choice: readonly string[]): boolean {
  return choice.includes(rule.name) || choice.includes(rule.category);
}
