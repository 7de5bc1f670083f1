// The flow engine's door: a tree in, what the program does with its data out. Pure; never throws.
import type { Expr, Module } from '../syntax';
import { createRun, DEFAULT_BUDGET, runModule } from './interpreter';
import type { Run } from './interpreter/run';
import type { Evaluation, Fit, Leak, Reach, Split } from './records';
import { summarise, type ValueSummary } from './summary';
import { findLeaks, type Judged } from './verdicts';

export interface Flow {
  /** False where the budget ran out or the engine failed: what it found until then is still true. */
  readonly complete: boolean;
  /** Of a failure inside the engine, its message; null otherwise. A test keeps it null. */
  readonly failure: string | null;
  readonly splits: readonly Split[];
  readonly fits: readonly Fit[];
  readonly evaluations: readonly Evaluation[];
  /** Statistics and fits that saw rows they are evaluated on. */
  readonly leaks: readonly Leak[];
  /** Sites that fit or evaluate, and whether rows were seen there. */
  readonly reach: readonly Reach[];
  /** What an expression was when it was last evaluated; null if it never was. */
  valueOf(expr: Expr): ValueSummary | null;
  /** The engine's own tables, for relations between rows. */
  readonly judged: Judged;
}

export interface FlowOptions {
  /** Steps until the engine gives up on a file. */
  readonly budget?: number;
}

/** Follows the program. Whatever the text, there is a result. */
export function interpret(tree: Module, source: string, options: FlowOptions = {}): Flow {
  const run = createRun(source, options.budget ?? DEFAULT_BUDGET);
  let failure: string | null = null;
  try {
    runModule(run, tree);
  } catch (error) {
    // A defect here, or a stack overflow on absurd nesting, must not cost the user the other rules.
    failure = error instanceof Error ? error.message : String(error);
  }
  return new FlowResult(run, failure);
}

class FlowResult implements Flow {
  readonly complete: boolean;
  readonly failure: string | null;
  readonly splits: readonly Split[];
  readonly fits: readonly Fit[];
  readonly evaluations: readonly Evaluation[];
  readonly reach: readonly Reach[];
  readonly judged: Judged;
  readonly #run: Run;
  #leaks: readonly Leak[] | null = null;

  constructor(run: Run, failure: string | null) {
    const { records, space, relation } = run;
    this.#run = run;
    this.failure = failure;
    this.complete = failure === null && run.budget > 0;
    this.splits = [...records.splits.values()];
    this.fits = [...records.fits.values()];
    this.evaluations = [...records.evaluations.values()];
    this.reach = [...records.reach.values()].sort((a, b) => a.at.start - b.at.start);
    this.judged = { space, relation, splits: records.splits, evaluations: this.evaluations };
  }

  get leaks(): readonly Leak[] {
    this.#leaks ??= findLeaks(this.judged);
    return this.#leaks;
  }

  valueOf(expr: Expr): ValueSummary | null {
    return summarise(this.#run, expr);
  }
}

export type { Evaluation, Fit, Influence, Leak, Reach, Rows, Split, ValueSummary } from './types';
