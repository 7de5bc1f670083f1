// The API of the engine: a source, settings and what is known of the files beside it → findings. Pure; never throws.
import type { Environment } from './project/environment';
import type { Notebook } from './analysis/notebook';
import type { Edit, Span } from './analysis/text';
import type { Category, Safety, Severity } from './rules/rule';

/** Python text, or the cells of a notebook. */
export type Source =
  | { readonly kind: 'file'; readonly text: string }
  | { readonly kind: 'notebook'; readonly cells: readonly CellSource[] };

/** A code cell as the notebook stores it. Cells of other kinds are left out by the caller, but keep their number. */
export interface CellSource {
  /** Position among all cells of the notebook, from 0. */
  readonly index: number;
  readonly text: string;
  readonly executionCount?: number | null;
  readonly tags?: readonly string[];
  /** The text of stored outputs, as far as rules read them. */
  readonly outputs?: readonly string[];
}

export interface LintSettings {
  /** Severity by rule name; `off` silences it. Rules that are not named keep their own. */
  readonly rules: Readonly<Record<string, Severity>>;
  /** If given, only these rules run. */
  readonly select?: readonly string[];
  /** Report what does not parse, as findings of category `syntax`. Off by default: in an editor Python's own server says it. */
  readonly syntax?: boolean;
}

export interface FindingFix {
  readonly title: string;
  readonly safety: Safety;
  readonly edits: readonly Edit[];
}

/** Offsets are into `Linted.text`; of a notebook, the joined text (`Notebook.locate` gives the cell). */
export interface Finding extends Span {
  readonly rule: string;
  readonly category: Category | 'syntax' | 'suppression';
  readonly severity: Exclude<Severity, 'off'>;
  readonly message: string;
  readonly related: readonly (Span & { readonly message: string })[];
  readonly fixes: readonly FindingFix[];
}

export interface LintOptions {
  readonly settings: LintSettings;
  readonly environment: Environment;
}

/** Lints one source. Never throws: what fails inside is told in `internalProblems`. */
export declare function lint(source: Source, options: LintOptions): Linted;

/** A part of the engine that failed. The other findings still hold; the caller logs it. */
export interface InternalProblem {
  /** The rule's name, or the part (`flow`). */
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
}
