// Touched: what one edit may have changed of the answers about a module, told by what was in the statements that came and
// went. Statements beside them count too where the text between changed: it is looked at for comments and line ends.
import { ANY, type Domain, type Key } from './asked';
import type { Flow } from './flow';
import { endOfImports } from './imports';
import type { Memory } from './memory';
import type { Names } from './names';
import type { Touched } from './recall';
import type { Scopes } from './scope';
import type { ScopeChange } from './scopeMemory';
import type { StatementChange } from './statementChange';
import { changeBetween } from './textChange';
import { Kind, NameContext, walk } from './syntax';
import type { Expr, Module as Tree, Node, Stmt, TextChange } from './syntax';

type Keys = Readonly<Record<Domain, Set<Key>>>;

/**
 * What led from the last version of a text, which `memory` keeps, to this one. It is kept there for the next.
 * @param flow asked only where something hangs on it
 */
export function stepTo(
  { source, tree }: { readonly source: string; readonly tree: Tree },
  memory: Memory,
  scopes: Scopes,
  names: Names,
  flow: () => Flow,
): Touched {
  const before = memory.last;
  const imports = endOfImports(tree, source);
  const linesEnd = source.includes('\r\n') ? '\r\n' : '\n';
  memory.last = { source, imports, linesEnd };
  const change = changeBetween(before?.source ?? '', source);
  const { everything, stars } = scopes.change;
  return {
    everything: before === null || everything || stars || linesEnd !== before.linesEnd,
    leading: change.start <= Math.max(before?.imports ?? 0, imports),
    keys: touchedKeys(scopes.change, tree.body, change, memory.sites.touched, (callee) => names.qualifiedName(callee)),
    change,
    flow: () => flow().changed,
  };
}

/**
 * The keys of everything an edit may have touched.
 * @param body of the module as it is now
 * @param calls full names of calls that came, went, or mean something else now
 * @param nameOf the full name of what is called
 */
function touchedKeys(
  { statements, rebound }: ScopeChange,
  body: readonly Stmt[],
  change: TextChange,
  calls: Iterable<string>,
  nameOf: (callee: Expr) => string | null,
): Keys {
  const keys: Keys = {
    calls: new Set(calls),
    methods: new Set(),
    attributes: new Set(),
    keywords: new Set(),
    kinds: new Set(),
    names: new Set(),
    bindings: new Set([...rebound, ANY]),
  };
  for (const statement of [...statements.gone, ...statements.come]) walk(statement, (node) => addKeys(node, keys));
  if (isWithin(statements, change)) return keys;
  const beside = [body[statements.before - 1], body[body.length - statements.after]];
  for (const statement of beside) {
    if (statement === undefined) continue;
    walk(statement, (node) => {
      addKeys(node, keys);
      const name = node.kind === Kind.Call ? nameOf(node.func) : null;
      if (name !== null) keys.calls.add(name);
      if (node.kind === Kind.Name && node.ctx !== NameContext.Load) keys.bindings.add(node.id);
      else if (node.kind === Kind.FunctionDef || node.kind === Kind.ClassDef) keys.bindings.add(node.name);
      else if (node.kind === Kind.Alias) keys.bindings.add(node.asname ?? node.name.split('.', 1)[0]!);
    });
  }
  return keys;
}

function addKeys(node: Node, keys: Keys): void {
  keys.kinds.add(node.kind);
  if (node.kind === Kind.Name) keys.names.add(node.id);
  else if (node.kind === Kind.Attribute) keys.attributes.add(node.attr);
  else if (node.kind === Kind.Keyword && node.arg !== null) keys.keywords.add(node.arg);
  else if (node.kind === Kind.Call) {
    const spelling = spellingOf(node.func);
    if (spelling !== null) keys.methods.add(spelling);
  }
}

/** `.fit` for a method, the name for a function. */
export function spellingOf(func: Expr): string | null {
  if (func.kind === Kind.Attribute) return `.${func.attr}`;
  return func.kind === Kind.Name ? func.id : null;
}

/** Whether the change is one of statements alone, and not of the text between them. */
function isWithin({ gone, come }: StatementChange, { start, oldEnd, newEnd }: TextChange): boolean {
  const spans = [
    { statements: gone, end: oldEnd },
    { statements: come, end: newEnd },
  ];
  return spans.every(({ statements, end }) => {
    const [first] = statements;
    const last = statements.at(-1);
    return first !== undefined && last !== undefined && first.start <= start && end <= last.end;
  });
}
