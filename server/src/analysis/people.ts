// Columns about people on their way into a model: which of them a fit gets, as far as literals tell.
import { isProtectedAttribute, DECISION } from '../knowledge/people';
import type { ColumnSelection, Fit } from './flow/types';
import { Kind } from './syntax';
import type { Str } from './syntax';
import type { Module } from './module';

export interface FittedColumns {
  readonly fit: Fit;
  /** The name of each, and one place where it is written. */
  readonly columns: readonly (readonly [string, Str])[];
}

/** Supervised fits that get columns whose names hold for `wanted`, and are written in the file. */
export function* fitsWith(module: Module, wanted: (column: string) => boolean): Iterable<FittedColumns> {
  let mentioned: readonly (readonly [string, Str])[] | null = null;
  for (const fit of module.flow.fits) {
    const { features } = fit;
    if (features === null || !fit.supervised) continue;
    mentioned ??= mentionedColumns(module, wanted);
    const columns = mentioned.filter(([name]) => isSelected(features, name));
    if (columns.length > 0) yield { fit, columns };
  }
}

/** What a file decides about people, in the words of its label or its data files; null if it is not about that. */
export function decisionOf(module: Module, fit: Fit): string | null {
  const files = module
    .callsTo('pandas.read_csv', 'pandas.read_excel', 'pandas.read_parquet')
    .map((call) => module.stringOf(call.argument(0, null)) ?? '');
  return [fit.target ?? '', ...files].find((name) => DECISION.test(name)) ?? null;
}

/** Fits of a decision about people that get protected attributes. */
export function* protectedFits(module: Module): Iterable<FittedColumns & { readonly decision: string }> {
  for (const found of fitsWith(module, isProtectedAttribute)) {
    const decision = decisionOf(module, found.fit);
    if (decision !== null) yield { ...found, decision };
  }
}

function mentionedColumns(module: Module, wanted: (column: string) => boolean): readonly (readonly [string, Str])[] {
  const found = new Map<string, Str>();
  for (const literal of module.all(Kind.Str)) {
    const name = literal.end - literal.start > 40 ? null : module.stringOf(literal);
    if (name !== null && wanted(name)) found.set(name, literal);
  }
  return [...found];
}

/** Whether a fit's features hold a column, as far as literal names tell. */
export function columnMayReach(features: ColumnSelection | null, column: string): boolean {
  return features !== null && isSelected(features, column);
}

function isSelected({ only, without }: ColumnSelection, column: string): boolean {
  return only === null ? !without.has(column) : only.has(column);
}
