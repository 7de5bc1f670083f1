// Code with marks: `#   ^^^^ rule-name` below a line says that this rule reports just these columns of the line above.
import type { CellSource, Source } from '../../server/src/lint';

export interface Mark {
  readonly start: number;
  /** null: the mark ends in `...`, the finding goes on over more lines. */
  readonly end: number | null;
  /** The rule it names; null in a rule's own examples. */
  readonly rule: string | null;
}

export interface Marked {
  /** The code without its marks. */
  readonly code: string;
  readonly marks: readonly Mark[];
}

/** `#<^^` begins at the `#` itself, for findings in the first column. */
const MARK = /^\s*#(<?)([^\S\n]*)(\^+)(\.\.\.)?(?:[^\S\n]+([\w-]+))?[^\S\n]*$/;

/** Takes the marks out of the code. A leading line break (of a template literal) is dropped, and the end gets one. */
export function readMarks(text: string): Marked {
  const marks: Mark[] = [];
  let code = '';
  let lastLine = 0;
  for (const line of text.replace(/^\n/, '').trimEnd().split('\n')) {
    const match = MARK.exec(line);
    if (match === null) {
      lastLine = code.length;
      code += `${line}\n`;
      continue;
    }
    const carets = match[1] === '<' ? line.indexOf('#') : line.indexOf('^');
    const start = lastLine + carets;
    const width = line.lastIndexOf('^') + 1 - carets;
    marks.push({ start, end: match[4] === undefined ? start + width : null, rule: match[5] ?? null });
  }
  return { code, marks };
}

/** What a notebook written as one text has besides its cells: the line between two, and a line of stored output. */
const BETWEEN = /^# %%(?: \[(\d+)\])?.*(?:\n|$)/m;
const OUTPUT = /^#> ?(.*)\n?/gm;

/**
 * A notebook written as one text with `# %%` (`# %% [3]`: it ran as number 3) between its cells, and `#> …` for what a cell has printed. Offsets of the
 * joined text are those of the result's cells joined by a line break.
 */
export function cellsOf(code: string): CellSource[] {
  const parts = code.replace(/\n$/, '').split(BETWEEN);
  // Each text stands behind the number of its line, if that has one; the first has no line.
  const cells = parts.flatMap((text, i) => (i % 2 === 0 ? [{ text: text ?? '', count: parts[i - 1] }] : []));
  if (cells[0]?.text.trim() === '') cells.shift();
  return cells.map(({ text: part, count }, index) => {
    const outputs = [...part.matchAll(OUTPUT)].map(([, text]) => text!);
    const text = part.replaceAll(OUTPUT, '').replace(/\n$/, '');
    const executionCount = count === undefined ? {} : { executionCount: Number(count) };
    return { index, text, ...executionCount, ...(outputs.length > 0 ? { outputs: [outputs.join('\n')] } : {}) };
  });
}

export function sourceOf(code: string, notebook: boolean): Source {
  return notebook ? { kind: 'notebook', cells: cellsOf(code) } : { kind: 'file', text: code };
}

/** Moves marks of such a text to the joined text of its cells, where the lines in between are missing. */
export function marksInCells({ code, marks }: Marked): Marked {
  const moved = marks.map((mark) => {
    const removed = [...code.slice(0, mark.start).matchAll(/^(?:# %%|#>).*\n/gm)].reduce(
      (sum, [line]) => sum + line.length,
      0,
    );
    return { ...mark, start: mark.start - removed, end: mark.end === null ? null : mark.end - removed };
  });
  return { code, marks: moved };
}
