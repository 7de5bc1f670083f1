// Mentions: whether a file's code uses a word anywhere, calls a function of some name, or so much as speaks of a thing.
import { Kind } from './syntax';
import type { Node } from './syntax';
import type { Module } from './module';
import { contains } from './text';

/** Names, attributes, keywords, what is defined and imported. */
type Words = ReadonlySet<string>;

const kept = new WeakMap<Module, Words>();

function wordsOf(module: Module): Words {
  let words = kept.get(module);
  if (words === undefined) kept.set(module, (words = readWords(module)));
  return words;
}

function readWords(module: Module): Words {
  const used = new Set<string>();
  for (const { id } of module.scopes.names) used.add(id);
  for (const { attr } of module.all(Kind.Attribute)) used.add(attr);
  for (const { name } of [...module.all(Kind.FunctionDef), ...module.all(Kind.ClassDef)]) used.add(name);
  for (const { names } of [...module.all(Kind.Import), ...module.all(Kind.ImportFrom)])
    for (const { name } of names) for (const part of name.split('.')) used.add(part);
  for (const { arg } of module.all(Kind.Keyword)) if (arg !== null) used.add(arg);
  return used;
}

/** Whether the code has a name, attribute, keyword, definition or import that `pattern` matches; texts and comments do not count. */
export function mentions(module: Module, pattern: RegExp): boolean {
  for (const word of wordsOf(module)) if (pattern.test(word)) return true;
  return false;
}

/** Whether anything is called whose last name `pattern` matches: `np.random.shuffle(…)` calls `shuffle`. */
export function callsNamed(module: Module, pattern: RegExp): boolean {
  return module.callsSpelt(pattern).length > 0;
}

/** Whether the file speaks of it in any way, in a text, a path, a comment or a magic: for what is settled outside of its code. */
export function speaksOf(module: Module, pattern: RegExp): boolean {
  return pattern.test(module.source);
}

/** Whether a text of the code, not a comment, is or holds what `pattern` matches. */
export function quotes(module: Module, pattern: RegExp): boolean {
  return module.all(Kind.Str).some((literal) => pattern.test(module.textOf(literal)));
}

/** Whether a name is written anywhere within a node. */
export function namesWithin(module: Module, within: Node, name: string): boolean {
  return module.scopes.named(name).some((use) => contains(within, use));
}
