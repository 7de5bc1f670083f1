// What a benchmark reports: `name` and `run()` are what each `*.bench.ts` here exports.

export interface Measurement {
  readonly what: string;
  readonly value: number;
  readonly unit: 'ms' | 'MiB' | 'MB/s' | 'times' | 'bytes' | '%';
  /** The most it may be; absent: only told. */
  readonly target?: number;
  /** The least it may be; absent: only told. */
  readonly least?: number;
}

/** The value below which this share of the samples lies. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

export function median(samples: readonly number[]): number {
  return percentile(samples, 0.5);
}
