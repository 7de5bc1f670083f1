// The names of a table, prepared for looking up: by full name, and by what they lie below.
import type { RemovalTable, RemovedName, Verdict } from '../../knowledge/removed/table';
import { verdict } from '../../knowledge/removed/table';
import type { VersionEvidence } from '../../knowledge/versions';

/** The names that are gone in the version at hand. */
export interface GoneNames {
  readonly byName: ReadonlyMap<string, RemovedName>;
  /** The last parts of all names: most attributes of a file are none of these. */
  readonly lastParts: ReadonlySet<string>;
  /** The longest entry that is this name or lies above it. */
  covering(name: string): RemovedName | null;
  verdictOf(name: RemovedName): Verdict;
}

export function goneNames(table: RemovalTable, evidence: VersionEvidence): GoneNames {
  const byName = new Map<string, RemovedName>();
  for (const entry of table.names) if (verdict(table, entry, evidence) !== 'there') byName.set(entry.name, entry);
  return {
    byName,
    lastParts: new Set([...byName.keys()].map((name) => name.slice(name.lastIndexOf('.') + 1))),
    covering(name) {
      for (let at = name; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('.')))) {
        const entry = byName.get(at);
        if (entry !== undefined) return entry;
      }
      return null;
    },
    verdictOf: (entry) => verdict(table, entry, evidence),
  };
}

/** The full name that takes the place of `name`, which is `entry`'s or lies below it; null where there is none. */
export function successor(entry: RemovedName, name: string): string | null {
  return entry.to === undefined ? null : entry.to + name.slice(entry.name.length);
}
