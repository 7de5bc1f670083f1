// Repairs that are kept from version to version of a text: most edits touch nothing that one hangs on.
import type { Module } from '../module';
import { allMoved, movedSpan } from '../moved';
import type { Recallable } from '../recall';
import type { Repair } from './refit';

/** A repair, or that there is none. */
interface Kept {
  readonly repair: Repair | null;
}

/** @param find the repair for a key: a leak, or a group of them */
export function keptRepair<K extends object>(find: (module: Module, key: K) => Repair | null): Recallable<K, Kept> {
  return {
    compute: (module, key) => ({ repair: find(module, key) }),
    moved(kept, move) {
      if (kept.repair === null) return kept;
      const edits = allMoved(kept.repair.edits, (edit) => movedSpan(edit, move));
      return edits === null ? null : edits === kept.repair.edits ? kept : { repair: { ...kept.repair, edits } };
    },
  };
}
