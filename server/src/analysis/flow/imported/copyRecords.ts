// The records of a module told in another run: what it split, fitted and evaluated at its top level.
import type { Run } from '../interpreter/run';
import type { Evaluation, Fit } from '../records';
import type { Copier } from './copier';
import { isRecordKey, recordKey } from './keys';

export interface CopiedRecords {
  readonly fits: readonly Fit[];
  readonly evaluations: readonly Evaluation[];
}

/** Copies those of the module itself: those of modules it imports have keys of their own. */
export function copyRecords(from: Run, to: Run, copier: Copier, path: string): CopiedRecords {
  const own = <Entry>({ entries }: { readonly entries: ReadonlyMap<string, Entry> }): Entry[] =>
    [...entries].flatMap(([key, entry]) => (isRecordKey(key) && !isRecordKey(key, path) ? [] : [entry]));
  const { store, records } = to;
  const fits = own(from.records.fits).map(copier.fit);
  const evaluations = own(from.records.evaluations).map(copier.evaluation);
  fits.forEach((fit, i) => store.put(records.fits, recordKey(path, i), fit));
  evaluations.forEach((evaluation, i) => store.put(records.evaluations, recordKey(path, i), evaluation));
  own(from.records.descriptive).forEach((each, i) => {
    store.put(records.descriptive, recordKey(path, i), copier.evaluation(each));
  });
  own(from.records.metrics).forEach(({ of, at }, i) => {
    store.put(records.metrics, recordKey(path, i), { of: copier.evaluation(of), at: copier.span(at) });
  });
  own(from.records.reach).forEach((reach, i) => {
    store.put(records.reach, recordKey(path, i), { ...reach, at: copier.span(reach.at) });
  });
  for (const split of from.records.splits.entries.values()) {
    const copy = copier.split(split);
    if (store.read(records.splits, copy.key) === undefined) store.put(records.splits, copy.key, copy);
  }
  own(from.records.splitSites).forEach(({ of, at }, i) => {
    store.put(records.splitSites, recordKey(path, i), { of: copier.splitKey(of), at: copier.span(at) });
  });
  return { fits, evaluations };
}
