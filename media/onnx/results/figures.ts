// Figures of many runs: shares of the sorted times, and how they spread. Pure.

/** Values at these shares of the sorted runs. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

/** How many runs fall into each of equal parts between the fastest and the slowest shown; the slowest 5 % of many go into the last. */
export function histogram(
  sorted: readonly number[],
  bins: number,
): { readonly from: number; readonly to: number; readonly counts: readonly number[] } {
  const from = sorted[0] ?? 0;
  const to = sorted.length >= 100 ? percentile(sorted, 0.95) : (sorted.at(-1) ?? 0);
  const counts = Array.from({ length: bins }, () => 0);
  for (const time of sorted) {
    const place = to > from ? Math.floor(((time - from) / (to - from)) * bins) : 0;
    counts[Math.min(bins - 1, place)]! += 1;
  }
  return { from, to, counts };
}
