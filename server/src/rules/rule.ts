// The shape of a rule, and `rule()`, which checks it. One rule a file; see CONTRIBUTING.md for the five steps.
import type { Module } from '../analysis/module';
import type { Edit, Span } from '../analysis/text';

export type Category =
  | 'leakage'
  | 'evaluation'
  | 'sklearn'
  | 'reproducibility'
  | 'training'
  | 'dataframe'
  | 'notebook'
  | 'security'
  | 'fairness'
  | 'onnx';

export type Severity = 'error' | 'warning' | 'information' | 'hint' | 'off';
/** safe: may be applied without looking; unsafe: one to look at. */
export type Safety = 'safe' | 'unsafe';

export interface Fix {
  readonly title: string;
  readonly edits: readonly Edit[];
  /** Cells (`Cell.index`) whose stored outputs and run numbers go. */
  readonly clears?: readonly number[];
  /** Lower than the rule's own where this case needs a look. */
  readonly safety?: Safety;
}

/** A step of the story: "fitted here", "split here". */
export interface Related extends Span {
  readonly message: string;
}

/** What a rule yields. `message` is a key of its `messages`. */
export interface Report<Message extends string = string> {
  readonly at: Span;
  readonly message: Message;
  readonly data?: Readonly<Record<string, string | number>>;
  readonly related?: readonly Related[];
  /** Only ever lower than the rule's own severity. */
  readonly severity?: Exclude<Severity, 'off'>;
  /** The first one is preferred. */
  readonly fixes?: readonly Fix[];
}

/**
 * Code that is both documentation and test. Lines are Python, dedented; `#  ^^^` comments mark the finding above them.
 * A notebook is written with `# %%` (`# %% [3]`: it ran as number 3) between its cells (and `"notebook": true`), `#> …` for what a cell has printed.
 */
export type Example =
  | {
      readonly title: string;
      readonly bad: string;
      readonly good?: string;
      readonly notebook?: boolean;
      readonly files?: Readonly<Record<string, string>>;
    }
  | {
      readonly title: string;
      readonly fine: string;
      readonly notebook?: boolean;
      readonly files?: Readonly<Record<string, string>>;
    };

export interface Rule<Message extends string = string> {
  /** Names the bad pattern, kebab-case; the only id. */
  readonly name: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly fix: 'none' | Safety;
  readonly since: string;
  /** Not imported, not run. Empty: always run. */
  readonly libraries: readonly string[];
  /** One line, for lists. */
  readonly summary: string;
  /** Why it matters, with its source (Markdown). */
  readonly docs: string;
  /** When it says nothing, and why (Markdown). */
  readonly silent: string;
  /** What, why and what to do; `{name}` is replaced from the report's data. */
  readonly messages: Readonly<Record<Message, string>>;
  readonly examples: readonly Example[];
  check(module: Module): Iterable<Report<Message>>;
}

/** Declares a rule; its message keys are checked by the type. */
export function rule<const Message extends string>(definition: Rule<Message>): Rule {
  return definition;
}
