// The flow engine's door: a tree in, what the program does with its data out. Pure; never throws.
import type { Expr, Module } from '../syntax';
import { createRun, DEFAULT_BUDGET, runModule } from './interpreter';
import { learntBeforeHandedOn, type HandedOn } from './handedOn';
import { FIND_NOTHING, type FindSource } from './files';
import { foundOf, type Judgement } from './found';
import { Images } from './imported/images';
import type { Records, Run } from './interpreter/run';
import type { Evaluation, Fit, Leak, Reach, Split } from './records';
import { summarise, type ValueSummary } from './summary';
import { FlowMemory } from './memory';
import type { Units } from './units';
import { findLeaks, type Judged } from './verdicts';

export interface Flow {
  /** False where the budget ran out or the engine failed: what it found until then is still true. */
  readonly complete: boolean;
  /** Of a failure inside the engine, its message; null otherwise. A test keeps it null. */
  readonly failure: string | null;
  readonly splits: readonly Split[];
  readonly fits: readonly Fit[];
  readonly evaluations: readonly Evaluation[];
  /**
   * Clusters that rows were put into, and scores of the training rows that a fit keeps: evaluations that claim nothing about
   * other rows, so no verdict is about them.
   */
  readonly descriptive: readonly Evaluation[];
  /** Statistics and fits that saw rows they are evaluated on. */
  readonly leaks: readonly Leak[];
  /** What was learnt of rows that are divided later, for a model that is not in the file. */
  readonly handedOn: readonly HandedOn[];
  /** Sites that fit or evaluate, and whether rows were seen there. */
  readonly reach: readonly Reach[];
  /** What an expression was when it was last evaluated; null if it never was. */
  valueOf(expr: Expr): ValueSummary | null;
  /** Whether it may have found something else than in the last version, of statements that are as they were. */
  readonly changed: boolean;
  /** The engine's own tables, for relations between rows. */
  readonly judged: Judged;
}

export interface FlowOptions {
  /** Steps until the engine gives up on a file. */
  readonly budget?: number;
  /** Of the last version of this program: what an edit did not touch is not run again. Its `Flow` must not be used any more. */
  readonly memory?: FlowMemory;
  /** The text of files that the program imports. */
  readonly find?: FindSource;
  /** Modules that were followed for other programs; null: they are followed anew. Left out: those of this process. */
  readonly images?: Images | null;
}

const SHARED = new Images();

/** Follows the program. Whatever the text, there is a result. */
export function interpret(tree: Module, source: string, options: FlowOptions = {}): Flow {
  const memory = options.memory ?? new FlowMemory();
  const resumed = memory.resume(createRun, {
    tree,
    source,
    budget: options.budget ?? DEFAULT_BUDGET,
    find: options.find ?? FIND_NOTHING,
  });
  const { run, units } = resumed;
  run.images = options.images === undefined ? SHARED : options.images;
  run.images?.begin();
  let failure: string | null = null;
  try {
    runModule(run, units, tree);
    memory.completed();
  } catch (error) {
    // A defect here, or a stack overflow on absurd nesting, must not cost the user the other rules.
    failure = error instanceof Error ? error.message : String(error);
    memory.forget();
  }
  const result = new FlowResult(run, units, failure);
  result.changed = memory.changed(resumed, tree, failure === null ? foundOf(result) : null);
  result.judgement = memory.judgement;
  return result;
}

class FlowResult implements Flow {
  readonly complete: boolean;
  readonly failure: string | null;
  readonly splits: readonly Split[];
  readonly fits: readonly Fit[];
  readonly evaluations: readonly Evaluation[];
  readonly descriptive: readonly Evaluation[];
  readonly judged: Judged;
  changed = true;
  readonly #run: Run;
  readonly #units: Units;
  judgement: Judgement = { leaks: null, handedOn: null };

  constructor(run: Run, units: Units, failure: string | null) {
    const { records, space, relation } = run;
    this.#run = run;
    this.#units = units;
    this.failure = failure;
    this.complete = failure === null && run.budget > 0;
    this.splits = [...records.splits.entries.values()];
    this.fits = [...records.fits.entries.values()];
    this.evaluations = [...records.evaluations.entries.values()];
    this.descriptive = [...records.descriptive.entries.values()];
    const splits = new Map(records.splits.entries);
    const sources = [...records.sources.entries.keys()];
    this.judged = { space, relation, splits, evaluations: this.evaluations, sources };
    withPlaces(records);
  }

  get reach(): readonly Reach[] {
    return reachOf(this.#run.records);
  }

  get leaks(): readonly Leak[] {
    return (this.judgement.leaks ??= findLeaks(this.judged));
  }

  get handedOn(): readonly HandedOn[] {
    return (this.judgement.handedOn ??= learntBeforeHandedOn(this));
  }

  valueOf(expr: Expr): ValueSummary | null {
    const value = this.#units.valueOf(this.#run, expr);
    return value === undefined ? null : summarise(this.#run, value);
  }
}

/** A site that was met several times is one, with rows if it ever had some. */
function reachOf({ reach }: Records): Reach[] {
  const sites = new Map<number, Reach>();
  for (const site of reach.entries.values()) {
    const { start } = site.at;
    sites.set(start, { ...site, rows: site.rows || (sites.get(start)?.rows ?? false) });
  }
  return [...sites.values()].sort((a, b) => a.at.start - b.at.start);
}

/** Places at which the value of one evaluation is scored; more say nothing new. */
const MOST_METRICS = 8;

/** Gives evaluations and splits the places they were met at. */
function withPlaces({ evaluations, metrics, splits, splitSites }: Records): void {
  for (const evaluation of evaluations.entries.values()) evaluation.metrics = [];
  for (const { of, at } of metrics.entries.values())
    if (of.metrics.length < MOST_METRICS && !of.metrics.some(({ start }) => start === at.start))
      of.metrics = [...of.metrics, at];
  for (const split of splits.entries.values()) split.sites = [];
  for (const { of, at } of splitSites.entries.values()) {
    const split = splits.entries.get(of);
    if (split !== undefined) split.sites = [...split.sites, at];
  }
}

export type { FindSource } from './files';
export { Images } from './imported/images';
export { FlowMemory } from './memory';
export type { Evaluation, Fit, Influence, Leak, Reach, Rows, Split, ValueSummary } from './types';
