// Mentions: whether a file's code uses a word anywhere, calls a function of some name, or so much as speaks of a thing.
import { Kind } from './syntax';
import type { Node } from './syntax';
import type { Module } from './module';
import { contains } from './text';

/** Whether the code has a name, attribute, keyword, definition or import that `pattern` matches; texts and comments do not count. */
export function mentions(module: Module, pattern: RegExp): boolean {
  return (
    module.scopes.matching(pattern).length > 0 ||
    module.attributesNamed({ has: (name) => pattern.test(name) }).length > 0 ||
    module.keywordsNamed({ has: (name) => pattern.test(name) }).length > 0 ||
    [...module.all(Kind.FunctionDef), ...module.all(Kind.ClassDef)].some(({ name }) => pattern.test(name)) ||
    module.scopes.imports.some(({ names }) =>
      names.some(({ name }) => name.split('.').some((part) => pattern.test(part))),
    )
  );
}

/** Whether anything is called whose last name `pattern` matches: `np.random.shuffle(…)` calls `shuffle`. */
export function callsNamed(module: Module, pattern: RegExp): boolean {
  return module.callsSpelt(pattern).length > 0;
}

/** Whether the file speaks of it in any way, in a text, a path, a comment or a magic: for what is settled outside of its code. */
export function speaksOf(module: Module, pattern: RegExp): boolean {
  return module.says(pattern);
}

/** Whether a text of the code, not a comment, is or holds what `pattern` matches. */
export function quotes(module: Module, pattern: RegExp): boolean {
  return module.all(Kind.Str).some((literal) => pattern.test(module.textOf(literal)));
}

/** Whether a name is written anywhere within a node. */
export function namesWithin(module: Module, within: Node, name: string): boolean {
  return module.scopes.named(name).some((use) => contains(within, use));
}
