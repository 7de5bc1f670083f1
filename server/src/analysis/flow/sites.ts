// Sites: a number for each place of a program that stays the same while the statement around it does, wherever it moves.
import { Kind, type Module, type Stmt } from '../syntax';
import type { Span } from '../text';

/** What happens in an imported file happens, for the reader of this one, where it is called: there it moves along. */
export class ImportedSpan implements Span {
  constructor(
    readonly outside: Span,
    readonly site: number,
    /** The imported file, and where in it. */
    readonly path: string,
    readonly inside: Span,
  ) {}

  get start(): number {
    return this.outside.start;
  }

  get end(): number {
    return this.outside.end;
  }
}

export class Sites {
  /** Of each statement of the module: numbers of the places in it, counted from where it begins. */
  readonly #known = new WeakMap<Stmt, Map<number, number>>();
  readonly #imported = new Map<string, number>();
  #body: readonly Stmt[] = [];
  #count = 0;

  /** From now on places are those of this tree. */
  enter(tree: Module): void {
    this.#body = tree.body;
  }

  /** A place in an imported file: where the program reaches it, with a number of its own. */
  imported(path: string, at: Span, outside: Span): ImportedSpan {
    // A call that is written anew is another place: what is remembered of the old one lies where that was.
    const key = `${path}:${at.start}@${this.of(outside)}`;
    let site = this.#imported.get(key);
    if (site === undefined) this.#imported.set(key, (site = this.#count++));
    return new ImportedSpan(outside, site, path, at);
  }

  /** The number of the place where `at` begins. */
  of(at: Span | ImportedSpan): number {
    if (this.#imported.size > 0 && 'site' in at) return at.site;
    const statement = this.statementAt(at.start);
    if (statement === null) return -1;
    let known = this.#known.get(statement);
    if (known === undefined) this.#known.set(statement, (known = new Map()));
    const offset = at.start - startOf(statement);
    let site = known.get(offset);
    if (site === undefined) known.set(offset, (site = this.#count++));
    return site;
  }

  /** The statement of the module that holds an offset: the last to begin there or before. */
  statementAt(offset: number): Stmt | null {
    let low = 0;
    let high = this.#body.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (startOf(this.#body[middle]!) <= offset) low = middle + 1;
      else high = middle;
    }
    return this.#body[low - 1] ?? null;
  }
}

/** Where a statement begins, its decorators included. */
function startOf(statement: Stmt): number {
  if (statement.kind !== Kind.FunctionDef && statement.kind !== Kind.ClassDef) return statement.start;
  return statement.decorators[0]?.start ?? statement.start;
}
