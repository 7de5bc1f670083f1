// Found: the records of a run, to be compared with those of the next version of the program.
import type { Flow } from './index';
import type { HandedOn } from './handedOn';
import type { Evaluation, Fit, Leak, Split } from './records';
import type { Source } from './rows/rows';

/** What follows from the records. */
export interface Judgement {
  leaks: readonly Leak[] | null;
  handedOn: readonly HandedOn[] | null;
}

export interface Found {
  readonly splits: readonly Split[];
  readonly fits: readonly Fit[];
  readonly evaluations: readonly Evaluation[];
  /** The places of splits, and of the metrics of evaluations: they are written anew for each version. */
  readonly places: readonly unknown[];
  readonly sources: readonly Source[];
  readonly complete: boolean;
}

export function foundOf({ splits, fits, evaluations, complete, judged: { sources } }: Flow): Found {
  const places = [
    ...splits.flatMap(({ sites }) => [sites.length, ...sites]),
    ...evaluations.flatMap(({ metrics }) => [metrics.length, ...metrics]),
  ];
  return { splits, fits, evaluations, places, sources, complete };
}

export function isSameFound(a: Found, b: Found): boolean {
  return (
    a.complete === b.complete &&
    isSame(a.splits, b.splits) &&
    isSame(a.fits, b.fits) &&
    isSame(a.evaluations, b.evaluations) &&
    isSame(a.places, b.places) &&
    isSame(a.sources, b.sources)
  );
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((each, i) => each === b[i]);
}
