// Comments that silence findings: `# heldout: ignore[rule, rule] reason` and `# heldout: ignore-file[rule] reason`.
import { Kind, walk } from './analysis/syntax';
import type { Module as Tree, Node } from './analysis/syntax';
import type { Edit, Span } from './analysis/text';
import { contains } from './analysis/text';

/** One rule name in one comment. */
export interface Suppression {
  /** '' if the comment names none: it then silences nothing. */
  readonly rule: string;
  /** The name inside the comment. */
  readonly at: Span;
  readonly comment: Span;
  /** Findings that begin here are silenced. */
  readonly reach: Span;
  /** All names of the same comment, this one included. */
  readonly together: readonly string[];
}

const DIRECTIVE = /^#\s*heldout:\s*ignore(-file)?(?:\s*\[([^\]]*)\]|(?!\w))/;

/**
 * The suppressions of a text. A comment behind code silences its statement (of a compound one, the head); one on a line
 * of its own, the statement below it, or the statement it stands in.
 */
export function readSuppressions(source: string, comments: readonly Span[], tree: Tree): readonly Suppression[] {
  const found: Suppression[] = [];
  let statements: readonly Span[] | null = null;
  for (const comment of comments) {
    const match = DIRECTIVE.exec(source.slice(comment.start, comment.end));
    if (match === null) continue;
    statements ??= statementHeads(tree);
    const reach = match[1] === undefined ? reachOf(comment, source, statements) : { start: 0, end: source.length };
    const list = match[2];
    if (list === undefined) {
      const at = { start: comment.start, end: comment.start + match[0].trimEnd().length };
      found.push({ rule: '', at, comment, reach, together: [] });
      continue;
    }
    const together = list.split(',').map((name) => name.trim());
    let at = comment.start + match[0].length - 1 - list.length;
    for (const part of list.split(',')) {
      const start = at + part.length - part.trimStart().length;
      found.push({ rule: part.trim(), at: { start, end: start + part.trim().length }, comment, reach, together });
      at += part.length + 1;
    }
  }
  return found;
}

export function silences(suppression: Suppression, finding: Span & { readonly rule: string }): boolean {
  const { reach, rule } = suppression;
  return rule === finding.rule && reach.start <= finding.start && finding.start <= reach.end;
}

/** The edit that takes a name out of its comment, or the whole comment if it is the only name. */
export function withoutSuppression(suppression: Suppression, source: string): Edit {
  const { at, comment, together } = suppression;
  if (together.length > 1) {
    const list = { start: source.lastIndexOf('[', at.start) + 1, end: source.indexOf(']', at.end) };
    const kept = together.filter((name) => name !== suppression.rule).join(', ');
    return { ...list, text: kept };
  }
  let start = comment.start;
  while (start > 0 && (source[start - 1] === ' ' || source[start - 1] === '\t')) start--;
  const alone = start === 0 || source[start - 1] === '\n' || source[start - 1] === '\r';
  let end = comment.end;
  if (alone && source.startsWith('\r\n', end)) end += 2;
  else if (alone && end < source.length) end += 1;
  return { start, end, text: '' };
}

function reachOf(comment: Span, source: string, statements: readonly Span[]): Span {
  const line = lineAround(source, comment.start);
  const alone = source.slice(line.start, comment.start).trim() === '';
  // Between a head and the first statement of its body, it stands above that statement, not in the head.
  const closesHead = (head: Span) => alone && isBlank(source.slice(comment.end, head.end + 1));
  const around = statements.filter((head) => contains(head, comment) && !closesHead(head)).at(-1);
  if (around !== undefined) return around;
  if (alone) return statements.find((head) => head.start >= comment.end) ?? line;
  const ending = statements.filter((head) => line.start <= head.end && head.start < comment.start).at(0);
  return ending === undefined ? line : { start: Math.min(ending.start, line.start), end: line.end };
}

/** Nothing but white space and comments. */
function isBlank(text: string): boolean {
  return text.split(/[\r\n]/).every((line) => /^\s*(?:#|$)/.test(line));
}

function lineAround(source: string, offset: number): Span {
  let start = offset;
  while (start > 0 && source[start - 1] !== '\n' && source[start - 1] !== '\r') start--;
  let end = offset;
  while (end < source.length && source[end] !== '\n' && source[end] !== '\r') end++;
  return { start, end };
}

/** Simple statements as a whole, and of compound ones what stands before their body; in source order. */
function statementHeads(tree: Tree): readonly Span[] {
  const heads: Span[] = [];
  walk(tree, (node) => {
    const head = headOf(node);
    if (head !== null) heads.push(head);
    // Statements stand only in statements, handlers and cases.
    return node.kind <= Kind.ErrorStmt || node.kind === Kind.ExceptHandler || node.kind === Kind.MatchCase;
  });
  return heads.sort((a, b) => a.start - b.start);
}

function headOf(node: Node): Span | null {
  switch (node.kind) {
    case Kind.Module:
      return null;
    case Kind.FunctionDef:
    case Kind.ClassDef:
    case Kind.For:
    case Kind.While:
    case Kind.If:
    case Kind.With:
    case Kind.Try:
    case Kind.ExceptHandler:
    case Kind.MatchCase:
    case Kind.Magic:
    case Kind.ErrorStmt:
      return { start: node.start, end: Math.max(node.start, (node.body[0]?.start ?? node.end) - 1) };
    case Kind.Match:
      return { start: node.start, end: node.subject.end };
    default:
      return node.kind < Kind.BoolOp ? node : null;
  }
}
