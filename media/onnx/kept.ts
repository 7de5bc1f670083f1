// What the page keeps while its tab is hidden, and tells the extension to remember for another day.
import type { GraphState } from './graph/graph';
import type { FromPage, ModelResult } from './messages';
import type { FormState } from './run/state';

/** Results are kept as far as they are small. */
export interface Kept {
  readonly form?: FormState;
  readonly result?: ModelResult;
  readonly graph?: GraphState;
  readonly tab?: string;
}

export interface VsCode {
  postMessage(message: FromPage): void;
  getState(): Kept | undefined;
  setState(state: Kept): void;
}

export interface Keeper {
  readonly now: () => Kept;
  readonly keep: (next: Kept) => void;
}

const MOST_KEPT_CHARACTERS = 500_000;
/** Milliseconds without a change after which the form is remembered. */
const QUIET = 400;

export function createKeeper(vscode: VsCode): Keeper {
  let kept = withoutOldResult(vscode.getState() ?? {});
  let timer: ReturnType<typeof setTimeout> | undefined;

  function rememberSoon(form: FormState): void {
    clearTimeout(timer);
    timer = setTimeout(() => vscode.postMessage({ type: 'remember', form }), QUIET);
  }

  return {
    now: () => kept,
    keep(next) {
      if (next.form && next.form !== kept.form) rememberSoon(next.form);
      kept = next;
      const { result, ...small } = next;
      const fits = result !== undefined && JSON.stringify(result).length <= MOST_KEPT_CHARACTERS;
      vscode.setState(fits ? next : small);
    },
  };
}

/** A result that an earlier version kept lacks what this one shows. */
function withoutOldResult(kept: Kept): Kept {
  const { result, ...rest } = kept;
  return result && 'fedPictures' in result ? kept : rest;
}
