// Which syntax needs which Python. The parser notes each use of what Python 3.8 does not have.
import type { Span } from '../text';

/** A use of newer syntax: `minimum` is the minor version of Python 3 that first has it (10 for Python 3.10). */
export interface VersionedSyntax extends Span {
  readonly feature: Feature;
  readonly minimum: number;
}

/** What the syntax is, as a person would say it. */
export type Feature = keyof typeof FEATURES;

/** Each feature with the minor version of Python 3 that brought it, and where that is decided. */
export const FEATURES = {
  /** Any expression after `@` (PEP 614). */
  'arbitrary decorator expression': 9,
  /** `with (a as b, c as d):` (documented for 3.10; 3.9 has it undocumented). */
  'parenthesized context managers': 10,
  /** PEP 634. */
  'match statement': 10,
  /** `x[a := 1]` (bpo-42316: unparenthesized walrus in index and set). */
  'unparenthesized assignment expression': 10,
  /** PEP 654. */
  'except*': 11,
  /** `x[*a]`, `*args: *Ts` (PEP 646). */
  'star expression in index': 11,
  'star annotation': 11,
  /** `class A[T]`, `def f[T]()` (PEP 695). */
  'type parameters': 12,
  /** `type X = int` (PEP 695). */
  'type statement': 12,
  /** Same quotes, backslashes, comments and line breaks inside f-string fields (PEP 701). */
  'unrestricted f-string': 12,
  /** `class A[T = int]` (PEP 696). */
  'type parameter default': 13,
  /** PEP 750. */
  't-string': 14,
  /** `except A, B:` (PEP 758). */
  'except without parentheses': 14,
} as const;

export function versionedSyntax(feature: Feature, start: number, end: number): VersionedSyntax {
  return { start, end, feature, minimum: FEATURES[feature] };
}
