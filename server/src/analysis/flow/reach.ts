// Reach: which sites of a program fit or evaluate something, and which of them the engine saw with rows.
import { Kind, walk, type Module } from '../syntax';
import type { Reach } from './records';
import type { Flow } from './index';

const FITS: ReadonlySet<string> = new Set([
  'fit',
  'fit_transform',
  'fit_predict',
  'partial_fit',
  'fit_generator',
  'fit_resample',
]);
const EVALUATIONS: ReadonlySet<string> = new Set([
  'predict',
  'predict_proba',
  'decision_function',
  'score',
  'evaluate',
]);

/** All sites by what is written, in source order; those the engine never came to are not `reached`. */
export function reachOf(tree: Module, flow: Flow): readonly Reach[] {
  const known = new Map(flow.reach.map((site) => [site.at.start, site]));
  const sites: Reach[] = [];
  walk(tree, (node) => {
    if (node.kind !== Kind.Call || node.func.kind !== Kind.Attribute) return true;
    const { attr } = node.func;
    const what = FITS.has(attr) ? 'fit' : EVALUATIONS.has(attr) ? 'evaluation' : null;
    if (what === null) return true;
    const site = known.get(node.start);
    sites.push({
      at: { start: node.start, end: node.end },
      what,
      reached: site !== undefined,
      rows: site?.rows ?? false,
    });
    return true;
  });
  // Networks are called by their name alone: what is written does not say that they fit or evaluate.
  const written = new Set(sites.map(({ at }) => at.start));
  const called = flow.reach.filter(({ at }) => !written.has(at.start));
  return [...sites, ...called].sort((a, b) => a.at.start - b.at.start);
}

/**
 * Whether some evaluation was seen of a model whose training was seen, with rows on both sides. Clusters that rows are put
 * into and scores that a fit keeps of its training rows count: they are what such a program looks at.
 */
export function seesEvaluation({ evaluations, descriptive }: Flow): boolean {
  return [...evaluations, ...descriptive].some(
    ({ rows, fits }) => rows.atoms.length > 0 && fits.some((fit) => fit.rows.atoms.length > 0),
  );
}
