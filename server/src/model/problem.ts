// What can be wrong with a model or a run, as plain data that says what, why and what to do.

export type ProblemKind =
  // Reading
  | 'git-lfs-pointer'
  | 'empty'
  | 'truncated'
  | 'damaged'
  | 'not-onnx'
  | 'too-deep'
  | 'too-large'
  | 'unreadable'
  // Inputs and outputs
  | 'missing-input'
  | 'missing-output'
  | 'unknown-input'
  | 'wrong-type'
  | 'wrong-shape'
  | 'bad-value'
  | 'unknown-tensor'
  // The runtime
  | 'unsupported-operator'
  | 'unsupported-type'
  | 'unsupported-opset'
  | 'external-data'
  | 'invalid-model'
  | 'run-failed'
  | 'no-runtime'
  | 'no-profile'
  // The process
  | 'cancelled'
  | 'timeout'
  | 'out-of-memory'
  | 'crash'
  | 'killed'
  | 'quarantined'
  | 'stopped';

/** One problem, ready to show. Each text is one sentence or two, without markup. */
export interface ModelProblem {
  readonly kind: ProblemKind;
  /** What happened. */
  readonly what: string;
  /** Why, as far as it is known. */
  readonly why: string;
  /** What to do about it. */
  readonly todo: string;
  /** The words of the program underneath, where there were any. */
  readonly detail?: string;
}

/** Carries a problem up to the nearest border of a layer, where it becomes a result. Never leaves `model/` from a public reader. */
export class ProblemError extends Error {
  constructor(readonly problem: ModelProblem) {
    super(`${problem.what} ${problem.why} ${problem.todo}`);
    this.name = 'ProblemError';
  }
}

/** Throws a problem; for the inside of a layer. */
export function fail(kind: ProblemKind, what: string, why: string, todo: string, detail?: string): never {
  throw new ProblemError({ kind, what, why, todo, ...(detail === undefined ? {} : { detail }) });
}

/** A result that is either a value or the problem that stood in its way. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: ModelProblem };

/** Runs `work`; a thrown problem becomes a result, any other error one of `kind`. */
export function attempt<T>(kind: ProblemKind, what: string, work: () => T): Result<T> {
  try {
    return { ok: true, value: work() };
  } catch (error) {
    return { ok: false, problem: problemOf(error, kind, what) };
  }
}

/** The problem inside an error, or one of `kind` made from the error's message. */
export function problemOf(error: unknown, kind: ProblemKind, what: string): ModelProblem {
  if (error instanceof ProblemError) return error.problem;
  const message = error instanceof Error ? error.message : String(error);
  return { kind, what, why: message, todo: 'Check the file and try again.' };
}
