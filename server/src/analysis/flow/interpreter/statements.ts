// Statements, in order. Where a branch returns early, what follows runs in the state of the other branch.
import { Kind, type Expr, type If, type Match, type Stmt, type Try, type With } from '../../syntax';
import type { Span } from '../../text';
import { NO_CHANGES, type Changes } from '../store';
import { NONE, UNKNOWN, numberOf, type Value } from '../value';
import { declareElsewhere, bind, importFrom, importNames } from './names';
import { makeClass } from './classes';
import { makeFunction } from './functions';
import { runFor, runWhile } from './loops';
import { runFile } from './modules';
import { binary, truth } from './operators';
import { runPrinted } from './printed';
import { weighted } from '../api/weights';
import { influencesOf } from '../data';
import { Completion, dataOf, placeOf, propagate, refer, scalar, siteKey, spend, type Run } from './run';
import { deleteTarget } from './deletes';
import { assign, augment } from './writes';

export function execute(run: Run, body: readonly Stmt[]): Completion {
  for (const statement of body) {
    if (!spend(run)) return Completion.Raise;
    const completion = executeOne(run, statement);
    if (completion !== Completion.Normal) return completion;
  }
  return Completion.Normal;
}

function executeOne(run: Run, node: Stmt): Completion {
  switch (node.kind) {
    case Kind.ExprStmt:
      run.evaluate(node.value);
      runPrinted(run, node);
      return Completion.Normal;
    case Kind.Assign: {
      const value = run.evaluate(node.value);
      const [first] = node.targets;
      const counts = run.repeated > 0 && first?.kind === Kind.Name && isStep(node.value, first.id);
      for (const target of node.targets)
        assign(run, target, counts ? counted(run, node, run.evaluate(target), value) : value);
      return Completion.Normal;
    }
    case Kind.AnnAssign:
      if (node.value !== null) assign(run, node.target, run.evaluate(node.value));
      return Completion.Normal;
    case Kind.AugAssign: {
      const old = run.evaluate(node.target);
      const value = run.evaluate(node.value);
      const result = weighted(run, [old, value], placeOf(run, node));
      augment(run, node.target, old, result ?? counted(run, node, old, binary(run, node.op, old, value)));
      return Completion.Normal;
    }
    case Kind.If:
      return runIf(run, node);
    case Kind.For:
      return runFor(run, node);
    case Kind.While:
      return runWhile(run, node);
    case Kind.With:
      return runWith(run, node);
    case Kind.Try:
      return runTry(run, node);
    case Kind.Match:
      return runMatch(run, node);
    case Kind.Return:
      returnValue(run, node.value === null ? NONE : run.evaluate(node.value));
      return Completion.Return;
    case Kind.Raise:
      return Completion.Raise;
    case Kind.Break:
    case Kind.Continue:
      return Completion.Jump;
    case Kind.FunctionDef:
      define(run, node.name, makeFunction(run, node));
      return Completion.Normal;
    case Kind.ClassDef:
      define(run, node.name, makeClass(run, node));
      return Completion.Normal;
    case Kind.Import:
      importNames(run, node);
      return Completion.Normal;
    case Kind.ImportFrom:
      importFrom(run, node);
      return Completion.Normal;
    case Kind.Global:
    case Kind.Nonlocal:
      declareElsewhere(run, node.names, node.kind === Kind.Global);
      return Completion.Normal;
    case Kind.Delete:
      for (const target of node.targets) deleteTarget(run, target);
      return Completion.Normal;
    case Kind.Assert:
      run.evaluate(node.test);
      return Completion.Normal;
    case Kind.Magic: {
      const file = /^%run\s+(?:-\w+\s+)*["']?([^\s"']+\.py)\b/.exec(run.source.slice(node.start, node.end));
      if (file !== null) runFile(run, file[1]!, node);
      return run.execute(node.body);
    }
    case Kind.ErrorStmt:
      return run.execute(node.body);
    default:
      return Completion.Normal;
  }
}

/** `step = step + 1`. */
function isStep(value: Expr, name: string): boolean {
  return value.kind === Kind.BinOp && value.left.kind === Kind.Name && value.left.id === name;
}

/** A number that grows with each pass, where not every pass is seen: which it is, `step % 500 == 0`, is not known. */
function counted(run: Run, at: Span, old: Value, value: Value): Value {
  if (run.repeated === 0 || numberOf(old) === null || numberOf(value) === null) return value;
  return { kind: 'quantity', quantity: run.quantities.opaque(`count@${siteKey(run, placeOf(run, at))}`) };
}

function define(run: Run, name: string, value: Value): void {
  bind(run, name, value);
}

function returnValue(run: Run, given: Value): void {
  const { frame } = run;
  const decided =
    frame.control.list.length === 0 || dataOf(run, given)?.rows.atoms.length
      ? null
      : refer(run, scalar(run, frame.control));
  const value = decided === null ? given : propagate(run, [decided, given]);
  frame.returned = frame.returned === undefined ? value : (run.join.value(frame.returned, value) ?? UNKNOWN);
}

function runIf(run: Run, node: If): Completion {
  const condition = run.evaluate(node.test);
  const holds = truth(run, condition);
  if (holds !== null) return run.execute(holds ? node.body : node.orelse);
  const decided = dataOf(run, condition);
  const { frame } = run;
  // In a function, what decided a branch decided what it returns: `if group_mean[x] > 0.4: return 1`.
  if (frame.fn !== null && decided !== null)
    frame.control = run.influences.union(frame.control, influencesOf(run, decided));
  return branch(run, [() => run.execute(node.body), () => run.execute(node.orelse)]);
}

/** Runs each branch from the same state; the states of those that run on are joined. */
function branch(run: Run, bodies: readonly (() => Completion)[]): Completion {
  const outcomes: { completion: Completion; changes: Changes }[] = [];
  for (const body of bodies) {
    let completion = Completion.Normal as Completion;
    const changes = run.store.attempt(() => {
      completion = body();
    });
    outcomes.push({ completion, changes });
  }
  const onward = outcomes.filter(
    ({ completion }) => completion === Completion.Normal || completion === Completion.Jump,
  );
  const returning = outcomes.filter(({ completion }) => completion === Completion.Return);
  if (onward.length === 0) {
    for (const { changes } of returning) run.store.join(changes, NO_CHANGES, run.join);
    return returning.length > 0 ? Completion.Return : Completion.Raise;
  }
  run.frame.pending.push(...returning.map(({ changes }) => changes));
  const [first, ...others] = onward;
  const second = others.shift();
  if (second === undefined) run.store.apply(first!.changes);
  else run.store.join(first!.changes, second.changes, run.join);
  for (const { changes } of others) run.store.join(NO_CHANGES, changes, run.join);
  return onward.every(({ completion }) => completion === Completion.Jump) ? Completion.Jump : Completion.Normal;
}

function runWith(run: Run, node: With): Completion {
  let quiet = 0;
  for (const { contextExpr, optionalVars } of node.items) {
    const context = run.evaluate(contextExpr);
    if (/(no_grad|inference_mode)\b/.test(run.source.slice(contextExpr.start, contextExpr.end))) quiet = 1;
    else if (
      /set_grad_enabled\(/.test(run.source.slice(contextExpr.start, contextExpr.end)) &&
      contextExpr.kind === Kind.Call
    ) {
      const [on] = contextExpr.args;
      if (on !== undefined && truth(run, run.evaluate(on)) === false) quiet = 1;
    }
    if (optionalVars !== null) assign(run, optionalVars, context);
  }
  run.noGrad += quiet;
  const completion = run.execute(node.body);
  run.noGrad -= quiet;
  return completion;
}

/** The body is taken to succeed; handlers run from the state before it, and join. */
function runTry(run: Run, node: Try): Completion {
  const whole = (): Completion => {
    const completion = run.execute(node.body);
    return completion === Completion.Normal ? run.execute(node.orelse) : completion;
  };
  const handlers = node.handlers.map((handler) => () => {
    if (handler.name !== null) bind(run, handler.name, UNKNOWN);
    return run.execute(handler.body);
  });
  const completion = handlers.length === 0 ? whole() : branch(run, [whole, ...handlers]);
  const last = run.execute(node.finalbody);
  return last === Completion.Normal ? completion : last;
}

function runMatch(run: Run, node: Match): Completion {
  run.evaluate(node.subject);
  return branch(run, [...node.cases.map((each) => () => run.execute(each.body)), () => Completion.Normal]);
}
