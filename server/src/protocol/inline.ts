// Messages about models inside Python code: types only.
import type { InputSpec } from './models';

export interface InlineRequests {
  /** Where a Python document, or a cell, loads, runs and writes model files. Nothing is run. null: nothing is known of it. */
  'heldout/inline/sites': { params: { readonly uri: string }; result: InlineSites | null };
}

export interface InlineSites {
  /** Sessions and runs of models that are there, in source order. */
  readonly sites: readonly InlineSite[];
  /** Calls that wrote a model file which is there, in source order. */
  readonly written: readonly WrittenSite[];
}

export interface InlineModel {
  readonly uri: string;
  readonly name: string;
  readonly byteLength: number;
  /** Changes when the file does. */
  readonly stamp: string;
}

export interface InlineSite {
  /** The same for the same place in an edited text, as far as can be told. */
  readonly id: string;
  readonly kind: 'session' | 'run';
  /** The whole call. */
  readonly range: LineRange;
  readonly model: InlineModel;
  /** The outputs that the code asks for, in order; empty: all. */
  readonly outputs: readonly string[];
  /** Inputs that the code writes out as arrays, by name. */
  readonly inputs: Readonly<Record<string, InputSpec>>;
  /** Changes when the code of the call, or of what it feeds, does. */
  readonly code: string;
}

export interface WrittenSite {
  readonly range: LineRange;
  readonly model: InlineModel;
}

/** A `Range` of the protocol. */
export interface LineRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}
