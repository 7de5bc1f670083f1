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

/** A notebook written as one text with `# %%` between its cells. Offsets of the joined text are those of the result's cells joined by a line break. */
export function cellsOf(code: string): CellSource[] {
  const parts = code.replace(/\n$/, '').split(/^# %%.*(?:\n|$)/m);
  if (parts[0]?.trim() === '') parts.shift();
  return parts.map((text, index) => ({ index, text: text.replace(/\n$/, '') }));
}

export function sourceOf(code: string, notebook: boolean): Source {
  return notebook ? { kind: 'notebook', cells: cellsOf(code) } : { kind: 'file', text: code };
}

/** Moves marks of a text with `# %%` lines to the joined text of its cells, where those lines are missing. */
export function marksInCells({ code, marks }: Marked): Marked {
  const moved = marks.map((mark) => {
    const removed = [...code.slice(0, mark.start).matchAll(/^# %%.*\n/gm)].reduce(
      (sum, [line]) => sum + line.length,
      0,
    );
    return { ...mark, start: mark.start - removed, end: mark.end === null ? null : mark.end - removed };
  });
  return { code, marks: moved };
}
