// Column names: which influence belongs to a column when names were made of others, by `get_dummies` or `rename`.
import type { Influences } from './influence';

type Columns = ReadonlyMap<string, Influences>;

/**
 * `get_dummies` makes `title_Mr`, `title_Miss`, … of `title`. What went into all of them is kept under one name: a prefix and
 * how sure it is that the column itself is gone. It stays where it holds numbers, so dropping `age_band` after
 * `get_dummies(df)` may drop all there is of it.
 */
const SPREAD = '_*';
const MAYBE_SPREAD = '_?';

/** What went into the column, or into the one it was spread from; undefined where nothing of its own is known. */
export function ownInfluences(columns: Columns, name: string): Influences | undefined {
  const own = columns.get(name);
  if (own !== undefined || columns.size === 0) return own;
  for (let end = name.lastIndexOf('_'); end > 0; end = name.lastIndexOf('_', end - 1)) {
    const prefix = name.slice(0, end);
    const spread = columns.get(prefix + SPREAD) ?? columns.get(prefix + MAYBE_SPREAD);
    if (spread !== undefined) return spread;
  }
  return undefined;
}

/** Without these columns, and what they may have been spread to. */
export function withoutNames(columns: Columns, names: readonly string[]): Columns {
  if (columns.size === 0) return columns;
  const left = new Map(columns);
  for (const name of names) {
    left.delete(name);
    left.delete(name + MAYBE_SPREAD);
  }
  return left;
}

/** `columns` are spread, each under its prefix: null is every column that holds texts. */
export function spreadNames(columns: Columns, names: readonly string[] | null, prefixes: readonly string[]): Columns {
  if (columns.size === 0) return columns;
  const spread = new Map(columns);
  if (names === null) {
    for (const [name, own] of columns) if (!isSpread(name)) spread.set(name + MAYBE_SPREAD, own);
    return spread;
  }
  names.forEach((name, i) => {
    const own = columns.get(name);
    if (own === undefined) return;
    spread.delete(name);
    spread.set((prefixes[i] ?? name) + SPREAD, own);
  });
  return spread;
}

/** The columns that a series is spread to. */
export function spreadOf(prefix: string, influences: Influences): Columns {
  return new Map([[prefix + SPREAD, influences]]);
}

function isSpread(name: string): boolean {
  return name.endsWith(SPREAD) || name.endsWith(MAYBE_SPREAD);
}

/** Each column under its new name. */
export function renamed(columns: Columns, names: ReadonlyMap<string, string>): Columns {
  if (![...columns.keys()].some((name) => names.has(name))) return columns;
  return new Map([...columns].map(([name, own]) => [names.get(name) ?? name, own] as const));
}
