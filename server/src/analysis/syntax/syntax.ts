// What a parse gives back, and what it may be asked.
import type { Span } from '../text';
import type { Module } from './nodes';
import type { VersionedSyntax } from './versions';

export interface ParseOptions {
  /** Notebook cells: `%magic`, `!command` and `name?` are statements, `await` may stand at top level. */
  readonly notebook?: boolean;
}

/** Why a place does not parse, in words. One cause gives one problem. */
export interface SyntaxProblem extends Span {
  readonly message: string;
}

export interface Syntax {
  /** All that could be understood; there is always one. */
  readonly tree: Module;
  /** In source order. Empty if the text is Python. */
  readonly problems: readonly SyntaxProblem[];
  /** Comments in source order, from `#` to the end of the line. */
  readonly comments: readonly Span[];
  /** Uses of syntax that Python 3.8 does not have, in source order. */
  readonly versioned: readonly VersionedSyntax[];
  readonly options: ParseOptions;
  /** From the first to the last place that is wrong, told or not; null if the text is Python. */
  readonly damage: Span | null;
}

/** A change of the text: `start`..`oldEnd` of the old text became `start`..`newEnd` of the new one. */
export interface TextChange {
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}
