// What an API that is gone looks like as data: its name or argument, the version that removed it, and what takes its place.
import { boundsOf, compareVersions, isAtLeast } from '../versions';
import type { VersionEvidence } from '../versions';

/** What every entry says. */
export interface Removal {
  /** The first release without it. */
  readonly removed: string;
  /** The release it came back in, with another meaning or not. */
  readonly back?: string;
  /** What to do now, for the message; made from the edit where that says it all. */
  readonly instead?: string;
  /** Still accepted, but without effect: a warning at run time, no error. */
  readonly ignored?: true;
  /** The replacement differs in rare cases: the edit is one to look at. */
  readonly unsafe?: true;
  /** Entries of one group are one finding in a file whose version is not known (all of TensorFlow 1, say). */
  readonly group?: string;
}

/** A module, class, function or constant; what lies below it is gone too. */
export interface RemovedName extends Removal {
  readonly name: string;
  /** The full name that takes its place, with the same meaning (`builtins.int` for a builtin). */
  readonly to?: string;
  /** Text that takes its place; `{root}` is what the module is called in the file. */
  readonly text?: string;
  /** What takes the place of a call with this many positional arguments and nothing else: `{0}.item()`. */
  readonly call?: { readonly arguments: number; readonly text: string };
}

/** What becomes of an argument. */
export type ArgumentEdit =
  | { readonly rename: string }
  | { readonly drop: true; readonly callee?: string; readonly method?: string }
  /** Given by position, it must be given by its name. */
  | { readonly name: true }
  /** It belongs into the constructor of the receiver. */
  | { readonly toConstructor: true }
  /** It becomes an element of `callbacks=[…]`; `{root}` is the module, `{value}` the argument. */
  | { readonly callback: string }
  /** Python source of the new value. */
  | { readonly value: string; readonly rename?: string };

/** An argument, or a value of it, that a function, constructor or method no longer takes. */
export interface RemovedArgument extends Removal {
  /** Full names of functions and classes; `Class.method` for methods. */
  readonly of: readonly string[];
  readonly keyword: string;
  /** Its place among the positional arguments, where it can be given without its name. */
  readonly position?: number;
  /** Only giving it by position is gone. */
  readonly positionalOnly?: true;
  /** Only this value is gone: Python source of a literal, `'auto'` or `False`. */
  readonly value?: string;
  readonly edit?: ArgumentEdit;
}

/** What takes the place of a call with this many positional arguments; `{self}` is the receiver, `{root}` the module. */
export interface MemberCall {
  readonly arguments: number;
  readonly text: string;
  /** Keywords that keep their meaning and go along. */
  readonly keywords?: readonly string[];
  /** The arguments must be of the receiver's own class. */
  readonly sameClass?: true;
  /** The import that gives `{root}` its name, where the file has none. */
  readonly imports: string;
}

/** A method or attribute of instances. */
export interface RemovedMember extends Removal {
  readonly of: readonly string[];
  readonly member: string;
  /** No method: read without a call. A frame's column may have the name of a method that is gone. */
  readonly attribute?: true;
  /** The member that takes its place, with the same meaning. */
  readonly to?: string;
  readonly call?: MemberCall;
}

export interface RemovalTable {
  /** As its users write it: `scikit-learn`. */
  readonly library: string;
  /** Names under which it can be installed, most usual first. */
  readonly distributions: readonly string[];
  /** The package its names begin with. */
  readonly package: string;
  /** Feature releases with the month they came out, oldest first; the last is the newest this table knows. */
  readonly releases: readonly (readonly [version: string, month: string])[];
  /** Where the entries come from. */
  readonly source: string;
  /** A text that, anywhere in the file, says the old API is meant (`TF_USE_LEGACY_KERAS`). */
  readonly legacySign?: RegExp;
  readonly names: readonly RemovedName[];
  readonly arguments: readonly RemovedArgument[];
  readonly members: readonly RemovedMember[];
}

/** `gone`: removed in the project's version; `likely`: the version is not known, but it went long ago. */
export type Verdict = 'gone' | 'likely' | 'there';

/** This many feature releases, or this many months, and an API is taken to be gone where the version is not known. */
const RELEASES_SINCE = 2;
const MONTHS_SINCE = 18;

/** Whether a removal applies to a project with this version. */
export function verdict(table: RemovalTable, removal: Removal, evidence: VersionEvidence): Verdict {
  if (evidence.state === 'exact') {
    const isBack = removal.back !== undefined && isAtLeast(evidence.version, removal.back);
    return isAtLeast(evidence.version, removal.removed) && !isBack ? 'gone' : 'there';
  }
  const bounds = evidence.state === 'range' ? boundsOf(evidence.specifier) : null;
  if (bounds?.lower && removal.back === undefined && isAtLeast(bounds.lower, removal.removed)) return 'gone';
  if (bounds?.lower && isInRange(bounds, removal)) return 'gone';
  // A range that begins before the removal promises to work with versions that have it.
  if (bounds?.lower) return 'there';
  if (bounds?.upper && compareVersions(bounds.upper, removal.removed) <= 0) return 'there';
  return removal.back === undefined && isLongGone(table, removal.removed) ? 'likely' : 'there';
}

/** Whether all versions of the range lie between the removal and its return. */
function isInRange(bounds: { lower: string | null; upper: string | null }, removal: Removal): boolean {
  const { lower, upper } = bounds;
  if (lower === null || upper === null || removal.back === undefined) return false;
  return isAtLeast(lower, removal.removed) && compareVersions(upper, removal.back) <= 0;
}

function isLongGone(table: RemovalTable, removed: string): boolean {
  const at = table.releases.findIndex(([version]) => isAtLeast(version, removed));
  const newest = table.releases.at(-1);
  if (newest === undefined || at < 0) return false;
  const [, month] = table.releases[at]!;
  return table.releases.length - 1 - at >= RELEASES_SINCE || monthsBetween(month, newest[1]) >= MONTHS_SINCE;
}

/** Months from one `2024-06` to another. */
function monthsBetween(from: string, to: string): number {
  const count = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7));
  return count(to) - count(from);
}

/** `renames('numpy', '1.24', 'numpy.product → numpy.prod …')`: entries for names that only changed their name, one a line. */
export function renames(removed: string, lines: string): readonly RemovedName[] {
  return pairs(lines).map(([name, to]) => ({ name, removed, to }));
}

/** Entries for names with nothing that simply takes their place; one advice for all. */
export function gone(removed: string, names: string, instead: string, group?: string): readonly RemovedName[] {
  return names
    .trim()
    .split(/\s+/)
    .map((name) => ({ name, removed, instead, ...(group === undefined ? {} : { group }) }));
}

/** `a → b`, one a line. */
function pairs(lines: string): readonly (readonly [string, string])[] {
  return lines
    .trim()
    .split('\n')
    .map((line) => {
      const [from = '', to = ''] = line.split('→').map((part) => part.trim());
      return [from, to] as const;
    });
}
