// A call and the questions rules ask about it: its arguments, and the edit that adds one.
import { Kind } from './syntax';
import type { Call, Expr } from './syntax';
import type { Edit, Span } from './text';

/** A call as it stands, whether or not its callee is known. */
export interface CallForm {
  readonly node: Call;
  /** The callee as written: `np.random.rand`; of a longer chain its end: `….fit`. */
  readonly name: string;
  /** The span of the callee. */
  readonly callee: Span;
  /** Whether the keyword is given, or may be given by `**options`. */
  has(keyword: string): boolean;
  /** The argument at this position (0-based) or by this keyword; null if absent or behind `*args`. */
  argument(position: number | null, keyword: string | null): Expr | null;
  /** `*args` or `**kwargs` hide part of the arguments. */
  readonly hidden: boolean;
  /** Adds a keyword argument at the end of the call, commas and line breaks respected. */
  addKeyword(text: string): Edit;
}

/** A call whose callee is known by its full name. */
export interface CallSite extends CallForm {
  readonly qualifiedName: string;
}

/** A call of a method: `optimizer.step()`. */
export interface MethodCall extends CallForm {
  readonly receiver: Expr;
  readonly method: string;
}

export function callForm(node: Call, source: string): CallForm {
  return new WrittenCall(node, source);
}

export function callSite(node: Call, source: string, qualifiedName: string): CallSite {
  return new NamedCall(node, source, qualifiedName);
}

export function methodCall(node: Call, source: string, method: string): MethodCall {
  return new CallOfMethod(node, source, method);
}

// Classes, as rules ask for thousands of calls and look at few of them: with a closure for each question the calls of a
// file took a tenth of all memory a lint allocates.
class WrittenCall implements CallForm {
  readonly node: Call;
  readonly #source: string;

  constructor(node: Call, source: string) {
    this.node = node;
    this.#source = source;
  }

  get name(): string {
    return calleeName(this.node.func);
  }

  get callee(): Span {
    return { start: this.node.func.start, end: this.node.func.end };
  }

  get hidden(): boolean {
    return unpacksKeywords(this.node) || firstStarred(this.node) >= 0;
  }

  has(keyword: string): boolean {
    return this.node.keywords.some(({ arg }) => arg === keyword || arg === null);
  }

  argument(position: number | null, keyword: string | null): Expr | null {
    const { args, keywords } = this.node;
    const named = keyword === null ? undefined : keywords.find(({ arg }) => arg === keyword);
    if (named !== undefined) return named.value;
    if (position === null) return null;
    const starred = firstStarred(this.node);
    return starred >= 0 && position >= starred ? null : (args[position] ?? null);
  }

  addKeyword(text: string): Edit {
    return addKeyword(this.node, this.#source, text);
  }
}

class NamedCall extends WrittenCall implements CallSite {
  readonly qualifiedName: string;

  constructor(node: Call, source: string, qualifiedName: string) {
    super(node, source);
    this.qualifiedName = qualifiedName;
  }
}

class CallOfMethod extends WrittenCall implements MethodCall {
  readonly method: string;

  constructor(node: Call, source: string, method: string) {
    super(node, source);
    this.method = method;
  }

  get receiver(): Expr {
    const { func } = this.node;
    return func.kind === Kind.Attribute ? func.value : func;
  }
}

function unpacksKeywords({ keywords }: Call): boolean {
  return keywords.some(({ arg }) => arg === null);
}

function firstStarred({ args }: Call): number {
  return args.findIndex(({ kind }) => kind === Kind.Starred);
}

/** A callee in words short enough for a message. */
function calleeName(func: Expr): string {
  const parts: string[] = [];
  let base = func;
  while (base.kind === Kind.Attribute) {
    parts.unshift(base.attr);
    base = base.value;
  }
  if (base.kind === Kind.Name) return [base.id, ...parts].join('.');
  return ['…', ...parts.slice(-1)].join('.');
}

function addKeyword(call: Call, source: string, text: string): Edit {
  const close = source[call.end - 1] === ')' ? call.end - 1 : call.end;
  const last = lastArgument(call);
  if (last === null) return { start: close, end: close, text };

  const [only] = call.args;
  if (only?.kind === Kind.GeneratorExp && call.args.length === 1 && only.end === call.end) {
    // `f(x for x in y)`: the generator borrows the parentheses of the call.
    return { start: only.start, end: only.end, text: `(${source.slice(only.start, only.end)}, ${text})` };
  }

  const after = afterArgument(source, last.end, close);
  const indent = lineIndent(source, last.start);
  const ownLine = indent !== null && source.slice(0, last.start).lastIndexOf('\n') > call.func.end;
  if (after.comma !== null) {
    if (!ownLine) return { start: after.comma, end: after.comma, text: ` ${text}` };
    return atLineEnd(source, after.comma, close, `${indent}${text},`);
  }
  if (!ownLine) return { start: after.end, end: after.end, text: `, ${text}` };
  // The comma goes behind the argument, the keyword on a line of its own below its comment.
  const below = atLineEnd(source, after.end, close, `${indent}${text}`);
  return { start: after.end, end: below.start, text: `,${source.slice(after.end, below.start)}${below.text}` };
}

function lastArgument(call: Call): Span | null {
  const all: Span[] = [...call.args, ...call.keywords];
  return all.reduce<Span | null>((last, next) => (last === null || next.end > last.end ? next : last), null);
}

/** Where the last argument really ends (its own parentheses included), and where its trailing comma ends. */
function afterArgument(source: string, from: number, close: number): { end: number; comma: number | null } {
  let end = from;
  for (let at = from; at < close; at++) {
    const c = source[at];
    if (c === '#') at = lineEnd(source, at) - 1;
    else if (c === ')') end = at + 1;
    else if (c === ',') return { end, comma: at + 1 };
  }
  return { end, comma: null };
}

/** A new line after the line of `at`, but inside the call. */
function atLineEnd(source: string, at: number, close: number, line: string): Edit {
  const end = Math.min(lineEnd(source, at), close);
  const newline = source.startsWith('\r\n', end) ? '\r\n' : '\n';
  return { start: end, end, text: newline + line };
}

function lineEnd(source: string, from: number): number {
  let at = from;
  while (at < source.length && source[at] !== '\n' && source[at] !== '\r') at++;
  return at;
}

/** The blanks before `at` if nothing else stands before it in its line. */
function lineIndent(source: string, at: number): string | null {
  let start = at;
  while (start > 0 && source[start - 1] !== '\n' && source[start - 1] !== '\r') start--;
  const indent = source.slice(start, at);
  return indent.trim() === '' ? indent : null;
}
