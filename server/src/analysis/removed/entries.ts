// What is gone from a library in one version, prepared for looking up: a table has hundreds of entries, a file few uses.
import type {
  Removal,
  RemovalTable,
  RemovedArgument,
  RemovedMember,
  RemovedName,
  Verdict,
} from '../../knowledge/removed/table';
import { verdict } from '../../knowledge/removed/table';
import type { VersionEvidence } from '../../knowledge/versions';

/** The entries of a table that apply to the version at hand. */
export interface Gone {
  readonly names: ReadonlyMap<string, RemovedName>;
  /** The last parts of all names: most attributes of a file are none of these. */
  readonly lastParts: ReadonlySet<string>;
  /** By the full name of what took the argument: `pandas.concat`, `pandas.DataFrame.drop`. */
  readonly arguments: ReadonlyMap<string, readonly RemovedArgument[]>;
  readonly keywords: ReadonlySet<string>;
  /** Last parts of what took an argument by position. */
  readonly positional: ReadonlySet<string>;
  /** The methods that took one: `drop`. */
  readonly methods: ReadonlySet<string>;
  readonly members: ReadonlyMap<string, readonly RemovedMember[]>;
  /** The longest entry that is this name or lies above it. */
  covering(name: string): RemovedName | null;
  verdictOf(removal: Removal): Verdict;
}

/** Tables are few and versions too: what was prepared is kept. */
const prepared = new WeakMap<RemovalTable, Map<string, Gone>>();
const KEPT_VERSIONS = 16;

export function goneFrom(table: RemovalTable, evidence: VersionEvidence): Gone {
  const byVersion = prepared.get(table) ?? new Map<string, Gone>();
  prepared.set(table, byVersion);
  const key = evidence.state === 'exact' ? evidence.version : evidence.state === 'range' ? evidence.specifier : '';
  const known = byVersion.get(key);
  if (known !== undefined) return known;
  if (byVersion.size >= KEPT_VERSIONS) byVersion.clear();
  const made = prepare(table, evidence);
  byVersion.set(key, made);
  return made;
}

function prepare(table: RemovalTable, evidence: VersionEvidence): Gone {
  const verdicts = new Map<Removal, Verdict>();
  for (const entry of [...table.names, ...table.arguments, ...table.members]) {
    const found = verdict(table, entry, evidence);
    if (found !== 'there') verdicts.set(entry, found);
  }
  const isGone = (entry: Removal): boolean => verdicts.has(entry);
  const names = new Map(table.names.filter(isGone).map((entry) => [entry.name, entry]));
  const given = table.arguments.filter(isGone);
  const owners = given.flatMap((entry) => entry.of.map((owner) => [owner, entry] as const));
  const members = table.members.filter(isGone);
  return {
    names,
    lastParts: new Set([...names.keys()].map(lastPart)),
    arguments: grouped(owners),
    keywords: new Set(given.map(({ keyword }) => keyword)),
    positional: new Set(owners.filter(([, { position }]) => position !== undefined).map(([owner]) => lastPart(owner))),
    methods: new Set(owners.filter(([owner]) => isMethod(owner)).map(([owner]) => lastPart(owner))),
    members: grouped(members.map((entry) => [entry.member, entry] as const)),
    covering(name) {
      for (let at = name; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('.')))) {
        const entry = names.get(at);
        if (entry !== undefined) return entry;
      }
      return null;
    },
    verdictOf: (removal) => verdicts.get(removal) ?? 'there',
  };
}

function grouped<Entry>(pairs: readonly (readonly [string, Entry])[]): ReadonlyMap<string, readonly Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const [key, entry] of pairs) groups.set(key, [...(groups.get(key) ?? []), entry]);
  return groups;
}

/** `pandas.DataFrame.drop`: its owner is a class. */
function isMethod(name: string): boolean {
  return /\.[A-Z]\w*\.[a-z_]\w*$/.test(name);
}

export function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** The full name that takes the place of `name`, which is `entry`'s or lies below it; null where there is none. */
export function successor(entry: RemovedName, name: string): string | null {
  return entry.to === undefined ? null : entry.to + name.slice(entry.name.length);
}
