// Best scores: what a search reports of itself, where no other evaluation speaks.
import type { Module } from '../module';
import { Kind } from '../syntax';
import type { Span } from '../text';
import type { Evaluation } from './records';

export interface ReportedBest {
  readonly shown: Span;
  readonly search: Evaluation;
}

/** The first `best_score_` that is printed; null if anything else in the program was evaluated. */
export function reportedBest(module: Module): ReportedBest | null {
  const { evaluations, complete } = module.flow;
  const [search] = evaluations;
  if (!complete || search === undefined || evaluations.some(({ method }) => method !== 'search')) return null;
  for (const attribute of module.all(Kind.Attribute)) {
    if (attribute.attr !== 'best_score_') continue;
    const value = module.flow.valueOf(attribute.value);
    const call = module.enclosing(attribute, Kind.Call);
    const printed = call?.func.kind === Kind.Name && call.func.id === 'print';
    if (printed && value?.estimator?.role === 'search') return { shown: attribute, search };
  }
  return null;
}
