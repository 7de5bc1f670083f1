// The interpreter: one pass over the program in order, then over the functions nobody called.
import {
  Kind,
  ParamKind,
  walk,
  type ClassDef,
  type FunctionDef,
  type Module,
  type Param,
  type Stmt,
} from '../../syntax';
import { makeEstimator } from '../api/estimators';
import { settleAll } from '../api/networks';
import { newData } from '../data';
import { Files } from '../files';
import { InfluenceSpace } from '../influence';
import { createJoin } from '../join';
import { PredicateTable } from '../rows/predicate';
import { Quantities } from '../rows/quantity';
import { RowRelation } from '../rows/relation';
import { RowSpace } from '../rows/rows';
import { Sites } from '../sites';
import { Store } from '../store';
import type { Units } from '../units';
import { UNKNOWN, isNone, type Arguments, type FunctionValue, type Value } from '../value';
import { attribute, call, method } from './calls';
import { isNetwork } from './bases';
import { construct } from './classes';
import { evaluate } from './expressions';
import { callFunction } from './functions';
import { iterate } from './loops';
import { subscript } from './reads';
import { Completion, refer, unknownRows, type Records, type Run } from './run';
import { execute } from './statements';
import { modelsOf, shareModels } from './shared';
import { assign } from './writes';

/** Expressions and statements evaluated before a file is given up on; what was found until then stands. */
export const DEFAULT_BUDGET = 100_000;

export function createRun(): Run {
  const sites = new Sites();
  const influences = new InfluenceSpace(sites);
  const store = new Store();
  const globals = store.scope(null);
  const records: Records = {
    splits: store.table(),
    splitSites: store.table(),
    fits: store.table(),
    evaluations: store.table(),
    descriptive: store.table(),
    metrics: store.table(),
    reach: store.table(),
    called: store.table(),
    sources: store.table(),
  };
  const space = new RowSpace((source) => store.put(records.sources, source, true));
  const run: Run = {
    source: '',
    text: '',
    file: null,
    outside: null,
    files: new Files(),
    modules: store.table(),
    kept: store.table(),
    adopted: store.table(),
    images: null,
    sites,
    space,
    influences,
    store,
    quantities: new Quantities(),
    predicates: new PredicateTable(),
    relation: new RowRelation(space),
    join: createJoin(store, { space, influences }),
    records,
    globals,
    seen: new Map(),
    serial: 0,
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
    loops: [],
    rowLoops: [],
    repeated: 0,
    forwards: store.table(),
    parameters: store.table(),
    noGrad: 0,
    inNetwork: 0,
    depth: 0,
    budget: 0,
    anew: createRun,
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

/** Runs what of the module is not as it was in the last run, unit by unit. What it throws is noted by the caller. */
export function runModule(run: Run, units: Units, tree: Module): void {
  for (let i = units.begin(run, tree.body); i < tree.body.length; i++) {
    const statement = tree.body[i]!;
    // A `return` outside of functions, as a half-deleted `def` leaves it, ends nothing.
    if (run.budget <= 0 || units.runStatement(run, statement) === Completion.Raise) break;
  }
  units.endStatements(run);
  runUncalled(run, units, tree);
  units.runEnd(run, tree, () => settleAll(run));
}

/** Functions nobody called are run once, their parameters unknown rows, each of its own. */
function runUncalled(run: Run, units: Units, tree: Module): void {
  const classes = new Map<FunctionDef, ClassDef>();
  for (const statement of tree.body) {
    if (statement.kind === Kind.ClassDef)
      for (const each of statement.body) if (each.kind === Kind.FunctionDef) classes.set(each, statement);
  }
  for (const node of trainingFirst(run, tree.body.flatMap(functionsOf))) {
    if (run.records.called.entries.has(node) || run.budget <= 0) continue;
    const owner = classes.get(node);
    units.runFunction(run, node, () => (owner === undefined ? runFunction(run, node) : runMethod(run, node, owner)));
  }
}

/** What trains a network goes before what evaluates it, wherever each is written. */
function trainingFirst(run: Run, functions: readonly FunctionDef[]): readonly FunctionDef[] {
  const trains = functions.filter(({ start, end }) => run.text.slice(start, end).includes('.backward('));
  return trains.length === 0 ? functions : [...trains, ...functions.filter((each) => !trains.includes(each))];
}

const functionsKnown = new WeakMap<Stmt, readonly FunctionDef[]>();

/** The functions in a statement, itself included, in order. */
function functionsOf(statement: Stmt): readonly FunctionDef[] {
  let functions = functionsKnown.get(statement);
  if (functions === undefined) {
    const found: FunctionDef[] = [];
    walk(statement, (node) => {
      if (node.kind === Kind.FunctionDef) found.push(node);
    });
    functionsKnown.set(statement, (functions = found));
  }
  return functions;
}

function runFunction(run: Run, node: FunctionDef): void {
  const value = run.store.read(run.globals, node.name);
  if (value?.kind === 'function' && value.fn.node === node)
    run.callFunction(value.fn, symbolicArguments(run, value.fn, 0));
}

function runMethod(run: Run, node: FunctionDef, owner: ClassDef): void {
  const value = run.store.read(run.globals, owner.name);
  if (value?.kind !== 'class' || value.cls.node !== owner) return;
  const found = run.store.read(value.cls.scope, node.name);
  if (found?.kind !== 'function' || node.name === '__init__') return;
  const init = run.store.read(value.cls.scope, '__init__');
  const args =
    init?.kind === 'function'
      ? symbolicArguments(run, init.fn, 1)
      : symbolicArguments(run, found.fn, node.params.length);
  const self = run.construct(value.cls, args);
  const fitted = `models of ${owner.name}`;
  const shared = run.store.read(run.parameters, fitted);
  shareModels(run, self, shared);
  const layers = node.name === 'forward' && isNetwork(value.cls) ? 1 : 0;
  run.inNetwork += layers;
  run.callFunction(found.fn, symbolicArguments(run, found.fn, 1), self);
  run.inNetwork -= layers;
  const models = modelsOf(run, self, shared);
  if (models !== null) run.store.put(run.parameters, fitted, models);
}

/** Rows nobody has seen; for a model, one that all functions share. */
function symbolicArgument(run: Run, param: Param): Value {
  if (SETTINGS.test(param.name)) return UNKNOWN;
  if (!SHARED.test(param.name)) return refer(run, newData(run, 'unknown', unknownRows(run, param, param.name)));
  let model = run.store.read(run.parameters, param.name);
  if (model === undefined) {
    model = usesNetworks(run)
      ? makeEstimator(run, param.name, 'network', { ...NO_ARGUMENTS, at: param })
      : refer(run, newData(run, 'unknown', unknownRows(run, param, param.name)));
    run.store.put(run.parameters, param.name, model);
  }
  return model;
}

function usesNetworks(run: Run): boolean {
  return ['torch', 'nn', 'F', 'gluon'].some((name) => {
    const value = run.store.read(run.globals, name);
    return value?.kind === 'api' && /^(torch|mxnet)\b/.test(value.name);
  });
}

const NO_ARGUMENTS = { positional: [], keywords: new Map<string, Value>(), hidden: false, nodes: [] };

/** Parameters so named are data, also where they may be left out. */
const DATA = /(dataset|loader|data|_set|_iter|_dl|_ds)$/;

/** Parameters so named are settings and tools: no rows. */
const SETTINGS =
  /^(args|cfg|conf|configs?|opts?|options|hparams|hps|flags|device|epochs?|num_epochs|logger|writer|criterion|optimizer|scheduler|scaler)$/;

/** Parameters so named mean one thing in all functions of a file: `train(model, …)` and `test(model, …)`. */
const SHARED = /^(model|net|network|classifier)$/;

function symbolicArguments(run: Run, fn: FunctionValue, skip: number): Arguments {
  const keywords = new Map<string, Value>();
  for (const param of fn.node.params.slice(skip)) {
    const optional = fn.defaults.get(param.name);
    const left = optional !== undefined && !(isNone(optional) && DATA.test(param.name));
    if (left || param.paramKind === ParamKind.VarArgs || param.paramKind === ParamKind.KwArgs) continue;
    keywords.set(param.name, symbolicArgument(run, param));
  }
  return { positional: [], keywords, hidden: false, at: fn.node, nodes: [] };
}
