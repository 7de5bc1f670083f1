// Parsing again after an edit: top-level statements the edit did not touch are kept, as the same objects, so that what
// an analysis has cached for them stays valid.
import type { Span } from '../text';
import { Kind, Module, shiftNode, type Node, type Stmt } from './nodes';
import { parse, parsePart } from './parse';
import type { Syntax, TextChange } from './syntax';
import { walk } from './walk';

/**
 * The syntax of `newSource`, which is the source of `previous` after `change`: the same as `parse` would give.
 * Statements outside of the change are taken over from `previous`; those after it are moved to their new place, so
 * `previous` must not be used any more.
 */
export function reparse(previous: Syntax, newSource: string, change: TextChange): Syntax {
  return reparsedPart(previous, newSource, change) ?? reparsedWhole(previous, newSource, change);
}

/**
 * The fast way: parses the statements around the change alone, and those around what was wrong before. Null where that
 * might not give the same as parsing all: where a string may run on, or the damage reaches far; and the lines of a
 * notebook's cell depend on its first.
 */
function reparsedPart(previous: Syntax, newSource: string, change: TextChange): Syntax | null {
  if (previous.options.notebook === true) return null;
  const old = previous.tree.body;
  const delta = change.newEnd - change.oldEnd;
  const { damage } = previous;
  const region = {
    start: Math.min(change.start, damage?.start ?? Infinity),
    oldEnd: Math.max(change.oldEnd, damage?.end ?? 0),
  };
  const first = firstTouched(old, newSource, region.start);
  const start = first === 0 ? 0 : outerStart(old[first]!, newSource, 0);

  let next = firstAfter(old, newSource, region.oldEnd, delta);
  for (let more = 1; more <= FARTHEST; more *= 2) {
    const end = next === old.length ? newSource.length : outerStart(old[next]!, newSource, delta) + delta;
    const part = parsePart(newSource, start, end, previous.options);
    if (!part.standsAlone) return null;
    const isPython = damage === null && part.damage === null;
    if (isPython || endsSound(part, old[next - 1], region, delta)) {
      return { ...joined(previous, part, first, next, change, start, end), options: previous.options };
    }
    if (next === old.length) return null;
    next = firstAfter(old, newSource, old[Math.min(next + more, old.length) - 1]!.end, delta);
  }
  return null;
}

/** Damage that reaches over so many statements is left to a parse of all. */
const FARTHEST = 16;

/**
 * Whether damage has come to an end within the part: its last statement is an old one that lies behind the change and
 * behind all problems. What follows is then read as before.
 */
function endsSound(part: Syntax, last: Stmt | undefined, region: { oldEnd: number }, delta: number): boolean {
  const now = part.tree.body.at(-1);
  if (last === undefined || now === undefined || !isSame(last, now, delta)) return false;
  return firstOffset(last) > region.oldEnd && firstOffset(now) > (part.damage?.end ?? 0);
}

/** The old syntax with a part read anew: the statements `first` to `next`, now from `start` to `end`. */
function joined(
  previous: Syntax,
  part: Syntax,
  first: number,
  next: number,
  change: TextChange,
  start: number,
  end: number,
): Omit<Syntax, 'options'> {
  const delta = change.newEnd - change.oldEnd;
  const old = previous.tree.body;
  const after = old.slice(next);
  for (const statement of after) moveStatement(statement, delta);
  const body = [
    ...old.slice(0, first),
    ...withOldStatements(old.slice(first, next), part.tree.body, previous, part, change),
    ...after,
  ];
  const { end: length } = previous.tree;
  const oldEnd = end - delta;
  return {
    tree: new Module(0, length + delta, body),
    problems: part.problems,
    damage: part.damage,
    comments: spliced(previous.comments, part.comments, start, oldEnd, delta),
    versioned: spliced(previous.versioned, part.versioned, start, oldEnd, delta),
  };
}

/**
 * The first statement to read again: the one before the change's own, for a change may make its statement part of the
 * one before (`else`). It must begin a line.
 */
function firstTouched(old: readonly Stmt[], newSource: string, start: number): number {
  let index = countUntil(old, (statement) => statement.start < start) - 2;
  while (index > 0 && !beginsLine(newSource, outerStart(old[index]!, newSource, 0))) index--;
  return Math.max(index, 0);
}

/** The first statement after this place of the old text that is not touched: it begins a line after the place's own. */
function firstAfter(old: readonly Stmt[], newSource: string, oldEnd: number, delta: number): number {
  let index = countUntil(old, (statement) => statement.start <= oldEnd);
  for (; index < old.length; index++) {
    const start = outerStart(old[index]!, newSource, delta);
    if (start > oldEnd && beginsLine(newSource, start + delta)) break;
  }
  return index;
}

/** How many statements, from the first, the condition holds for; it holds for none after one it does not hold for. */
function countUntil(statements: readonly Stmt[], holds: (statement: Stmt) => boolean): number {
  let low = 0;
  let high = statements.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(statements[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where a statement begins, its decorators and their `@` included; `delta` leads from there into `source`. */
function outerStart(statement: Stmt, source: string, delta: number): number {
  if (statement.kind !== Kind.FunctionDef && statement.kind !== Kind.ClassDef) return statement.start;
  const decorator = statement.decorators[0];
  if (decorator === undefined) return statement.start;
  const at = source.lastIndexOf('@', decorator.start + delta);
  return at < 0 ? 0 : at - delta;
}

function beginsLine(source: string, at: number): boolean {
  const before = source[at - 1];
  return before === undefined || before === '\n' || before === '\r';
}

function spliced<Item extends Span>(
  old: readonly Item[],
  part: readonly Item[],
  start: number,
  oldEnd: number,
  delta: number,
): readonly Item[] {
  const before = old.filter((item) => item.start < start);
  const after = old.filter((item) => item.start >= oldEnd);
  const moved = after.map((item) => ({ ...item, start: item.start + delta, end: item.end + delta }));
  return [...before, ...part, ...moved];
}

/** The slow way. */
function reparsedWhole(previous: Syntax, newSource: string, change: TextChange): Syntax {
  const current = parse(newSource, previous.options);
  const body = withOldStatements(previous.tree.body, current.tree.body, previous, current, change);
  return { ...current, tree: new Module(current.tree.start, current.tree.end, body) };
}

/**
 * New statements, or the old ones they are equal to. A statement with the same text, the same place apart from the
 * change, and no problem in it was read the same.
 * @param old of the same stretch of text, before the change
 */
function withOldStatements(
  old: readonly Stmt[],
  now: readonly Stmt[],
  previous: Syntax,
  current: Syntax,
  change: TextChange,
): Stmt[] {
  const body = [...now];
  const delta = change.newEnd - change.oldEnd;

  let same = 0;
  while (same < old.length && same < body.length) {
    const statement = old[same]!;
    if (statement.end >= change.start || !isSame(statement, body[same]!, 0)) break;
    if (isSound(statement, previous) && isSound(body[same]!, current)) body[same] = statement;
    same++;
  }
  for (let fromEnd = 1; fromEnd <= old.length - same && fromEnd <= body.length - same; fromEnd++) {
    const statement = old[old.length - fromEnd]!;
    const place = body.length - fromEnd;
    const isAfter = firstOffset(statement) > change.oldEnd;
    if (!isAfter || !isSame(statement, body[place]!, delta)) break;
    if (!isSound(statement, previous) || !isSound(body[place]!, current)) continue;
    moveStatement(statement, delta);
    body[place] = statement;
  }
  return body;
}

function isSame(before: Stmt, now: Stmt, delta: number): boolean {
  return (
    before.kind === now.kind &&
    before.start + delta === now.start &&
    before.end + delta === now.end &&
    firstOffset(before) + delta === firstOffset(now)
  );
}

/** Where a statement begins, its decorators included. */
function firstOffset(statement: Stmt): number {
  const isDecorated = statement.kind === Kind.FunctionDef || statement.kind === Kind.ClassDef;
  return isDecorated ? (statement.decorators[0]?.start ?? statement.start) : statement.start;
}

/** No problem lies in the statement or touches it. */
function isSound(statement: Stmt, { problems }: Syntax): boolean {
  const start = firstOffset(statement);
  return !problems.some((problem) => problem.start <= statement.end && problem.end >= start);
}

/** The nodes of each statement that was ever moved: every key moves all statements behind it. */
const nodes = new WeakMap<Stmt, readonly Node[]>();

function nodesOf(statement: Stmt): readonly Node[] {
  let all = nodes.get(statement);
  if (all === undefined) {
    const found: Node[] = [];
    walk(statement, (node) => {
      found.push(node);
    });
    nodes.set(statement, (all = found));
  }
  return all;
}

function moveStatement(statement: Stmt, delta: number): void {
  if (delta !== 0) for (const node of nodesOf(statement)) shiftNode(node, delta);
}
