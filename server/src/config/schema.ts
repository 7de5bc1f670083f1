// Every setting, declared once. package.json's `contributes.configuration`, the JSON schema of `[tool.heldout]`, the
// reading of both and the text of "effective settings" all come from this table.
import type { Category, Severity } from '../rules/rule';
import type { SettingValues } from './values';

export const severities: readonly Severity[] = ['error', 'warning', 'information', 'hint', 'off'];

/** What a setting holds. `choice`: names of rules or categories; `severities`: rule name → severity. */
export type SettingKind = 'boolean' | 'text' | 'number' | 'choice' | 'severities' | 'patterns';

export interface Setting {
  /** In the editor, after `heldout.`. */
  readonly key: keyof SettingValues;
  /** In `[tool.heldout]`; null: only the editor has it. */
  readonly toml: string | null;
  readonly kind: SettingKind;
  /** `machine` for what picks a program or its limits: a workspace must not decide that. */
  readonly scope: 'resource' | 'machine';
  /** One or two sentences (Markdown). */
  readonly description: string;
}

export const defaults: Required<SettingValues> = {
  enable: true,
  select: [],
  ignore: [],
  rules: {},
  exclude: [],
  respectGitignore: true,
  syntaxErrors: false,
  'onnx.inlayHints': true,
  'onnx.codeLens': true,
  'onnx.nodePath': '',
  'onnx.timeLimit': 60,
  'onnx.memoryLimit': 0,
};

export const settings: readonly Setting[] = [
  {
    key: 'enable',
    toml: null,
    kind: 'boolean',
    scope: 'resource',
    description: 'Check Python files and notebooks as you type.',
  },
  {
    key: 'select',
    toml: 'select',
    kind: 'choice',
    scope: 'resource',
    description: 'Run only these rules. Names of rules (`fit-before-split`) or categories (`leakage`); empty: all.',
  },
  {
    key: 'ignore',
    toml: 'ignore',
    kind: 'choice',
    scope: 'resource',
    description: 'Do not run these rules. Names of rules or categories.',
  },
  {
    key: 'rules',
    toml: 'rules',
    kind: 'severities',
    scope: 'resource',
    description: 'The severity of single rules: `error`, `warning`, `information`, `hint`, or `off`.',
  },
  {
    key: 'exclude',
    toml: 'exclude',
    kind: 'patterns',
    scope: 'resource',
    description:
      'Files and folders that are not checked, written as in a `.gitignore`. In a project file they are relative to its folder, in the editor to the workspace folder.',
  },
  {
    key: 'respectGitignore',
    toml: 'respect-gitignore',
    kind: 'boolean',
    scope: 'resource',
    description: 'Do not check files that git ignores.',
  },
  {
    key: 'syntaxErrors',
    toml: null,
    kind: 'boolean',
    scope: 'resource',
    description:
      'Show syntax errors too. Off by default, as a Python extension already shows them; the command line always does.',
  },
  {
    key: 'onnx.inlayHints',
    toml: null,
    kind: 'boolean',
    scope: 'resource',
    description:
      'Show the names and shapes of a model’s inputs and outputs beside the code that loads and runs it, as inlay hints.',
  },
  {
    key: 'onnx.codeLens',
    toml: null,
    kind: 'boolean',
    scope: 'resource',
    description:
      'Show “Run” and “Open” above code that loads, runs or exports an ONNX model. A model only ever runs when you ask for it.',
  },
  {
    key: 'onnx.nodePath',
    toml: null,
    kind: 'text',
    scope: 'machine',
    description: 'The Node.js program that runs models, in a process of its own. Empty: the one VS Code brings.',
  },
  {
    key: 'onnx.timeLimit',
    toml: null,
    kind: 'number',
    scope: 'machine',
    description: 'How long a model may run, in seconds. After that its process is ended. 0: no limit.',
  },
  {
    key: 'onnx.memoryLimit',
    toml: null,
    kind: 'number',
    scope: 'machine',
    description:
      'How much memory the process that runs a model may use, in MiB. Above that it is ended. 0: three quarters of the machine’s, at most 16 GiB.',
  },
];

/** Names of rules and categories, for checks and schemas: `config` itself knows no rule. */
export interface Names {
  readonly rules: readonly {
    readonly name: string;
    readonly category: Category;
    readonly severity: Severity;
    readonly summary: string;
  }[];
}

export function categoriesOf(names: Names): readonly string[] {
  return [...new Set(names.rules.map((rule) => rule.category))];
}

type JsonSchema = Readonly<Record<string, unknown>>;

/** The properties of package.json's `contributes.configuration`. */
export function editorSchema(names: Names): Readonly<Record<string, JsonSchema>> {
  return Object.fromEntries(
    settings.map((setting) => [
      `heldout.${setting.key}`,
      {
        ...valueSchema(setting.kind, names),
        default: defaults[setting.key],
        scope: setting.scope,
        markdownDescription: setting.description,
      },
    ]),
  );
}

/** The JSON schema of `[tool.heldout]`, which is also that of a whole `heldout.toml`. */
export function projectSchema(names: Names): JsonSchema {
  const properties: Record<string, JsonSchema> = {};
  for (const setting of settings) {
    if (setting.toml === null) continue;
    properties[setting.toml] = {
      ...valueSchema(setting.kind, names),
      default: defaults[setting.key],
      description: setting.description.replaceAll('`', ''),
    };
  }
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Heldout',
    type: 'object',
    additionalProperties: false,
    properties,
  };
}

function valueSchema(kind: SettingKind, names: Names): JsonSchema {
  switch (kind) {
    case 'boolean':
      return { type: 'boolean' };
    case 'text':
      return { type: 'string' };
    case 'number':
      return { type: 'number', minimum: 0 };
    case 'patterns':
      return { type: 'array', items: { type: 'string' } };
    case 'choice':
      return {
        type: 'array',
        uniqueItems: true,
        items: { type: 'string', enum: [...categoriesOf(names), ...names.rules.map((rule) => rule.name)] },
      };
    case 'severities':
      return {
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(
          names.rules.map((rule) => [
            rule.name,
            { enum: severities, default: rule.severity, description: rule.summary },
          ]),
        ),
      };
  }
}
