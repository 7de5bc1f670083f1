// Module: all that a rule may know of one Python file or notebook. Rules ask it; they do not search the tree themselves.
import type { Call, Expr, Module as Tree, Node, SyntaxProblem } from './syntax';
import type { Edit, Span } from './text';
import type { Flow } from './flow';
import type { Notebook } from './notebook';
import type { Environment } from '../project/environment';

export interface Module {
  /** The whole text; of a notebook, its code cells joined (see `notebook`). */
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

  /** Top-level packages imported anywhere (`sklearn`, `torch`). */
  readonly imports: ReadonlySet<string>;
  /**
   * The full name of what an expression means, through imports and single assignments:
   * `StandardScaler` → `sklearn.preprocessing.StandardScaler`; null if it is not known for sure.
   */
  qualifiedName(expr: Expr): string | null;
  /** Calls whose callee has one of these full names, in source order. */
  callsTo(...names: readonly string[]): readonly CallSite[];
  parent(node: Node): Node | null;
  textOf(span: Span): string;
  /** The edit that makes `import` available (`import copy`, `from a import b`), where imports are; null if it is there already. */
  importEdit(statement: string): Edit | null;
}

/** A call with the questions rules ask about it. */
export interface CallSite {
  readonly node: Call;
  /** The callee as written: `np.random.rand`. */
  readonly name: string;
  readonly qualifiedName: string;
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
