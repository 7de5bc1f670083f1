// The edit that silences a finding by a comment. Pure.
import { parse } from './analysis/syntax';
import { applyEdits, LineIndex, type Edit } from './analysis/text';
import { readSuppressions, silences } from './suppress';

/** Lines tried below the one a finding begins in; of a longer statement the comment goes above it. */
const LINES_TRIED = 40;

/**
 * The edit that makes `# heldout: ignore[rule]` hold for a finding that begins at `offset`: its name in the comment that
 * is there, else a comment behind the statement, else one on a line above it. Each is tried out on the text, and the
 * first that works is taken; null if none does. `text` is a file, or one cell.
 */
export function silencingEdit(text: string, offset: number, rule: string, notebook: boolean): Edit | null {
  const before = parse(text, { notebook });

  function works(edit: Edit): boolean {
    const after = applyEdits(text, [edit]);
    const { comments, tree, problems } = parse(after, { notebook });
    if (problems.length > before.problems.length) return false;
    const start = edit.start <= offset ? offset + edit.text.length - (edit.end - edit.start) : offset;
    return readSuppressions(after, comments, tree).some((each) => silences(each, { start, end: start, rule }));
  }

  const candidates = [
    ...readSuppressions(text, before.comments, before.tree).map(({ at }) => namedAfter(at.end, rule)),
    ...linesFrom(text, offset).map((line) => commentBehind(text, line, rule)),
    commentAbove(text, offset, rule),
  ];
  return candidates.find(works) ?? null;
}

/** `[other]` → `[other, rule]`. */
function namedAfter(end: number, rule: string): Edit {
  return { start: end, end, text: `, ${rule}` };
}

function commentBehind(text: string, lineEnd: number, rule: string): Edit {
  let start = lineEnd;
  while (text[start - 1] === ' ' || text[start - 1] === '\t') start--;
  return { start, end: lineEnd, text: `  # heldout: ignore[${rule}]` };
}

function commentAbove(text: string, offset: number, rule: string): Edit {
  const start = new LineIndex(text).lineStart(offset);
  const indentation = /^[ \t]*/.exec(text.slice(start))?.[0] ?? '';
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
  return { start, end: start, text: `${indentation}# heldout: ignore[${rule}]${lineBreak}` };
}

/** The ends of the line that holds `offset` and of those below it. */
function linesFrom(text: string, offset: number): number[] {
  const ends: number[] = [];
  for (let at = offset; ends.length <= LINES_TRIED && at <= text.length;) {
    const rest = text.slice(at).search(/[\r\n]/);
    const end = rest === -1 ? text.length : at + rest;
    ends.push(end);
    at = end + (text.startsWith('\r\n', end) ? 2 : 1);
  }
  return ends;
}
