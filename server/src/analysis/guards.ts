// Code that expects to fail: under `try`, a test of a version or of an attribute, or in a test of the failure itself.
import { ConstValue, Kind } from './syntax';
import type { Expr, Node, Try } from './syntax';
import type { Module } from './module';
import type { Span } from './text';

/** Errors that a missing name, attribute or argument raises, and those above them. */
const MISSING = new Set([
  'ImportError',
  'ModuleNotFoundError',
  'AttributeError',
  'TypeError',
  'ValueError',
  'NameError',
  'Exception',
  'BaseException',
]);

/** Words in a condition that make what stands under it a matter of versions. */
const CONDITION =
  /__version__|\bversion|\bVersion|hasattr|TYPE_CHECKING|is_legacy|LooseVersion|\bcompat|find_spec|PY2|PY3/;

/**
 * Whether the file itself foresees that the API used at `place` may not be there: `try … except ImportError` (both its
 * parts), `if` on a version or `hasattr`, `if False`, `with pytest.raises(…)`.
 */
export function isGuarded(module: Module, place: Span): boolean {
  const path = module.pathTo(place);
  for (const [i, at] of path.entries()) {
    const child = path[i + 1];
    if (child === undefined) return false;
    if (at.kind === Kind.Try && isPartOfAttempt(module, at, child)) return true;
    if ((at.kind === Kind.If || at.kind === Kind.IfExp || at.kind === Kind.While) && child !== at.test) {
      if (isConditional(module, at.test)) return true;
    }
    if (at.kind === Kind.BoolOp && isConditional(module, at)) return true;
    if (at.kind === Kind.With && at.items.some(({ contextExpr }) => expectsFailure(module, contextExpr))) return true;
  }
  return false;
}

function isPartOfAttempt(module: Module, attempt: Try, child: Node): boolean {
  const catches = attempt.handlers.some(({ type }) => type === null || namesMissing(module, type));
  return catches && !attempt.finalbody.some((stmt) => stmt === child);
}

function namesMissing(module: Module, type: Expr): boolean {
  const types = type.kind === Kind.Tuple ? type.elts : [type];
  return types.some((each) => MISSING.has(module.textOf(each).split('.').at(-1) ?? ''));
}

function isConditional(module: Module, test: Expr): boolean {
  return (test.kind === Kind.Const && test.value === ConstValue.False) || CONDITION.test(module.textOf(test));
}

function expectsFailure(module: Module, context: Expr): boolean {
  return context.kind === Kind.Call && /(?:\b|_)(?:raises|assertRaises\w*|suppress)$/.test(module.textOf(context.func));
}
