// Where a model's bytes come from: any range on demand, so that weights need never be read.

/** A readable run of bytes. `read` may throw; a reader of models turns that into a problem. */
export interface ByteSource {
  readonly length: number;
  /** The bytes from `start` up to `end`; fewer only where the source has shrunk. The caller does not change them. */
  read(start: number, end: number): Uint8Array;
}

/** A range of a file, `end` exclusive. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** A source over bytes in memory; nothing is copied. */
export function sourceOf(bytes: Uint8Array): ByteSource {
  return { length: bytes.length, read: (start, end) => bytes.subarray(start, end) };
}
