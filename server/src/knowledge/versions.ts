// Versions and specifiers of Python packages (PEP 440): reading, comparing, and the bounds a specifier sets.

/** A version, split so that it can be compared. */
export interface Version {
  readonly epoch: number;
  /** `1.26.4` → [1, 26, 4]. */
  readonly release: readonly number[];
  /** Where it lies around its release: a dev release before a pre-release before the release before a post-release. */
  readonly suffix: readonly number[];
}

/** The versions that satisfy a specifier: `lower` ≤ version < `upper`; null where open. */
export interface Bounds {
  readonly lower: string | null;
  /** Whether `lower` itself is meant and nothing else (`==1.2.3`). */
  readonly exact: boolean;
  /** The first version that is excluded (`<2`), or the last one that is included (`<=1.9`): see `upperIncluded`. */
  readonly upper: string | null;
  readonly upperIncluded: boolean;
}

/** What is known of the version a project has. */
export type VersionEvidence =
  /** Installed, locked or pinned. */
  | { readonly state: 'exact'; readonly version: string; readonly from: string }
  /** A range: `>=1.2,<2`. */
  | { readonly state: 'range'; readonly specifier: string; readonly from: string }
  | { readonly state: 'unknown' };

export const UNKNOWN_VERSION: VersionEvidence = { state: 'unknown' };

const VERSION =
  /^\s*v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(a|b|c|rc|alpha|beta|pre|preview)[-_.]?(\d*))?(?:(?:[-_.]?(?:post|rev|r)[-_.]?(\d*))|-(\d+))?(?:[-_.]?(dev)[-_.]?(\d*))?(?:\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?\s*$/i;

/** Earlier stages sort lower; a final release has no stage of its own. */
const STAGES: Readonly<Record<string, number>> = {
  a: -3,
  alpha: -3,
  b: -2,
  beta: -2,
  c: -1,
  rc: -1,
  pre: -1,
  preview: -1,
};

/** Reads a version; null if the text is none. Local parts (`+cu121`) are left out: they name a build, not an API. */
export function parseVersion(text: string): Version | null {
  const match = VERSION.exec(text);
  if (match === null) return null;
  const [, epoch, release, stage, stageNumber, post, dashPost, dev, devNumber] = match;
  const isPost = post !== undefined || dashPost !== undefined;
  const stageOrder = stage === undefined ? 0 : (STAGES[stage.toLowerCase()] ?? 0);
  // `1.0.dev3` comes before `1.0a1`: a dev release of nothing but the release sorts first.
  const firstOrder = dev !== undefined && stage === undefined && !isPost ? -4 : stageOrder;
  return {
    epoch: Number(epoch ?? 0),
    release: release!.split('.').map(Number),
    suffix: [
      firstOrder,
      Number(stageNumber || 0),
      isPost ? 1 + Number(post ?? dashPost ?? 0) : 0,
      dev === undefined ? Infinity : Number(devNumber || 0),
    ],
  };
}

/** Negative if `a` comes first, 0 if they are equal (`1.2` and `1.2.0` are). Unreadable versions come first of all. */
export function compareVersions(a: string, b: string): number {
  const left = parseVersion(a);
  const right = parseVersion(b);
  if (left === null || right === null) return Number(left !== null) - Number(right !== null);
  return (
    left.epoch - right.epoch || compareNumbers(left.release, right.release) || compareNumbers(left.suffix, right.suffix)
  );
}

/** Whether `version` is `since` or later, a pre-release of `since` included: it has `since`'s API already. */
export function isAtLeast(version: string, since: string): boolean {
  const left = parseVersion(version);
  const right = parseVersion(since);
  if (left === null || right === null) return false;
  return left.epoch - right.epoch >= 0 && compareNumbers(left.release, right.release) >= 0;
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const left = a[i] ?? 0;
    const right = b[i] ?? 0;
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

const CLAUSE = /^\s*(===|==|~=|!=|<=|>=|<|>|=|\^|~)?\s*([^\s,;]+)\s*$/;

/**
 * The bounds that a specifier sets: `>=1.2,<2`, `==1.26.*`, `~=1.4`; also Poetry's `^1.2`, `~1.2` and a bare `1.2`
 * (which Poetry reads as an exact version), and Conda's `=1.2`. Null where any clause is not understood, or where
 * alternatives (`||`) make the bounds more than one range.
 */
export function boundsOf(specifier: string): Bounds | null {
  let bounds: Bounds = { lower: null, exact: false, upper: null, upperIncluded: false };
  const clauses = specifier.split(',').map((clause) => clause.trim());
  for (const clause of clauses) {
    if (clause === '' || clause === '*') continue;
    const added = clauseBounds(clause);
    if (added === null) return null;
    bounds = narrowed(bounds, added);
  }
  return bounds;
}

function clauseBounds(clause: string): Bounds | null {
  const match = CLAUSE.exec(clause);
  if (match === null) return null;
  const operator = match[1] ?? '==';
  const wildcard = match[2]!.endsWith('.*');
  const version = wildcard ? match[2]!.slice(0, -2) : match[2]!;
  const parsed = parseVersion(version);
  if (parsed === null) return null;
  const between = (upper: string): Bounds => ({ lower: version, exact: false, upper, upperIncluded: false });
  const parts = parsed.release.length;
  switch (operator) {
    case '==':
    case '===':
      return wildcard ? between(bumped(parsed, parts - 1)) : { ...between(version), exact: true, upperIncluded: true };
    case '=':
      return parts < 3 || wildcard
        ? between(bumped(parsed, parts - 1))
        : { ...between(version), exact: true, upperIncluded: true };
    case '~=':
      return parts < 2 ? null : between(bumped(parsed, parts - 2));
    case '~':
      return between(bumped(parsed, Math.min(1, parts - 1)));
    case '^': {
      const firstNonZero = parsed.release.findIndex((part) => part > 0);
      return between(bumped(parsed, firstNonZero < 0 ? parts - 1 : firstNonZero));
    }
    case '>=':
    case '>':
      return { lower: version, exact: false, upper: null, upperIncluded: false };
    case '<':
      return { lower: null, exact: false, upper: version, upperIncluded: false };
    case '<=':
      return { lower: null, exact: false, upper: version, upperIncluded: true };
    default:
      return { lower: null, exact: false, upper: null, upperIncluded: false }; // != takes single versions out
  }
}

/** The first release after all that share the parts up to `index`: ([1, 4, 2], 1) → `1.5`. */
function bumped(version: Version, index: number): string {
  const parts = version.release.slice(0, index + 1);
  parts[index] = (parts[index] ?? 0) + 1;
  return (version.epoch > 0 ? `${version.epoch}!` : '') + parts.join('.');
}

/** The bounds that satisfy both. */
function narrowed(a: Bounds, b: Bounds): Bounds {
  const lower = a.lower === null || (b.lower !== null && compareVersions(b.lower, a.lower) > 0) ? b.lower : a.lower;
  const takeUpper = a.upper === null || (b.upper !== null && compareVersions(b.upper, a.upper) < 0);
  return {
    lower,
    exact: a.exact || b.exact,
    upper: takeUpper ? b.upper : a.upper,
    upperIncluded: takeUpper ? b.upperIncluded : a.upperIncluded,
  };
}
