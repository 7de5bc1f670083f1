// Work handed to others: models wrapped, functions run elsewhere, training and testing done by code we do not see.
import { modelWrappers, optimizers, preparers, runners } from '../../../knowledge';
import { Kind } from '../../syntax';
import type { Data } from '../data';
import { unionFits } from '../join';
import type { Fit } from '../records';
import { dataOf, list, objectOf, type Run } from '../interpreter/run';
import { isNetwork } from '../interpreter/bases';
import { NONE, UNKNOWN, allArguments, argument, constant, type Arguments, type Value } from '../value';
import { keepModel, keptModel } from './kept';
import { makeEstimator } from './estimators';
import { recordEvaluation, recordFit } from './record';

/** Null where the call is none of these. */
export function delegatedCall(run: Run, last: string, name: string, args: Arguments): Value | null {
  const wrapped = wrappedModel(run, last, args);
  if (wrapped !== null) return wrapped;
  // A function that is compiled is the function.
  if (modelWrappers.has(last) && args.positional[0]?.kind === 'function') return args.positional[0];
  if (last === 'dump') keepModel(run, args.positional[0], args.positional[1]);
  const kept = last === 'load' || last === 'load_model' ? keptModel(run, args.positional[0]) : null;
  if (kept !== null) return kept;
  const runner = runners.get(last);
  if (runner !== undefined) return runElsewhere(run, runner, args);
  tried(run, last, args);
  const owner = name.slice(0, -'.fit'.length);
  if (last === 'fit' && /\.[A-Z]\w*$/.test(`.${owner}`)) {
    const made = makeEstimator(run, owner, 'model', { ...args, positional: [], keywords: new Map() });
    return run.method(made, 'fit', args);
  }
  if (/^(train|fit)/i.test(last)) return trainedByOthers(run, name, args, true);
  return /^(test|eval|valid)/i.test(last) ? trainedByOthers(run, name, args, false) : null;
}

/** `DataParallel(net)`, `accelerator.prepare(net, optimizer, loader)`: what is handed over comes back. */
export function wrappedModel(run: Run, last: string, args: Arguments): Value | null {
  if (!modelWrappers.has(last)) return null;
  const model = argument(args, null, 'model') ?? argument(args, null, 'module');
  // `engine, optimizer, loader, scheduler = deepspeed.initialize(model=net, training_data=data)`
  if (last === 'initialize' && model !== null && modelOf(run, model) !== null)
    return list(run, [model, UNKNOWN, argument(args, null, 'training_data') ?? UNKNOWN, UNKNOWN], 'tuple');
  const { positional } = args;
  if (!positional.some((value) => modelOf(run, value) !== null))
    return model !== null && modelOf(run, model) !== null ? model : null;
  return positional.length > 1 && preparers.has(last) ? list(run, positional, 'tuple') : positional[0]!;
}

/** `mp.spawn(train, args=(world, data), nprocs=2)`: the rank comes first. */
function runElsewhere(run: Run, { fn, rank }: { readonly fn: string; readonly rank: boolean }, args: Arguments) {
  const callee = argument(args, rank ? 0 : null, fn);
  if (callee === null || (callee.kind !== 'function' && callee.kind !== 'bound')) return null;
  const given = objectOf(run, argument(args, rank ? 1 : null, 'args'));
  const named = objectOf(run, argument(args, null, 'kwargs'));
  const positional = given?.type === 'list' ? given.items : [];
  const keywords = new Map<string, Value>();
  if (named?.type === 'dict') for (const [key, item] of named.entries) keywords.set(String(key), item);
  run.call(callee, {
    ...args,
    positional: rank ? [constant(0), ...positional] : positional,
    keywords,
    hidden: false,
  });
  return UNKNOWN;
}

/** `study.optimize(objective)`: what is tried again and again is followed once, at a point that is not known. */
export function tried(run: Run, name: string, args: Arguments): void {
  const keyword = optimizers.get(name);
  if (keyword === undefined) return;
  const objective = argument(args, 0, keyword);
  if (objective?.kind === 'function' || objective?.kind === 'bound')
    run.call(objective, { ...args, positional: [UNKNOWN], keywords: new Map(), hidden: true });
}

interface Model {
  readonly id: number;
  readonly name: string;
  readonly fits: readonly Fit[];
}

function modelOf(run: Run, value: Value): Model | null {
  const object = objectOf(run, value);
  if (value.kind !== 'ref' || object === null) return null;
  if (object.type === 'estimator')
    return object.role === 'network' || object.role === 'model'
      ? { id: value.id, name: object.name, fits: object.fits }
      : null;
  return object.type === 'instance' && isNetwork(object.cls)
    ? { id: value.id, name: object.cls.name, fits: object.fits }
    : null;
}

/** Named for the rows held out: `test_loader`, `validation_data`, `X_val`. */
const HELD_OUT = /(^|_)(test|val|valid|validation|eval|dev)(_|$|ing)/i;

/** `train(model, train_loader, test_loader)` of another module: fitted on the ones, evaluated on those named for it. */
function trainedByOthers(run: Run, name: string, args: Arguments, trains: boolean): Value | null {
  const model = allArguments(args)
    .map((value) => modelOf(run, value))
    .find((each) => each !== null);
  if (model === null || model === undefined) return null;
  const train: Data[] = [];
  const heldOut: Data[] = [];
  const sort = (value: Value, text: string): void => {
    const data = modelOf(run, value) === null ? dataOf(run, value) : null;
    if (data === null || data.rows.atoms.length === 0 || data.evaluations.length > 0) return;
    (!trains || HELD_OUT.test(text) ? heldOut : train).push(data);
  };
  args.positional.forEach((value, i) => {
    sort(value, nameOfArgument(args, i));
  });
  for (const [keyword, value] of args.keywords) sort(value, keyword);
  const fits = train.map((features) =>
    recordFit(run, { at: args.at, estimator: model.id, name: model.name, role: 'network', features, target: null }),
  );
  const all = unionFits(model.fits, fits).slice(-4);
  const object = run.store.get(model.id);
  if (object.type === 'estimator' || object.type === 'instance') run.store.set(model.id, { ...object, fits: all });
  let value: Value = NONE;
  for (const data of heldOut) {
    if (all.length > 0)
      value = recordEvaluation(run, {
        at: args.at,
        method: trains ? 'validation' : 'score',
        name: name.slice(name.lastIndexOf('.') + 1),
        model: model.name,
        estimator: model.id,
        fits: all,
        data,
      });
  }
  return value === NONE ? UNKNOWN : value;
}

function nameOfArgument({ nodes }: Arguments, index: number): string {
  const node = nodes[index];
  if (node?.kind === Kind.Name) return node.id;
  return node?.kind === Kind.Attribute ? node.attr : '';
}
