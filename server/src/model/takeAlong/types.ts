// What is taken along from a run: files to write, as plain data.
import type { Value } from '../values';

export interface TakenRun {
  /** File name of the model. */
  readonly name: string;
  readonly inputs: readonly { readonly name: string; readonly value: Value }[];
  readonly outputs: readonly { readonly name: string; readonly value: Value }[];
}

export interface TakenFile {
  /** From the folder that is written to, with slashes. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface Taken {
  readonly files: readonly TakenFile[];
  /** The path of the one to look at. */
  readonly open: string;
  /** What could not be taken along, in words. */
  readonly notes: readonly string[];
}
