// Positions in a text and edits of it. Offsets are UTF-16 units everywhere; lines exist only at the edges (`lsp`, `cli`).

/** A range of the source, `end` exclusive. Every tree node is one. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Replaces `start`..`end` by `text`. */
export interface Edit extends Span {
  readonly text: string;
}

/** A place as people count: both from 0. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

export function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}

/**
 * The text with all edits made. Edits may come in any order; insertions at one place keep theirs.
 * @throws RangeError if two edits overlap: applying either would change what the other meant.
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const ordered = edits
    .map((edit, order) => ({ edit, order }))
    .sort((a, b) => a.edit.start - b.edit.start || a.edit.end - b.edit.end || a.order - b.order);
  let result = '';
  let done = 0;
  for (const { edit } of ordered) {
    if (edit.start < done) throw new RangeError(`edits overlap at ${edit.start}`);
    result += text.slice(done, edit.start) + edit.text;
    done = edit.end;
  }
  return result + text.slice(done);
}

/** Turns offsets into lines and back. Lines end in `\n`, `\r\n` or `\r`. */
export class LineIndex {
  readonly #starts: number[] = [0];
  readonly #length: number;

  constructor(text: string) {
    this.#length = text.length;
    if (!text.includes('\r')) {
      for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) this.#starts.push(i + 1);
      return;
    }
    for (let i = 0; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (c === 10 || (c === 13 && text.charCodeAt(i + 1) !== 10)) this.#starts.push(i + 1);
    }
  }

  get lineCount(): number {
    return this.#starts.length;
  }

  position(offset: number): Position {
    const at = Math.max(0, Math.min(offset, this.#length));
    let low = 0;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.#starts[middle]! <= at) low = middle;
      else high = middle;
    }
    return { line: low, character: at - this.#starts[low]! };
  }

  offset({ line, character }: Position): number {
    if (line < 0) return 0;
    if (line >= this.#starts.length) return this.#length;
    const next = this.#starts[line + 1] ?? this.#length;
    return Math.min(this.#starts[line]! + Math.max(0, character), next);
  }

  /** Where the line that holds `offset` begins. */
  lineStart(offset: number): number {
    return this.#starts[this.position(offset).line]!;
  }
}
