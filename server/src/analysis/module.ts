// Module: all that a rule may know of one Python file or notebook. Rules ask it; they do not search the tree themselves.
import type { Attribute, Call, Expr, Keyword, Kind, Module as Tree, Node, SyntaxProblem } from './syntax';
import type { CallSite, MethodCall } from './calls';
import type { Edit, Span } from './text';
import type { Flow } from './flow';
import type { Notebook } from './notebook';
import type { Recallable } from './recall';
import type { Scopes } from './scope';
import type { Environment } from '../project/environment';

export type { CallForm, CallSite, MethodCall } from './calls';

/** A set or map of names, or whatever else knows which are meant. */
export interface Names {
  has(name: string): boolean;
}

export interface Module {
  /** The whole text; of a notebook, its code cells joined (see `notebook`). */
  /** To look at the surroundings of a node; for what lies farther away there are `textOf` and `says`. */
  readonly source: string;
  readonly tree: Tree;
  readonly problems: readonly SyntaxProblem[];
  /** Comments in order, `#` included. */
  readonly comments: readonly Span[];
  /** Where each cell lies in `source`, with what the notebook stores about it; null for a plain file. */
  readonly notebook: Notebook | null;
  /** What the flow engine found; computed on first use, then kept. */
  readonly flow: Flow;
  /** Files beside the source, as far as the caller let us see them. */
  readonly environment: Environment;
  /** Which name is bound where. */
  readonly scopes: Scopes;

  /** Top-level packages imported anywhere (`sklearn`, `torch`). */
  readonly imports: ReadonlySet<string>;
  /**
   * The full name of what an expression means, through imports and single assignments:
   * `StandardScaler` → `sklearn.preprocessing.StandardScaler`; null if it is not known for sure.
   */
  qualifiedName(expr: Expr): string | null;
  /** The one value a name surely has here, through single assignments; the expression itself where that is not known. */
  definition(expr: Expr): Expr;
  /** Calls whose callee has one of these full names, in source order. */
  callsTo(...names: readonly string[]): readonly CallSite[];
  /** Calls whose callee has a full name that matches, in source order. Each name is matched once, however often it is called. */
  callsMatching(pattern: Pick<RegExp, 'test'>): readonly CallSite[];
  /** Calls of a method with one of these names, whatever the receiver is, in source order. */
  methodCalls(...methods: readonly string[]): readonly MethodCall[];
  /** Calls whose callee is spelt so in its last part (`seed_all` of `utils.seed_all`), whatever it means, in source order. */
  callsSpelt(pattern: RegExp): readonly Call[];
  /** `x.name` with one of these names, in source order; each name is asked for once, however often it stands there. */
  attributesNamed(wanted: Names): readonly Attribute[];
  /** `name=…` of calls and classes, likewise. */
  keywordsNamed(wanted: Names): readonly Keyword[];
  /** All nodes of a kind, in source order. */
  all<K extends Kind>(kind: K): readonly Extract<Node, { readonly kind: K }>[];
  parent(node: Node): Node | null;
  /** The nearest node around `node` of one of these kinds. */
  enclosing<K extends Kind>(node: Node, ...kinds: readonly K[]): Extract<Node, { readonly kind: K }> | null;
  /** The nodes that hold a place, from its statement in the module's own block down to the smallest. */
  pathTo(place: Span): readonly Node[];
  textOf(span: Span): string;
  /** Whether the text matches anywhere. */
  says(pattern: RegExp): boolean;
  /** The value of a string literal, also through single assignments; null for anything else. */
  stringOf(expr: Expr | null): string | null;
  /** The edit that makes `import` available (`import copy`, `from a import b`), where imports are; null if it is there already. */
  importEdit(statement: string): Edit | null;
  /** What `compute`, a function of its own for each question, gives for this module, computed once. */
  kept<T>(compute: (module: Module) => T): T;
  /** The same for a key; `meanwhile` is the answer to one who asks while it is computed. */
  kept<K extends object, T>(compute: (module: Module, key: K) => T, key: K, meanwhile: T): T;
  /** What `how` gives for a key, computed again only where an edit touches what it asked (see `recall.ts`). */
  recalled<K extends object, T>(how: Recallable<K, T>, key: K): T;
}
