// Figures of many runs: shares of the sorted times, and how they spread. Pure.

/** The value at this share of the sorted runs, between two of them where it falls there, as numpy has it. */
export function percentile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0];
  return below + (above - below) * (at - Math.floor(at));
}

/** How many runs fall into each of equal parts between the fastest and the slowest shown; the slowest tenth of many goes into the last. */
export function histogram(
  sorted: readonly number[],
  bins: number,
): { readonly from: number; readonly to: number; readonly counts: readonly number[] } {
  const from = sorted[0] ?? 0;
  const to = sorted.length >= 100 ? percentile(sorted, 0.9) : (sorted.at(-1) ?? 0);
  const counts = Array.from({ length: bins }, () => 0);
  for (const time of sorted) {
    const place = to > from ? Math.floor(((time - from) / (to - from)) * bins) : 0;
    counts[Math.min(bins - 1, place)]! += 1;
  }
  return { from, to, counts };
}
