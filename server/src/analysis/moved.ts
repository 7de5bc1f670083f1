// Places of something that is kept, brought to where they are in the text as it is now; null where an edit lies in one.
import type { Move } from './recall';
import type { Span } from './text';

export function movedSpan<S extends Span>(span: S, move: Move): S | null {
  const at = move.span(span);
  return at === null ? null : at === span ? span : { ...span, start: at.start, end: at.end };
}

/** Each of a list as `of` gives it, the same list if all are the same; null if one is null. */
export function allMoved<T>(list: readonly T[], of: (each: T) => T | null): readonly T[] | null {
  let changed: T[] | null = null;
  for (const [i, each] of list.entries()) {
    const now = of(each);
    if (now === null) return null;
    if (now !== each) (changed ??= [...list])[i] = now;
  }
  return changed ?? list;
}
