// Lists of spans in rising order.
import type { Span } from '../text';

/** The number of the first span that begins at `offset` or after it. */
export function firstFrom(spans: readonly Span[], offset: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle]!.start < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether `offset` lies in one of the spans, which do not overlap. */
export function holds(spans: readonly Span[], offset: number): boolean {
  const last = spans[firstFrom(spans, offset + 1) - 1];
  return last !== undefined && offset < last.end;
}
