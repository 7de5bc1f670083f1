// Names of inputs and outputs as the code writes them: what they are, and whether they can be rewritten in place.
import { Kind } from '../syntax';
import type { Expr } from '../syntax';
import type { Module } from '../module';
import type { Span } from '../text';

/** A name of an input or an output as it is written. */
export interface WrittenName {
  readonly name: string;
  /** The literal, quotes included, or the keyword's name. */
  readonly at: Span;
  /** The quotes it is written in; '' for a keyword; null where it cannot be rewritten in place. */
  readonly quote: string | null;
}

/** A literal, or a constant that holds one. */
export function writtenName(module: Module, expr: Expr | null): WrittenName | null {
  const name = expr === null ? null : module.stringOf(expr);
  if (expr === null || name === null) return null;
  const quote = expr.kind === Kind.Str ? module.source[expr.start] : undefined;
  // Prefixed or joined literals are rare here, and can't be rewritten blindly; a constant may have other uses.
  const rewritable = quote === '"' || quote === "'";
  return { name, at: { start: expr.start, end: expr.end }, quote: rewritable ? quote : null };
}
