// What is kept of a program between two versions of its text: its run, its units, and what was found.
import type { Module } from '../syntax';
import type { FindSource } from './files';
import { isSameFound, type Found, type Judgement } from './found';
import type { Run } from './interpreter/run';
import { Units } from './units';

interface Resumed {
  readonly run: Run;
  readonly units: Units;
}

/** One version of a program. */
export interface Program {
  readonly tree: Module;
  readonly source: string;
  readonly budget: number;
  readonly find: FindSource;
}

/** What is kept of a program between two versions of its text. Trees must keep the nodes of unchanged statements. */
export class FlowMemory {
  #run: Run | null = null;
  #units = new Units();
  #fresh = 0;
  #found: Found | null = null;
  #judgement: Judgement = { leaks: null, handedOn: null };

  /** The run for the next version: the last one taken back to its beginning, or a new one. */
  resume(make: () => Run, { tree, source, budget, find }: Program): Resumed {
    // What was run again leaves rows and objects behind that nothing refers to any more.
    const crowded = this.#units.steps > 4 * this.#fresh + 50_000;
    if (this.#run === null || crowded || this.#run.files.changed(find)) {
      this.forget();
      this.#run = make();
    }
    const run = this.#run;
    run.sites.enter(tree);
    run.source = source;
    run.text = source;
    run.file = null;
    run.outside = null;
    run.files.enter(find);
    run.budget = budget;
    return { run, units: this.#units };
  }

  /** Steps taken for all versions so far, without those whose result was known. */
  get steps(): number {
    return this.#units.steps;
  }

  /**
   * Whether a run found something else than the last one, of what is still as it was.
   * @param found the records of this run; null if it failed
   */
  changed({ run, units }: Resumed, tree: Module, found: Found | null): boolean {
    const before = this.#found;
    this.#found = found;
    const same = before !== null && found !== null && isSameFound(before, found);
    if (!same) this.#judgement = { leaks: null, handedOn: null };
    return !same || units.changedValues(run, tree);
  }

  /** What was found to follow from the records, since they became what they are. */
  get judgement(): Judgement {
    return this.#judgement;
  }

  /** After a run that went through. */
  completed(): void {
    if (this.#fresh === 0) this.#fresh = this.#units.steps;
  }

  /** The next run begins anew. */
  forget(): void {
    this.#run = null;
    this.#units = new Units();
    this.#fresh = 0;
    this.#found = null;
  }
}
