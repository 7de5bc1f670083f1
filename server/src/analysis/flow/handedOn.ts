// Splits whose parts no model of the file meets: they are returned, stored, or given to what cannot be followed. Whatever is
// trained on one part knows of the other what was learnt of both before.
import type { Flow } from './index';
import { PREPROCESSING } from './influence';
import type { Leak, Learnt, Split } from './records';
import type { Rows, Step } from './rows/rows';
import type { EstimatorRole } from './value';

export interface HandedOn extends Learnt, Pick<Leak, 'scope' | 'separateSource' | 'onlyPredicted'> {
  readonly split: Split;
}

/** What was learnt of rows that are divided for others, one a site, in source order; of what a leak tells already, nothing. */
export function learntBeforeHandedOn(flow: Flow): readonly HandedOn[] {
  const { relation } = flow.judged;
  const told = new Set(flow.leaks.map(({ influence }) => influence.at.start));
  const met = splitsMet(flow);
  const found = new Map<number, HandedOn>();
  for (const split of flow.splits) {
    if (split.folds || !isOutermost(split.rows) || met.has(split.key)) continue;
    for (const influence of split.ofFeatures.list) {
      const { start } = influence.at;
      if (!PREPROCESSING.has(influence.kind) || influence.kind === 'model' || told.has(start)) continue;
      if (start > split.at.start || found.has(start) || !relation.overlap(influence.rows, split.rows)) continue;
      found.set(start, { influence, split, scope: 'both', separateSource: false, onlyPredicted: false });
    }
  }
  return [...found.values()].sort((a, b) => a.influence.at.start - b.influence.at.start);
}

/** Nothing was set apart from these rows before: of a training part that is divided again, the test part may be clean. */
function isOutermost({ atoms }: Rows): boolean {
  return atoms.length > 0 && atoms.every(({ steps }) => steps.every(({ kind }) => KEEPS_ALL.has(kind)));
}

const KEEPS_ALL: ReadonlySet<Step['kind']> = new Set(['filter', 'join']);

/** The keys of those of which a model is fitted on a part, or evaluated on one: then it is known what becomes of them. */
function splitsMet({ fits, evaluations }: Flow): ReadonlySet<string> {
  const keys = new Set<string>();
  const used = fits.filter(({ role }) => !PREPARE.has(role));
  for (const rows of new Set([...used, ...evaluations].map((each) => each.rows)))
    for (const { steps } of rows.atoms) for (const step of steps) if (step.kind === 'split') keys.add(step.key);
  return keys;
}

/** What is fitted on a part to prepare it. */
const PREPARE: ReadonlySet<EstimatorRole> = new Set(['statistic', 'vocabulary', 'encoder', 'rowwise', 'sampler']);
