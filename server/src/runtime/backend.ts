// The part of ONNX Runtime's JavaScript interface that the host uses, native or WASM.
import type { ElementType } from '../model/model';
import type { TensorData } from '../model/values';

export interface RuntimeTensor {
  readonly type: string;
  readonly dims: readonly number[];
  readonly data: TensorData | ArrayBufferView;
}

export interface RuntimeSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  readonly outputMetadata: readonly { readonly name: string; readonly isTensor: boolean; readonly type?: string }[];
  run(
    feeds: Readonly<Record<string, RuntimeTensor>>,
    fetches: readonly string[],
  ): Promise<Readonly<Record<string, RuntimeTensor>>>;
  release(): Promise<void>;
  /** Writes the trace of a session that was loaded for it. */
  endProfiling(): void;
}

export interface LoadOptions {
  /** Folder that external data is relative to, for a model loaded from memory. */
  readonly folder: string;
  /** Files of external data, relative to that folder. */
  readonly externalFiles: readonly string[];
  /** Measure each node, and write the trace to a file whose path begins so. */
  readonly profile?: { readonly prefix: string; readonly optimized: boolean };
}

export interface Backend {
  readonly name: 'native' | 'wasm';
  readonly version: string;
  load(model: string | Uint8Array, options: LoadOptions): Promise<RuntimeSession>;
  tensor(type: ElementType, data: TensorData | ArrayBufferView, shape: readonly number[]): RuntimeTensor;
}
