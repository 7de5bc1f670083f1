// Units: the statements of a module, and the functions nobody called, each run for itself. A unit that read just what it
// read the last time is not run again: what it wrote is written again. So an edit runs what depends on it, and no more.
import { Kind } from '../syntax';
import type { Expr, FunctionDef, Module, Node, Stmt } from '../syntax';
import { changeOfStatements, type StatementChange } from '../statementChange';
import { Completion, type Run } from './interpreter/run';
import { metBy, type Met, type Trace } from './trace';
import type { Value } from './value';

interface Unit {
  readonly trace: Trace;
  /** What each expression was when this unit evaluated it last, those of called functions too. */
  readonly seen: ReadonlyMap<Expr, Value>;
  readonly completion: Completion;
  /** Steps it took. */
  readonly cost: number;
}

/** Where a statement of a run began: what the store had written, and the steps that were left. */
interface Begin {
  readonly statement: Stmt;
  mark: number;
  budget: number;
}

/** An edit of more statements than this is run again with all that follows. */
const MOST_MENDED = 8;
/** With fewer statements behind the edit, running them again is as fast. */
const LEAST_BEHIND = 4;

export class Units {
  readonly #statements = new WeakMap<Node, Unit>();
  readonly #functions = new WeakMap<Node, Unit>();
  /** Those of the run in progress, in order; statements after one that never ends are not among them. */
  #ran: Unit[] = [];
  #ranStatements = new Map<Node, Unit>();
  #begins: Begin[] = [];
  /** The same of the end of the last statement, where all were run. */
  #end: Omit<Begin, 'statement'> = { mark: 0, budget: 0 };
  #outside: Map<Stmt, ReadonlyMap<Expr, Value>[]> | null = null;
  /** What was really run in the run in progress, and what the last run had of statements from the first changed one on. */
  readonly #executed = new Map<Node, Unit>();
  #before: ReadonlyMap<Node, Unit> = new Map();
  /** Whether the last run came to every statement, and this one. */
  #all = { before: false, now: false };
  /** What so many statements at the end met in the last run, while edits are made before them. */
  #behind: { readonly count: number; readonly met: Met } | null = null;
  /** Steps of all runs that were really taken. */
  steps = 0;

  /**
   * Takes back what the statements did that are gone, and what came after them where it may hang on them.
   * @returns the number of the first statement that is still to be run
   */
  begin(run: Run, body: readonly Stmt[]): number {
    const old = this.#begins.map(({ statement }) => statement);
    const change = changeOfStatements(old, body);
    this.#executed.clear();
    this.#outside = null;
    this.#all = { before: this.#all.now, now: false };
    if (this.#mended(run, body, change)) return body.length;
    // The last one is run again: what follows it may not have been.
    return this.#back(run, Math.max(0, Math.min(change.before, old.length - 1)));
  }

  /** Goes back to before the statement of this number. */
  #back(run: Run, first: number): number {
    this.#behind = null;
    const from = this.#begins[first];
    run.store.rewind(from?.mark ?? 0);
    if (from !== undefined) run.budget = from.budget;
    this.#forget(this.#begins.splice(first));
    this.#ran.length = first;
    return first;
  }

  #forget(begins: readonly Begin[]): void {
    const before = new Map<Node, Unit>();
    for (const { statement } of begins) {
      const unit = this.#ranStatements.get(statement);
      if (unit !== undefined) before.set(statement, unit);
      this.#ranStatements.delete(statement);
    }
    this.#before = before;
  }

  /**
   * The usual edit: what came and went meets nothing of what the statements behind it read or wrote, so those stand as
   * they are. What came is run after them all and then put in its place.
   * @returns false if that is not so; then all is as the last run left it, but for what is gone, which is taken back
   */
  #mended(run: Run, body: readonly Stmt[], { before, after, gone, come }: StatementChange): boolean {
    const small = gone.length <= MOST_MENDED && come.length <= MOST_MENDED;
    if (!this.#all.before || !small || after < LEAST_BEHIND) return false;
    if (this.#behind?.count !== after) {
      const units = this.#ran.slice(before + gone.length, this.#begins.length);
      this.#behind = { count: after, met: metBy(units.map(({ trace }) => trace)) };
    }
    const { met } = this.#behind;
    const left = this.#ran.slice(before, before + gone.length);
    if (!left.every((unit) => isApart(run, unit, met))) return false;

    const begins = this.#begins;
    const { mark, budget } = begins[before]!;
    const next = begins[before + gone.length]!;
    const withdrawn = next.mark - mark;
    const ended = { mark: this.#end.mark - withdrawn, budget: this.#end.budget };
    run.store.rewind(this.#end.mark);
    run.store.withdraw(mark, next.mark);
    this.#forget(begins.splice(before, gone.length));
    this.#ran.length = begins.length + gone.length;
    this.#ran.splice(before, gone.length);
    for (const begin of begins.slice(before)) begin.mark -= withdrawn;

    run.budget = budget;
    const count = begins.length;
    for (const statement of come) this.runStatement(run, statement);
    const came = this.#ran.slice(count);
    const fine = came.every((unit) => unit.completion === Completion.Normal && isApart(run, unit, met));
    const spent = next.budget - run.budget;
    if (!fine || ended.budget <= spent) {
      next.budget = budget;
      this.#executed.clear();
      for (const { statement } of begins.splice(count)) this.#ranStatements.delete(statement);
      this.#ran.length = count;
      run.store.rewind(ended.mark);
      return false;
    }
    const written = run.store.mark - ended.mark;
    run.store.antedate(ended.mark, mark);
    const placed = begins.splice(count).map((begin) => ({ ...begin, mark: begin.mark - ended.mark + mark }));
    for (const begin of begins.slice(before))
      Object.assign(begin, { mark: begin.mark + written, budget: begin.budget - spent });
    begins.splice(before, 0, ...placed);
    this.#ran.length = count;
    this.#ran.splice(before, 0, ...came);
    run.budget = ended.budget - spent;
    return body.length === begins.length;
  }

  runStatement(run: Run, statement: Stmt): Completion {
    this.#begins.push({ statement, mark: run.store.mark, budget: run.budget });
    return this.#run(run, this.#statements, statement, () => run.execute([statement]));
  }

  runFunction(run: Run, node: FunctionDef, body: () => void): void {
    this.#run(run, this.#functions, node, () => {
      body();
      return Completion.Normal;
    });
  }

  /** All statements that are to be run have been run. */
  endStatements(run: Run): void {
    this.#end = { mark: run.store.mark, budget: run.budget };
  }

  /** What is left to do when all has run. */
  runEnd(run: Run, tree: Module, body: () => void): void {
    this.#all.now = this.#ranStatements.size === tree.body.length;
    this.#run(run, this.#functions, tree, () => {
      body();
      return Completion.Normal;
    });
  }

  #run(run: Run, known: WeakMap<Node, Unit>, node: Node, body: () => Completion): Completion {
    const before = known.get(node);
    if (before !== undefined && before.cost < run.budget && run.store.holds(before.trace)) {
      run.store.replay(before.trace);
      run.budget -= before.cost;
      return this.#ended(known, node, before);
    }
    const budget = run.budget;
    const seen = new Map<Expr, Value>();
    run.seen = seen;
    let completion = Completion.Normal as Completion;
    const trace = run.store.trace(() => {
      completion = body();
    });
    const unit = { trace, seen, completion, cost: budget - run.budget };
    this.steps += unit.cost;
    this.#executed.set(node, unit);
    if (run.budget > 0) known.set(node, unit);
    else known.delete(node);
    return this.#ended(known, node, unit);
  }

  #ended(known: WeakMap<Node, Unit>, node: Node, unit: Unit): Completion {
    this.#ran.push(unit);
    if (known === this.#statements) this.#ranStatements.set(node, unit);
    return unit.completion;
  }

  /**
   * Whether an expression of a statement that is as it was may have another value than in the last run: a statement that
   * came or went changes none if it called no function of the program and wrote to nothing that was there.
   */
  changedValues(run: Run, tree: Module): boolean {
    if (!this.#all.before || !this.#all.now) return true;
    for (const [node, unit] of this.#executed) {
      if (node === tree) continue;
      if (this.#before.has(node) || node.kind === Kind.FunctionDef || !isQuiet(run, unit)) return true;
    }
    for (const [statement, unit] of this.#before)
      if (!this.#ranStatements.has(statement) && !isQuiet(run, unit)) return true;
    return false;
  }

  /** What an expression was when last evaluated: in a function by its last call, else by its own statement. */
  valueOf(run: Run, expr: Expr): Value | undefined {
    const statement = run.sites.statementAt(expr.start);
    if (statement === null) return undefined;
    this.#outside ??= this.#callsOf(run);
    const calls = this.#outside.get(statement) ?? [];
    for (let i = calls.length - 1; i >= 0; i--) {
      const value = calls[i]!.get(expr);
      if (value !== undefined) return value;
    }
    return this.#ranStatements.get(statement)?.seen.get(expr);
  }

  /** For each statement, what units saw that called a function which is defined in it. */
  #callsOf(run: Run): Map<Stmt, ReadonlyMap<Expr, Value>[]> {
    const found = new Map<Stmt, ReadonlyMap<Expr, Value>[]>();
    for (const { trace, seen } of this.#ran) {
      const homes = new Set<Stmt | null>();
      for (const node of trace.keysWritten(run.records.called)) homes.add(run.sites.statementAt(node.start));
      for (const home of homes) {
        if (home === null) continue;
        const list = found.get(home);
        if (list === undefined) found.set(home, [seen]);
        else list.push(seen);
      }
    }
    return found;
  }
}

/** It changed nothing that was there before, called no function of the program, and meets nothing of the units behind it. */
function isApart(run: Run, unit: Unit, behind: Met): boolean {
  return isQuiet(run, unit) && !unit.trace.meets(behind);
}

function isQuiet(run: Run, { trace }: Unit): boolean {
  return trace.objectsWritten.length === 0 && [...trace.keysWritten(run.records.called)].length === 0;
}
