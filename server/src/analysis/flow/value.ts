// Values: what an expression can evaluate to. Mutable things are references to the heap; everything else is immutable.
import type { ClassDef, Expr, FunctionDef, Lambda } from '../syntax';
import type { Span } from '../text';
import type { Data } from './data';
import type { Evaluation, Fit } from './records';
import type { Constant } from './rows/predicate';
import type { Quantity } from './rows/quantity';
import type { Table } from './store';

export type Value =
  | { readonly kind: 'ref'; readonly id: number }
  | { readonly kind: 'const'; readonly value: Constant }
  | { readonly kind: 'quantity'; readonly quantity: Quantity }
  /** A library module or a member of one, by its full name. */
  | { readonly kind: 'api'; readonly name: string }
  | { readonly kind: 'function'; readonly fn: FunctionValue }
  | { readonly kind: 'class'; readonly cls: ClassValue }
  /** A module of the workspace that was imported. */
  | { readonly kind: 'module'; readonly scope: Scope; readonly name: string }
  /** A method not yet called. `fn` is null for methods of libraries. */
  | { readonly kind: 'bound'; readonly receiver: Value; readonly name: string; readonly fn: FunctionValue | null }
  | { readonly kind: 'indexer'; readonly of: number; readonly which: string }
  | { readonly kind: 'slice'; readonly low: Value | null; readonly high: Value | null }
  | { readonly kind: 'unknown' };

export type Ref = Extract<Value, { kind: 'ref' }>;

export interface FunctionValue {
  readonly node: FunctionDef | Lambda;
  readonly name: string;
  readonly scope: Scope;
  readonly defaults: ReadonlyMap<string, Value>;
  /** The imported file it is in; null for the program itself. */
  readonly file: ImportedFile | null;
  /** The class whose body defines it, for `super()`. */
  readonly owner: ClassValue | null;
}

/** Another file of the workspace. */
export interface ImportedFile {
  readonly path: string;
  readonly text: string;
  /** The program itself, which is not followed a second time. */
  readonly itself?: true;
}

export interface ClassValue {
  readonly node: ClassDef;
  readonly name: string;
  readonly bases: readonly Value[];
  readonly scope: Scope;
}

/** Where names are bound. Read and written through the store alone, so that branches can be undone. */
export interface Scope extends Table<string, Value> {
  readonly parent: Scope | null;
  readonly isClass: boolean;
  /** Names declared `global` or `nonlocal`, and where they live. */
  readonly elsewhere: Map<string, Scope>;
}

/** What an estimator does with what it learns; see `knowledge/estimators.ts`. */
export type EstimatorRole =
  | 'model'
  | 'statistic'
  | 'vocabulary'
  | 'encoder'
  | 'rowwise'
  | 'sampler'
  | 'splitter'
  | 'search'
  | 'composite'
  | 'network'
  | 'callback'
  | 'trainer'
  | 'unknown';

export interface Estimator {
  readonly type: 'estimator';
  readonly role: EstimatorRole;
  /** `StandardScaler`, the last part of `qualified`. */
  readonly name: string;
  readonly qualified: string;
  readonly at: Span;
  /** Estimators given to it: the steps of a pipeline, the model of a search. */
  readonly members: readonly Value[];
  readonly settings: ReadonlyMap<string, Value>;
  readonly fits: readonly Fit[];
  /** In evaluation mode (`model.eval()`). */
  readonly evaluating: boolean;
  /** Data it was made of, such as the generator behind a splitter. */
  readonly data: Value | null;
}

export interface ListObject {
  readonly type: 'list';
  readonly sequence: 'list' | 'tuple' | 'set';
  readonly items: readonly Value[];
  /** Filled by a loop or a comprehension: `items` stand for any number of elements. */
  readonly open: boolean;
}

export interface DictObject {
  readonly type: 'dict';
  readonly entries: ReadonlyMap<string | number, Value>;
  /** Values under keys we do not know. */
  readonly rest: readonly Value[];
}

/** An object of a class of the user. */
export interface Instance {
  readonly type: 'instance';
  readonly cls: ClassValue;
  readonly attributes: ReadonlyMap<string, Value>;
  readonly evaluating: boolean;
  /** Of a network: what it was trained on. */
  readonly fits: readonly Fit[];
}

/** A network was called with gradients on: training, if its output reaches a `backward()`. */
export interface Forward {
  /** What it is if it does not. */
  readonly evaluation: Evaluation;
  readonly data: Data;
  /** If it does not, it is nothing. */
  readonly onlyTrains?: true;
}

export type HeapObject = Data | Estimator | ListObject | DictObject | Instance;

export const NONE: Value = { kind: 'const', value: null };
export const TRUE: Value = { kind: 'const', value: true };
export const FALSE: Value = { kind: 'const', value: false };
export const UNKNOWN: Value = { kind: 'unknown' };

export function constant(value: Constant): Value {
  if (value === null) return NONE;
  if (value === true) return TRUE;
  if (value === false) return FALSE;
  return { kind: 'const', value };
}

/** Arguments of a call, evaluated. */
export interface Arguments {
  readonly positional: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
  /** `*args` or `**options` hide some. */
  readonly hidden: boolean;
  /** Where the call stands. */
  readonly at: Span;
  readonly nodes: readonly Expr[];
}

export function argument(args: Arguments, position: number | null, keyword: string | null): Value | null {
  if (keyword !== null) {
    const named = args.keywords.get(keyword);
    if (named !== undefined) return named;
  }
  return position === null ? null : (args.positional[position] ?? null);
}

export function stringOf(value: Value | null | undefined): string | null {
  return value?.kind === 'const' && typeof value.value === 'string' ? value.value : null;
}

export function numberOf(value: Value | null | undefined): number | null {
  if (value?.kind === 'const' && typeof value.value === 'number') return value.value;
  return value?.kind === 'quantity' ? value.quantity.number : null;
}

export function isNone(value: Value | null | undefined): boolean {
  return value === null || value === undefined || (value.kind === 'const' && value.value === null);
}

export function isTrue(value: Value | null | undefined): boolean {
  return value?.kind === 'const' && (value.value === true || value.value === 1);
}

export function isFalse(value: Value | null | undefined): boolean {
  return value?.kind === 'const' && (value.value === false || value.value === 0);
}

/** Every value handed in, in order: positional ones, then keywords. */
export function allArguments(args: Arguments): readonly Value[] {
  return args.keywords.size === 0 ? args.positional : [...args.positional, ...args.keywords.values()];
}

export type { Evaluation, Fit };
