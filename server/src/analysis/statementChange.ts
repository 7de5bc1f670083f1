// What an edit did to the statements of a module: those that stayed keep their nodes, so that what is known of them holds.
import type { Stmt } from './syntax';

export interface StatementChange {
  /** How many statements stayed before the change, and how many behind it. */
  readonly before: number;
  readonly after: number;
  readonly gone: readonly Stmt[];
  readonly come: readonly Stmt[];
}

/** The one stretch in which two versions of a body differ. A statement that has moved is both gone and come. */
export function changeOfStatements(old: readonly Stmt[], now: readonly Stmt[]): StatementChange {
  const shorter = Math.min(old.length, now.length);
  let before = 0;
  while (before < shorter && old[before] === now[before]) before++;
  let after = 0;
  while (after < shorter - before && old.at(-1 - after) === now.at(-1 - after)) after++;
  return {
    before,
    after,
    gone: old.slice(before, old.length - after),
    come: now.slice(before, now.length - after),
  };
}
