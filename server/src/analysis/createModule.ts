// Makes a Module of a parsed source. Every answer is computed when first asked for, and kept.
import { Kind, pathTo, stringValue, StringFlag } from './syntax';
import type { Call, Expr, Node, Syntax } from './syntax';
import type { Again, Pattern } from './asked';
import type { CallSite, MethodCall, Module, Names as WantedNames } from './module';
import type { Notebook } from './notebook';
import type { Environment } from '../project/environment';
import { readAttributes } from './attributes';
import { callSite, methodCall } from './calls';
import { interpret } from './flow';
import type { Flow } from './flow';
import { Answers } from './answers';
import { addImport, isImported } from './imports';
import { createMemory, type Memory } from './memory';
import type { Names } from './names';
import type { Scopes } from './scope';
import { indexAt } from './statements';
import { contains } from './text';
import { spellingOf, stepTo } from './touched';
import { watchedOf } from './watched';

/** What `createModule` puts together. */
export interface Parsed {
  readonly source: string;
  readonly syntax: Pick<Syntax, 'tree' | 'problems' | 'comments'>;
  readonly notebook: Notebook | null;
}

/**
 * The module of a parsed file or notebook. Works for any tree; nothing is computed before it is asked for.
 * @param known of the last version of this file or notebook; the Module made of that must not be used any more
 */
export function createModule(parsed: Parsed, environment: Environment, known?: Memory): Module {
  const { source, notebook } = parsed;
  const { tree, problems, comments } = parsed.syntax;
  const memory = known ?? createMemory();
  const { recorder } = memory;
  /** What is computed once for all who ask is nobody's question. */
  const lazy = <T>(compute: () => T): (() => T) => {
    let kept: { readonly value: T } | null = null;
    return () => (kept ??= { value: recorder.during(null, compute) }).value;
  };
  const scopes = lazy((): Scopes => memory.scopes.read(tree));
  const attributes = lazy(() => readAttributes(scopes()));
  const names = lazy((): Names => memory.names.read(scopes(), (attribute) => attributes().valueOf(attribute)));
  const flow = lazy((): Flow => interpret(tree, source, { memory: memory.flow, find: environment.python }));
  const imports = lazy(() => importedPackages(scopes()));
  const sites = lazy(() => {
    const changed = names().forgotten.flatMap((expr) => calling(scopes(), expr));
    const nodes = memory.sites.read(
      scopes().change,
      () => scopes().calls,
      ({ func }) => names().qualifiedName(func),
      changed,
    );
    return withForms(nodes, (node, name): CallSite => callSite(node, source, name));
  });
  const methods = lazy(() => {
    const nodes = memory.methods.read(
      scopes().change,
      () => scopes().calls,
      ({ func }) => spellingOf(func),
    );
    return withForms(nodes, (node, key): MethodCall => methodCall(node, source, key.slice(1)));
  });
  const attributesBy = lazy(() =>
    memory.attributes.read(
      scopes().change,
      () => module.all(Kind.Attribute),
      ({ attr }) => attr,
    ),
  );
  const keywordsBy = lazy(() =>
    memory.keywords.read(
      scopes().change,
      () => module.all(Kind.Keyword),
      ({ arg }) => arg,
    ),
  );
  const kinds = lazy(() => memory.nodes.read(tree));
  const watched = known === undefined ? { tree, environment } : watchedOf(tree, environment, recorder);
  const recall = lazy(() => {
    sites();
    methods();
    attributesBy();
    keywordsBy();
    memory.recall.step(stepTo({ source, tree }, memory, scopes(), names(), flow));
    return memory.recall;
  });
  const answers = new Answers(recorder, () => recall().version);

  const module: Module = {
    source,
    get tree() {
      return watched.tree;
    },
    get problems() {
      recorder.noteEverything();
      return problems;
    },
    get comments() {
      recorder.noteEverything();
      return comments;
    },
    get notebook() {
      if (notebook !== null) recorder.noteEverything();
      return notebook;
    },
    get environment() {
      return watched.environment;
    },
    get flow() {
      recorder.noteFlow();
      return flow();
    },
    get scopes() {
      return scopes();
    },
    get imports() {
      recorder.note('kinds', Kind.Import);
      recorder.note('kinds', Kind.ImportFrom);
      return imports();
    },
    qualifiedName: (expr) => names().qualifiedName(expr),
    definition: (expr) => names().definition(expr),
    callsTo(...wanted) {
      for (const name of wanted) recorder.note('calls', name);
      return callsNamed(sites(), wanted);
    },
    callsMatching(pattern) {
      recorder.noteMatching('calls', pattern);
      const named = sites();
      return callsNamed(
        named,
        memory.sites.keys().filter((name) => pattern.test(name)),
      );
    },
    methodCalls(...wanted) {
      const spelt = wanted.map((method) => `.${method}`);
      for (const name of spelt) recorder.note('methods', name);
      return callsNamed(methods(), spelt);
    },
    attributesNamed(wanted) {
      recorder.noteMatching('attributes', oneOf(wanted));
      const named = attributesBy();
      return together(
        memory.attributes
          .keys()
          .filter((name) => wanted.has(name))
          .map(named),
      );
    },
    keywordsNamed(wanted) {
      recorder.noteMatching('keywords', oneOf(wanted));
      const named = keywordsBy();
      return together(
        memory.keywords
          .keys()
          .filter((name) => wanted.has(name))
          .map(named),
      );
    },
    callsSpelt(pattern) {
      recorder.noteMatching('methods', pattern);
      const spelt = methods();
      const keys = memory.methods.keys().filter((key) => pattern.test(key.replace('.', '')));
      return callsNamed(spelt, keys).map(({ node }) => node);
    },
    all<K extends Kind>(kind: K) {
      recorder.note('kinds', kind);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the lists are kept by kind
      return kinds()(kind) as readonly Extract<Node, { kind: K }>[];
    },
    parent(node) {
      const parent = scopes().parent(node);
      return parent === tree ? watched.tree : parent;
    },
    enclosing<K extends Kind>(node: Node, ...wanted: readonly K[]) {
      const kindsWanted: readonly Kind[] = wanted;
      let at = scopes().parent(node);
      while (at !== null && !kindsWanted.includes(at.kind)) at = scopes().parent(at);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its kind was just compared
      return (at === tree ? watched.tree : at) as Extract<Node, { kind: K }> | null;
    },
    pathTo(place) {
      const at = indexAt(tree.body, place.start);
      const statement = tree.body[at];
      // With what stands around it: comments, and others on its line.
      recorder.noteText({ start: tree.body[at - 1]?.end ?? 0, end: tree.body[at + 1]?.start ?? source.length });
      return statement !== undefined && contains(statement, place) ? pathTo(statement, place) : [];
    },
    textOf(span) {
      recorder.noteText(span);
      return source.slice(span.start, span.end);
    },
    says(pattern) {
      const found = pattern.test(source);
      recorder.noteAnswer(`says ${pattern.source} ${pattern.flags}`, found, saying(pattern));
      return found;
    },
    stringOf(expr) {
      const value = expr === null ? null : names().definition(expr);
      if (value?.kind !== Kind.Str || (value.flags & StringFlag.Bytes) !== 0) return null;
      return stringValue(value, source);
    },
    importEdit(statement) {
      if (notebook === null) recorder.noteLeading();
      else recorder.noteEverything();
      if (isImported(scopes().module, statement)) return null;
      return addImport(tree, source, notebook?.cells ?? [], statement);
    },
    kept: <K extends object, T>(compute: (module: Module, key: K | Module) => T, key?: K, meanwhile?: T): T =>
      answers.kept(module, compute, key ?? module, meanwhile),
    recalled: (how, key) =>
      known === undefined ? how.compute(module, key) : recall().answer(module, recorder, how, key),
  };
  return module;
}

/** Made apart from the module, which they must not hold on to (see `asked.ts`). */
function oneOf(wanted: WantedNames): Pattern {
  return { test: (name) => wanted.has(name) };
}

function saying(pattern: RegExp): Again {
  return (module) => module.says(pattern);
}

/** Lists in source order, as one. */
function together<N extends Node>(lists: readonly (readonly N[])[]): readonly N[] {
  const [first = [], ...others] = lists;
  return others.length === 0 ? first : lists.flat().sort((a, b) => a.start - b.start || b.end - a.end);
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

/** The call of which this expression is the callee. */
function calling(scopes: Scopes, func: Expr): readonly Call[] {
  const call = scopes.parent(func);
  return call?.kind === Kind.Call && call.func === func ? [call] : [];
}

/** What rules ask of calls is made only for those they look at. */
function withForms<C>(
  nodes: (name: string) => readonly Call[],
  form: (call: Call, name: string) => C,
): (name: string) => readonly C[] {
  const forms = new Map<string, readonly C[]>();
  return (name) => {
    let found = forms.get(name);
    if (found === undefined) forms.set(name, (found = nodes(name).map((call) => form(call, name))));
    return found;
  };
}

/** Rules name dozens of functions of which a file calls two or three. */
function callsNamed<C extends { readonly node: Expr }>(
  named: (name: string) => readonly C[],
  names: readonly string[],
): readonly C[] {
  const found: C[] = [];
  for (const name of names) for (const call of named(name)) found.push(call);
  return names.length === 1 ? found : inOrder(found);
}

function inOrder<T extends { readonly node: Expr }>(calls: T[]): readonly T[] {
  return calls.sort((a, b) => a.node.start - b.node.start || b.node.end - a.node.end);
}
