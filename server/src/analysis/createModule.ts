// Makes a Module of a parsed source. Every answer is computed when first asked for, and kept.
import { Kind, stringValue, StringFlag } from './syntax';
import type { Call, Expr, Node, Syntax } from './syntax';
import type { CallSite, MethodCall, Module } from './module';
import type { Notebook } from './notebook';
import type { Environment } from '../project/environment';
import { readAttributes } from './attributes';
import { callSite, methodCall } from './calls';
import { interpret } from './flow';
import type { Flow } from './flow';
import { addImport, isImported } from './imports';
import { createMemory } from './memory';
import { createNames } from './names';
import type { Names } from './names';
import type { Scopes } from './scope';

/** What `createModule` puts together. */
export interface Parsed {
  readonly source: string;
  readonly syntax: Pick<Syntax, 'tree' | 'problems' | 'comments'>;
  readonly notebook: Notebook | null;
}

/**
 * The module of a parsed file or notebook. Works for any tree; nothing is computed before it is asked for.
 * @param memory of the last version of this file or notebook; the Module made of that must not be used any more
 */
export function createModule(parsed: Parsed, environment: Environment, memory = createMemory()): Module {
  const { source, notebook } = parsed;
  const { tree, problems, comments } = parsed.syntax;
  const scopes = lazy((): Scopes => memory.scopes.read(tree));
  const attributes = lazy(() => readAttributes(scopes()));
  const names = lazy((): Names => createNames(scopes(), (attribute) => attributes().valueOf(attribute)));
  const flow = lazy((): Flow => interpret(tree, source, { memory: memory.flow, find: environment.python }));
  const imports = lazy(() => importedPackages(scopes()));
  const sites = lazy(() => callSites(scopes(), names(), source));
  const methods = lazy(() => methodCalls(scopes(), source));
  const kinds = lazy(() => memory.nodes.read(tree));

  return {
    source,
    tree,
    problems,
    comments,
    notebook,
    environment,
    get flow() {
      return flow();
    },
    get scopes() {
      return scopes();
    },
    get imports() {
      return imports();
    },
    qualifiedName: (expr) => names().qualifiedName(expr),
    definition: (expr) => names().definition(expr),
    callsTo: (...wanted) => callsNamed(sites(), wanted),
    methodCalls: (...wanted) => callsNamed(methods(), wanted),
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the lists are kept by kind
    all: <K extends Kind>(kind: K) => kinds()(kind) as readonly Extract<Node, { kind: K }>[],
    parent: (node) => scopes().parent(node),
    enclosing<K extends Kind>(node: Node, ...wanted: readonly K[]) {
      const kindsWanted: readonly Kind[] = wanted;
      let at = scopes().parent(node);
      while (at !== null && !kindsWanted.includes(at.kind)) at = scopes().parent(at);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its kind was just compared
      return at as Extract<Node, { kind: K }> | null;
    },
    textOf: (span) => source.slice(span.start, span.end),
    stringOf(expr) {
      const value = expr === null ? null : names().definition(expr);
      if (value?.kind !== Kind.Str || (value.flags & StringFlag.Bytes) !== 0) return null;
      return stringValue(value, source);
    },
    importEdit(statement) {
      if (isImported(scopes().module, statement)) return null;
      return addImport(tree, source, notebook?.cells ?? [], statement);
    },
  };
}

function lazy<T>(compute: () => T): () => T {
  let kept: { readonly value: T } | null = null;
  return () => (kept ??= { value: compute() }).value;
}

function importedPackages(scopes: Scopes): ReadonlySet<string> {
  const packages = new Set<string>();
  for (const node of scopes.imports) {
    if (node.kind === Kind.Import) for (const { name } of node.names) packages.add(topPackage(name));
    else if (node.level === 0 && node.module !== null) packages.add(topPackage(node.module));
  }
  return packages;
}

function topPackage(name: string): string {
  return name.split('.', 1)[0]!;
}

/** Calls by some name; what rules ask of them is made only for those they look at. */
interface CallIndex<C> {
  named(name: string): readonly C[];
}

function indexCalls<C>(
  calls: readonly Call[],
  nameOf: (call: Call) => string | null,
  form: (call: Call, name: string) => C,
): CallIndex<C> {
  const nodes = new Map<string, Call[]>();
  const forms = new Map<string, readonly C[]>();
  for (const call of calls) {
    const name = nameOf(call);
    if (name !== null) append(nodes, name, call);
  }
  return {
    named(name) {
      const own = nodes.get(name);
      if (own === undefined) return [];
      let found = forms.get(name);
      if (found === undefined) forms.set(name, (found = own.map((call) => form(call, name))));
      return found;
    },
  };
}

function callSites(scopes: Scopes, names: Names, source: string): CallIndex<CallSite> {
  const nameOf = (call: Call): string | null => names.qualifiedName(call.func);
  return indexCalls(scopes.calls, nameOf, (node, qualifiedName) => callSite(node, source, qualifiedName));
}

function methodCalls(scopes: Scopes, source: string): CallIndex<MethodCall> {
  const nameOf = ({ func }: Call): string | null => (func.kind === Kind.Attribute ? func.attr : null);
  return indexCalls(scopes.calls, nameOf, (node, method) => methodCall(node, source, method));
}

function append<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

/** Rules name dozens of functions of which a file calls two or three. */
function callsNamed<C extends { readonly node: Expr }>(index: CallIndex<C>, names: readonly string[]): readonly C[] {
  const found: C[] = [];
  for (const name of names) for (const call of index.named(name)) found.push(call);
  return inOrder(found);
}

function inOrder<T extends { readonly node: Expr }>(calls: T[]): readonly T[] {
  return calls.sort((a, b) => a.node.start - b.node.start || b.node.end - a.node.end);
}
