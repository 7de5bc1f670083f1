// An answer of the server, or the problem why there is none.

/** What went wrong, in words for the user: what happened, why, and what to do about it. */
export interface Problem {
  /**
   * For the client to act on: `cancelled` (show nothing), `untrusted` (offer to manage trust), `quarantined` (it crashed
   * twice: offer to run it anyway), `missing`; others are only shown.
   */
  readonly kind: string;
  readonly what: string;
  readonly why: string;
  readonly todo: string;
  /** The words of the program underneath, where there were any. */
  readonly detail?: string;
}

/** An answer, or the problem why there is none. */
export type Answer<Value> =
  | { readonly value: Value; readonly problem?: never }
  | { readonly value?: never; readonly problem: Problem };
