// Columns that claim the past by their name (`lag_1`, `prev_price`, `rolling_mean`) and take their values from later rows.
import { ConstValue, Kind, UnaryOperator } from './syntax';
import type { Call, Expr, Name } from './syntax';
import type { MethodCall, Module } from './module';

const PAST = /^(lag|lagged|prev|previous|past|yesterday|rolling|trailing)(_|\d|$)/i;

export interface FalsePast {
  readonly call: Call;
  /** `shift`, `rolling`. */
  readonly method: string;
  /** The beginning of the column's name. */
  readonly column: string;
}

/** In source order; of tables that the flow engine sees. */
export function falsePasts(module: Module): readonly FalsePast[] {
  return module.methodCalls('shift', 'diff', 'pct_change', 'rolling').flatMap((call) => {
    const column = columnMade(module, call.node);
    if (column === null || !PAST.test(column) || !looksAhead(module, call)) return [];
    if ((module.flow.valueOf(call.receiver)?.data ?? null) === null) return [];
    return [{ call: call.node, method: call.method, column }];
  });
}

/** The name of the column that a statement makes of a call: all of it, or how it begins. */
function columnMade(module: Module, call: Call): string | null {
  const assign = module.enclosing(call, Kind.Assign, Kind.FunctionDef, Kind.Lambda);
  const [target] = assign?.kind === Kind.Assign && assign.targets.length === 1 ? assign.targets : [];
  if (target?.kind !== Kind.Subscript) return null;
  const { slice } = target;
  if (slice.kind !== Kind.JoinedStr) return module.stringOf(slice);
  const [first] = slice.values;
  return first?.kind === Kind.Str ? module.stringOf(first) : null;
}

function looksAhead(module: Module, call: MethodCall): boolean {
  if (call.hidden) return false;
  if (call.method === 'rolling') {
    const center = call.argument(null, 'center');
    return center?.kind === Kind.Const && center.value === ConstValue.True;
  }
  const periods = call.argument(0, 'periods');
  if (periods?.kind !== Kind.UnaryOp || periods.op !== UnaryOperator.USub) return false;
  return periods.operand.kind === Kind.Num || (periods.operand.kind === Kind.Name && countsUp(module, periods.operand));
}

/** `for i in range(1, n)`: never below zero. */
function countsUp(module: Module, name: Name): boolean {
  for (let loop = module.enclosing(name, Kind.For); loop !== null; loop = module.enclosing(loop, Kind.For)) {
    if (loop.target.kind !== Kind.Name || loop.target.id !== name.id) continue;
    const over: Expr = loop.iter;
    if (over.kind !== Kind.Call || module.qualifiedName(over.func) !== 'builtins.range') return false;
    const [first] = over.args;
    return over.args.length === 1 || (over.args.length === 2 && first?.kind === Kind.Num);
  }
  return false;
}
