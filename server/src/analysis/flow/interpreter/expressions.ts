// Expressions: each kind of tree node to the value it has.
import {
  BooleanOperator,
  ConstValue,
  Kind,
  UnaryOperator,
  numberValue,
  stringValue,
  type BoolOp,
  type Comprehension,
  type Expr,
  type JoinedStr,
} from '../../syntax';
import { weighted } from '../api/weights';
import { influencesOf } from '../data';
import { FALSE, NONE, TRUE, UNKNOWN, constant, numberOf, stringOf, type Value } from '../value';
import { binary, compare, inverted, quantityOf, truth } from './operators';
import { lookup } from './names';
import { evaluateCall } from './calls';
import { placeBelow } from './paths';
import { dataOf, list, objectOf, placeOf, propagate, spend, type Run } from './run';
import { makeFunction } from './functions';

const MAX_DEPTH = 220;

export function evaluate(run: Run, expr: Expr): Value {
  if (!spend(run) || run.depth > MAX_DEPTH) return UNKNOWN;
  run.depth++;
  const value = evaluateKind(run, expr);
  run.depth--;
  if (run.file === null) run.seen.set(expr, value);
  return value;
}

function evaluateKind(run: Run, expr: Expr): Value {
  switch (expr.kind) {
    case Kind.Name:
      return lookup(run, expr.id);
    case Kind.Call:
      return evaluateCall(run, expr);
    case Kind.Attribute:
      return run.attribute(run.evaluate(expr.value), expr.attr, placeOf(run, expr));
    case Kind.Subscript:
      return run.subscript(run.evaluate(expr.value), run.evaluate(expr.slice), placeOf(run, expr));
    case Kind.Str:
      return constant(stringValue(expr, run.source));
    case Kind.Num:
      return constant(numberValue(expr, run.source));
    case Kind.Const:
      return expr.value === ConstValue.None
        ? NONE
        : expr.value === ConstValue.True
          ? TRUE
          : expr.value === ConstValue.False
            ? FALSE
            : UNKNOWN;
    case Kind.BinOp: {
      const left = run.evaluate(expr.left);
      const right = run.evaluate(expr.right);
      return weighted(run, [left, right], placeOf(run, expr)) ?? binary(run, expr.op, left, right);
    }
    case Kind.Compare:
      return comparison(run, expr);
    case Kind.BoolOp:
      return boolean(run, expr);
    case Kind.UnaryOp:
      return unary(run, expr.op, run.evaluate(expr.operand));
    case Kind.List:
      return list(run, elements(run, expr.elts), 'list');
    case Kind.Tuple:
      return list(run, elements(run, expr.elts), 'tuple');
    case Kind.Set:
      return list(run, elements(run, expr.elts), 'set');
    case Kind.Dict:
      return dictionary(run, expr.keys, expr.values);
    case Kind.Slice:
      return {
        kind: 'slice',
        low: expr.lower === null ? null : run.evaluate(expr.lower),
        high: expr.upper === null ? null : run.evaluate(expr.upper),
      };
    case Kind.Lambda:
      return makeFunction(run, expr);
    case Kind.IfExp:
      return conditional(run, expr.test, expr.body, expr.orelse);
    case Kind.ListComp:
    case Kind.SetComp:
    case Kind.GeneratorExp:
      return comprehension(run, expr.generators, () => run.evaluate(expr.elt));
    case Kind.DictComp:
      return dictComprehension(run, expr.key, expr.value, expr.generators);
    case Kind.JoinedStr:
      return formatted(run, expr);
    case Kind.NamedExpr: {
      const value = run.evaluate(expr.value);
      run.assign(expr.target, value);
      return value;
    }
    case Kind.Starred:
    case Kind.Await:
      return run.evaluate(expr.value);
    case Kind.Yield:
    case Kind.YieldFrom: {
      const value = expr.value === null ? NONE : run.evaluate(expr.value);
      if (run.frame.yielded.length < 16) run.frame.yielded.push(value);
      return UNKNOWN;
    }
    default:
      return UNKNOWN;
  }
}

/** Elements of a display; `*xs` is spread where its elements are known. */
function elements(run: Run, exprs: readonly Expr[]): Value[] {
  const items: Value[] = [];
  for (const expr of exprs) {
    const value = run.evaluate(expr);
    if (expr.kind !== Kind.Starred) items.push(value);
    else items.push(...run.iterate(value, placeOf(run, expr)).items);
  }
  return items;
}

function dictionary(run: Run, keys: readonly (Expr | null)[], values: readonly Expr[]): Value {
  const entries = new Map<string | number, Value>();
  const rest: Value[] = [];
  keys.forEach((key, i) => {
    const value = run.evaluate(values[i]!);
    const name = key === null ? null : keyOf(run.evaluate(key));
    if (name !== null) entries.set(name, value);
    else {
      const object = key === null ? objectOf(run, value) : null;
      if (object?.type === 'dict') for (const [inner, item] of object.entries) entries.set(inner, item);
      else rest.push(value);
    }
  });
  return run.store.add({ type: 'dict', entries, rest });
}

function keyOf(value: Value): string | number | null {
  return stringOf(value) ?? numberOf(value);
}

function comparison(run: Run, expr: Extract<Expr, { kind: Kind.Compare }>): Value {
  let left = run.evaluate(expr.left);
  let result: Value | null = null;
  expr.ops.forEach((operator, i) => {
    const right = run.evaluate(expr.comparators[i]!);
    const next = compare(run, operator, left, right, placeOf(run, expr));
    result = result === null ? next : propagate(run, [result, next], 'mask');
    left = right;
  });
  return result ?? UNKNOWN;
}

function boolean(run: Run, { op, values }: BoolOp): Value {
  const operator: BooleanOperator = op;
  let result: Value = UNKNOWN;
  for (const [i, expr] of values.entries()) {
    const value = run.evaluate(expr);
    const holds = truth(run, value);
    if (holds === (operator === BooleanOperator.Or)) return value;
    result = i === 0 || holds !== null ? value : (run.join.value(result, value) ?? UNKNOWN);
  }
  return result;
}

function unary(run: Run, operator: UnaryOperator, value: Value): Value {
  const number = numberOf(value);
  if (operator === UnaryOperator.USub) {
    if (number !== null) return constant(-number);
    const quantity = dataOf(run, value) === null ? quantityOf(run, value) : null;
    if (quantity !== null) return { kind: 'quantity', quantity: run.quantities.negative(quantity) };
    const data = dataOf(run, value);
    return data?.kind === 'mask' ? inverted(run, value) : value;
  }
  if (operator === UnaryOperator.UAdd) return value;
  if (operator === UnaryOperator.Invert) return inverted(run, value);
  const holds = truth(run, value);
  return holds === null ? UNKNOWN : holds ? FALSE : TRUE;
}

function conditional(run: Run, test: Expr, body: Expr, orelse: Expr): Value {
  const condition = run.evaluate(test);
  const holds = truth(run, condition);
  if (holds !== null) return run.evaluate(holds ? body : orelse);
  const value = run.join.value(run.evaluate(body), run.evaluate(orelse)) ?? UNKNOWN;
  // What decided goes along: `g[x] if x in g.index else 0`.
  const decided = dataOf(run, condition);
  if (decided === null || influencesOf(run, decided).list.length === 0) return value;
  return propagate(run, [dataOf(run, value) === null ? condition : value, condition]);
}

/** The value an element expression takes over all passes of the generators. */
function comprehension(run: Run, generators: readonly Comprehension[], element: () => Value): Value {
  const items: Value[] = [];
  const complete = overGenerators(run, generators, 0, () => {
    if (items.length < 64) items.push(element());
  });
  return list(run, items, 'list', !complete);
}

function dictComprehension(run: Run, key: Expr, value: Expr, generators: readonly Comprehension[]): Value {
  const entries = new Map<string | number, Value>();
  const rest: Value[] = [];
  overGenerators(run, generators, 0, () => {
    const name = keyOf(run.evaluate(key));
    const item = run.evaluate(value);
    if (name === null) rest.push(item);
    else entries.set(name, item);
  });
  return run.store.add({ type: 'dict', entries, rest: rest.slice(0, 16) });
}

/** Runs `body` for each pass; tells whether every pass was seen. */
function overGenerators(run: Run, generators: readonly Comprehension[], index: number, body: () => void): boolean {
  const generator = generators[index];
  if (generator === undefined) {
    body();
    return true;
  }
  const { items, complete } = run.iterate(run.evaluate(generator.iter), placeOf(run, generator));
  let all = complete;
  for (const item of items) {
    run.assign(generator.target, item);
    const tests = generator.ifs.map((test) => truth(run, run.evaluate(test)));
    if (tests.includes(false)) continue;
    if (tests.includes(null)) all = false;
    all = overGenerators(run, generators, index + 1, body) && all;
  }
  return all;
}

/** Text of an f-string whose parts are constants; else the influence of its parts. */
function formatted(run: Run, { values }: JoinedStr): Value {
  let text: string | null = '';
  const parts: Value[] = [];
  for (const part of values) {
    const value =
      part.kind === Kind.FormattedValue
        ? run.evaluate(part.value)
        : part.kind === Kind.JoinedStr
          ? formatted(run, part)
          : run.evaluate(part);
    const plain: boolean = part.kind !== Kind.FormattedValue || part.formatSpec === null;
    parts.push(value);
    text = text !== null && plain && value.kind === 'const' && value.value !== null ? text + String(value.value) : null;
  }
  if (text !== null) return constant(text);
  const below = parts[1]?.kind === 'const' && parts.length === 2 ? parts[1] : null;
  const value =
    (below !== null && String(below.value).startsWith('/') ? placeBelow(run, parts[0], [below]) : null) ??
    propagate(run, parts);
  if (value.kind === 'ref') return value;
  const names = parts.map((part) => (part.kind === 'const' ? String(part.value) : '*')).join('');
  return { kind: 'quantity', quantity: run.quantities.opaque(`f"${names}"`) };
}
