// Evaluations without held-out rows, in programs where nothing is ever held out.
import { unsupervised } from '../../knowledge';
import { RANGE } from './api/written';
import type { Flow } from './index';
import type { Evaluation, Fit } from './records';

export interface Unsplit {
  readonly evaluation: Evaluation;
  readonly fit: Fit;
}

/** In source order; empty as soon as anything in the program looks like a split or a second source. */
export function unsplitEvaluations({ evaluations, fits, splits, complete, judged }: Flow): readonly Unsplit[] {
  if (!complete || splits.length > 0) return [];
  const sources = new Set([...fits, ...evaluations].flatMap(({ rows }) => rows.atoms.map((atom) => atom.source)));
  // Numbers laid out for a plot are no second source.
  for (const each of sources) if (each.key === RANGE) sources.delete(each);
  const [source] = sources;
  const read = judged.sources.filter(({ kind }) => kind === 'file' || kind === 'read' || kind === 'directory');
  if (sources.size !== 1 || read.length !== 1 || (source?.kind !== 'file' && source?.kind !== 'read')) return [];
  const found: Unsplit[] = [];
  for (const evaluation of evaluations) {
    const fit = evaluation.fits[0];
    if (fit === undefined || evaluation.fits.length !== 1 || evaluation.metrics.length === 0) continue;
    if (evaluation.rows !== fit.rows) return [];
    if (fit.supervised && !unsupervised.has(fit.name) && evaluation.method !== 'validation')
      found.push({ evaluation, fit });
  }
  return found.sort((a, b) => a.evaluation.at.start - b.evaluation.at.start);
}
