// Edits of calls: an argument taken out, a template filled with the arguments there are.
import { Kind } from '../syntax';
import type { Call, Expr, Keyword, Node } from '../syntax';
import type { Module } from '../module';
import type { Edit } from '../text';
import { overlaps } from '../text';

export function replace(node: Node, text: string): Edit {
  return { start: node.start, end: node.end, text };
}

/** Takes an argument out of a call, with the comma that belongs to it. */
export function removeArgument(module: Module, call: Call, keyword: Keyword): Edit {
  const { source } = module;
  const next = [...call.args, ...call.keywords]
    .filter(({ start }) => start > keyword.start)
    .sort((a, b) => a.start - b.start)[0];
  if (next !== undefined) return { start: keyword.start, end: next.start, text: '' };
  let start = keyword.start;
  while (start > call.func.end && /\s/.test(source[start - 1] ?? '')) start--;
  if (source[start - 1] === ',') return { start: start - 1, end: keyword.end, text: '' };
  // The only argument: its own trailing comma goes too.
  const comma = /^\s*,/.exec(source.slice(keyword.end, call.end));
  return { start: keyword.start, end: keyword.end + (comma?.[0].length ?? 0), text: '' };
}

/** The template with the call's arguments in their places; null where they are not what it takes. */
export function fillTemplate(
  module: Module,
  call: Call,
  template: string,
  count: number,
  keywords: readonly string[],
): string | null {
  const { args } = call;
  if (args.length !== count || args.some(({ kind }) => kind === Kind.Starred || kind === Kind.GeneratorExp))
    return null;
  if (!call.keywords.every(({ arg }) => arg !== null && keywords.includes(arg))) return null;
  let text = template;
  for (const [i, argument] of args.entries()) {
    const isReceiver = text.includes(`{${i}}.`);
    text = text.replaceAll(`{${i}}`, () => (isReceiver ? asReceiver(module, argument) : module.textOf(argument)));
  }
  const kept = call.keywords.map((keyword) => module.textOf(keyword)).join(', ');
  return kept === '' ? text : `${text.slice(0, -1)}, ${kept})`;
}

/** `x + y` needs parentheses before a dot. */
export function asReceiver(module: Module, expr: Expr): string {
  const isAtom = [Kind.Name, Kind.Attribute, Kind.Call, Kind.Subscript, Kind.List].includes(expr.kind);
  return isAtom ? module.textOf(expr) : `(${module.textOf(expr)})`;
}

/** Edits that can be made at once, each of them once; null if two of them touch the same text. */
export function together(edits: readonly Edit[]): readonly Edit[] | null {
  const kept: Edit[] = [];
  for (const edit of edits) {
    if (kept.some((other) => other.start === edit.start && other.end === edit.end && other.text === edit.text))
      continue;
    if (kept.some((other) => overlaps(other, edit) || other.start === edit.start)) return null;
    kept.push(edit);
  }
  return kept;
}
