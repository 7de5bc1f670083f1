// Rules, settings, the workspace, and what is beside a diagnostic.
import type { Category, Safety, Severity } from '../rules/rule';
import type { LineRange } from './inline';

export interface RuleSummary {
  readonly name: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly summary: string;
}

export interface EffectiveSettings {
  /** Of `text`, for the editor that shows it. */
  readonly languageId: string;
  readonly text: string;
}

export interface WorkspaceCheck {
  readonly files: number;
  readonly findings: number;
  /** Files that could not be read, and why. */
  readonly problems: readonly { readonly uri: string; readonly message: string }[];
  /** The walk stopped early; what was found until then is shown. */
  readonly stopped: 'cancelled' | 'too many files' | null;
  readonly milliseconds: number;
}

export interface ServerStatus {
  readonly state: 'ready' | 'busy' | 'warning';
  readonly version: string;
  /** One line: what is going on, or what is wrong. */
  readonly message: string;
  readonly last?: LastCheck;
}

/** The last check of an open document. */
export interface LastCheck {
  readonly uri: string;
  /** The version of the file or the notebook that was checked. */
  readonly version: number;
  readonly milliseconds: number;
  readonly findings: number;
}

/** The `data` of each of our diagnostics: its fixes, ready made, so that the server keeps no state of them. */
export interface DiagnosticData {
  readonly rule: string;
  readonly fixes: readonly DiagnosticFix[];
}

export interface DiagnosticFix {
  readonly title: string;
  readonly safety: Safety;
  /** One entry per document (of a notebook: per cell), with the version the edits were made for. */
  readonly documents: readonly {
    readonly uri: string;
    readonly version: number;
    readonly edits: readonly TextEditData[];
  }[];
  /** Documents of the cells whose stored outputs go: no edit of text can do that, so the client does. */
  readonly clears?: readonly string[];
}

/** A `TextEdit` of the protocol. */
export interface TextEditData {
  readonly range: LineRange;
  readonly newText: string;
}
