// The interpreter: one pass over the program in order, then over the functions nobody called.
import { Kind, ParamKind, walk, type ClassDef, type FunctionDef, type Module } from '../../syntax';
import { newData } from '../data';
import { InfluenceSpace } from '../influence';
import { createJoin } from '../join';
import { PredicateTable } from '../rows/predicate';
import { Quantities } from '../rows/quantity';
import { RowRelation } from '../rows/relation';
import { RowSpace } from '../rows/rows';
import { Store } from '../store';
import type { Arguments, FunctionValue, Value } from '../value';
import { attribute, call, method } from './calls';
import { construct } from './classes';
import { evaluate } from './expressions';
import { callFunction } from './functions';
import { iterate } from './loops';
import { subscript } from './reads';
import { refer, unknownRows, type Records, type Run } from './run';
import { execute } from './statements';
import { assign } from './writes';

/** Expressions and statements evaluated before a file is given up on; what was found until then stands. */
export const DEFAULT_BUDGET = 100_000;

export function createRun(source: string, budget: number): Run {
  const space = new RowSpace();
  const influences = new InfluenceSpace();
  const store = new Store();
  const globals = store.scope(null);
  const records: Records = {
    splits: new Map(),
    fits: new Map(),
    evaluations: new Map(),
    reach: new Map(),
    seen: new Map(),
    called: new Set(),
  };
  const run: Run = {
    source,
    space,
    influences,
    store,
    quantities: new Quantities(),
    predicates: new PredicateTable(),
    relation: new RowRelation(space),
    join: createJoin(store, { space, influences }),
    records,
    globals,
    starred: [],
    frame: {
      fn: null,
      caller: null,
      scope: globals,
      returned: undefined,
      yielded: [],
      control: influences.none,
      pending: [],
    },
    calls: [],
    passes: [],
    noGrad: 0,
    depth: 0,
    budget,
    evaluate: (expr) => evaluate(run, expr),
    execute: (body) => execute(run, body),
    call: (callee, args) => call(run, callee, args),
    callFunction: (fn, args, self) => callFunction(run, fn, args, self ?? null),
    method: (receiver, name, args) => method(run, receiver, name, args),
    attribute: (receiver, name, at) => attribute(run, receiver, name, at),
    subscript: (receiver, key, at) => subscript(run, receiver, key, at),
    assign: (target, value) => assign(run, target, value),
    iterate: (value, at) => iterate(run, value, at),
    construct: (cls, args) => construct(run, cls, args),
  };
  store.bind(globals, '__name__', { kind: 'const', value: '__main__' });
  return run;
}

/** Runs the whole module. Never throws: what stops it is noted by the caller. */
export function runModule(run: Run, tree: Module): void {
  run.execute(tree.body);
  runUncalled(run, tree);
}

/** Functions nobody called are run once, their parameters unknown rows, each of its own. */
function runUncalled(run: Run, tree: Module): void {
  const functions: FunctionDef[] = [];
  walk(tree, (node) => {
    if (node.kind === Kind.FunctionDef) functions.push(node);
    return true;
  });
  const classes = new Map<FunctionDef, ClassDef>();
  for (const statement of tree.body) {
    if (statement.kind === Kind.ClassDef)
      for (const each of statement.body) if (each.kind === Kind.FunctionDef) classes.set(each, statement);
  }
  for (const node of functions) {
    if (run.records.called.has(node) || run.budget <= 0) continue;
    const owner = classes.get(node);
    if (owner !== undefined) runMethod(run, node, owner);
    else {
      const value = run.globals.names.get(node.name);
      if (value?.kind === 'function' && value.fn.node === node)
        run.callFunction(value.fn, symbolicArguments(run, value.fn, 0));
    }
  }
}

function runMethod(run: Run, node: FunctionDef, owner: ClassDef): void {
  const value = run.globals.names.get(owner.name);
  if (value?.kind !== 'class' || value.cls.node !== owner) return;
  const found = value.cls.scope.names.get(node.name);
  if (found?.kind !== 'function' || node.name === '__init__') return;
  const init = value.cls.scope.names.get('__init__');
  const args =
    init?.kind === 'function'
      ? symbolicArguments(run, init.fn, 1)
      : symbolicArguments(run, found.fn, node.params.length);
  const self = run.construct(value.cls, args);
  run.callFunction(found.fn, symbolicArguments(run, found.fn, 1), self);
}

function symbolicArguments(run: Run, fn: FunctionValue, skip: number): Arguments {
  const keywords = new Map<string, Value>();
  for (const param of fn.node.params.slice(skip)) {
    if (fn.defaults.has(param.name) || param.paramKind === ParamKind.VarArgs || param.paramKind === ParamKind.KwArgs)
      continue;
    keywords.set(param.name, refer(run, newData(run, 'unknown', unknownRows(run, param, param.name))));
  }
  return { positional: [], keywords, hidden: false, at: fn.node, nodes: [] };
}
