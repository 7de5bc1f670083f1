// What the engine reports: plain data, positions as offsets.
import type { Edit, Span } from './analysis/text';
import type { Category, Safety, Severity } from './rules/rule';

export interface FindingFix {
  readonly title: string;
  readonly safety: Safety;
  readonly edits: readonly Edit[];
  /** Cells of the notebook (`Cell.index`) whose stored outputs and run numbers go. */
  readonly clears?: readonly number[];
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
