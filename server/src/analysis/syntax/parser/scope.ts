// What encloses a statement, as far as Python asks: `return` needs a function, `break` a loop, `await` an async function.

export interface Scope {
  readonly kind: 'module' | 'class' | 'function';
  readonly isAsync: boolean;
  /** Within a loop of this scope. */
  readonly inLoop: boolean;
}

export const MODULE_SCOPE: Scope = { kind: 'module', isAsync: false, inLoop: false };
export const CLASS_SCOPE: Scope = { kind: 'class', isAsync: false, inLoop: false };
export const FUNCTION_SCOPE: Scope = { kind: 'function', isAsync: false, inLoop: false };
export const ASYNC_FUNCTION_SCOPE: Scope = { kind: 'function', isAsync: true, inLoop: false };

export function withLoop(scope: Scope): Scope {
  return scope.inLoop ? scope : { ...scope, inLoop: true };
}
