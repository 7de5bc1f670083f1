// Groups: rows of one person or thing on both sides of a split, where the program itself groups by it.
import type { Flow } from './index';
import type { Influence } from './influence';
import type { Split } from './records';
import type { Rows } from './rows/rows';

export interface SharedGroup {
  readonly split: Split;
  /** `customer_id`. */
  readonly key: string;
  readonly evidence: Influence;
}

/** Names of those who come back with several rows. Places, goods and days come back too, but a model meets them again. */
const ENTITY =
  /(^|_)(u?u?id|guid|user|customer|client|patient|subject|person|player|member|account|session|device|driver|employee|student|household|respondent|participant|speaker|card|msisdn)(_?(id|ids|no|nr|num|number|key|code|hash))?$|[a-z]I[dD]$/i;
const NO_ENTITY =
  /store|shop|item|product|categ|class|type|region|city|town|state|country|zone|location|place|day|date|week|month|year|hour|genre|brand|dep|market|building|site|hotel|route|stop|station|segment|passenger|ticket|row|index/i;

export function isEntityKey(name: string): boolean {
  return ENTITY.test(name) && !NO_ENTITY.test(name);
}

/** Splits that shuffle single rows, though features were made by group of the same rows and a model met both sides. */
export function findSharedGroups({ splits, evaluations, judged }: Flow): readonly SharedGroup[] {
  const found = new Map<number, SharedGroup>();
  for (const split of splits) {
    if (!split.shuffled || split.groups || found.has(split.at.start) || isOnePerGroup(split.rows)) continue;
    const ordered = split.influences.list.some(({ kind }) => kind === 'lag' || kind === 'lead' || kind === 'window');
    if (ordered || splits.some((other) => other.groups)) continue;
    const evidence = split.influences.list.find(
      ({ kind, rows, column }) => kind === 'grouped' && column !== null && judged.relation.overlap(rows, split.rows),
    );
    if (evidence?.column === undefined || evidence.column === null) continue;
    const evaluated = evaluations.some(
      ({ rows, fits }) => isPartOf(rows, split) && fits.some((fit) => isPartOf(fit.rows, split)),
    );
    if (evaluated) found.set(split.at.start, { split, key: evidence.column, evidence });
  }
  return [...found.values()];
}

function isPartOf({ atoms }: Rows, { key }: Split): boolean {
  return atoms.some(({ steps }) => steps.some((step) => step.kind === 'split' && step.key === key));
}

/** Doubles were dropped, or one row of each group kept. */
function isOnePerGroup({ atoms }: Rows): boolean {
  return atoms.some(({ steps }) =>
    steps.some((step) => step.kind === 'filter' && /^(drop_duplicates|one)@/.test(step.predicate.subject)),
  );
}
