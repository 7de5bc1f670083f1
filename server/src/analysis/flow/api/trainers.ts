// Trainers of Lightning and Hugging Face: objects that fit a model on one set and evaluate it on others.
import type { Data } from '../data';
import { unionFits } from '../join';
import type { Fit } from '../records';
import { dataOf, objectOf, type Run } from '../interpreter/run';
import { member } from '../interpreter/classes';
import { NONE, UNKNOWN, argument, isNone, type Arguments, type Estimator, type Value } from '../value';
import { recordEvaluation, recordFit } from './record';

/** Null for a method that neither trains nor evaluates. */
export function trainerMethod(run: Run, id: number, trainer: Estimator, name: string, args: Arguments): Value | null {
  if (/earner$|^create_cnn$/.test(trainer.name)) return learnerMethod(run, id, trainer, name, args);
  switch (name) {
    case 'fit':
    case 'train':
      return train(run, id, trainer, args);
    case 'validate':
    case 'test':
    case 'predict':
    case 'evaluate':
      return evaluate(run, id, trainer, name, args);
    default:
      return null;
  }
}

function train(run: Run, id: number, trainer: Estimator, args: Arguments): Value {
  const model = argument(args, 0, 'model') ?? setting(trainer, 'model', '0');
  const module = moduleOf(run, args, 1);
  const given = argument(args, 1, 'train_dataloaders') ?? argument(args, null, 'train_dataloader');
  const training = firstOf(run, given, partOf(run, module, 'train', args), setting(trainer, 'train_dataset'));
  const watched = firstOf(
    run,
    argument(args, 2, 'val_dataloaders') ?? argument(args, null, 'val_dataloader'),
    partOf(run, module, 'val', args),
    setting(trainer, 'eval_dataset'),
  );
  if (training === null) return UNKNOWN;
  const name = nameOf(run, model, trainer);
  const fit = recordFit(run, { at: args.at, estimator: id, name, role: 'network', features: training, target: null });
  const fits = unionFits(trainer.fits, [fit]).slice(-4);
  run.store.set(id, { ...trainer, fits });
  if (watched !== null) record(run, id, { name: 'validation', model: name, fits, data: watched, args });
  return NONE;
}

/** A learner of fastai: its data come in two parts, and every epoch ends in a look at the second. */
function learnerMethod(run: Run, id: number, learner: Estimator, name: string, args: Arguments): Value | null {
  const data = firstOf(run, setting(learner, '0', 'dls', 'data'));
  if (data === null) return null;
  const { name: model } = learner;
  const [atom] = data.rows.atoms;
  const held = run.space.source('unknown', `${atom!.source.key}[valid of ${run.sites.of(learner.at)}]`, {
    at: learner.at,
  });
  const valid: Data = { ...data, rows: run.space.from(held), view: null };
  if (/^(fit|fine_tune)/.test(name)) {
    const fit = recordFit(run, {
      at: args.at,
      estimator: id,
      name: model,
      role: 'network',
      features: data,
      target: null,
    });
    const fits = unionFits(learner.fits, [fit]).slice(-4);
    run.store.set(id, { ...learner, fits });
    record(run, id, { name: 'validation', model, fits, data: valid, args });
    return NONE;
  }
  if (learner.fits.length === 0 || !/^(validate|get_preds|predict|TTA|show_results)$/.test(name)) return null;
  const given = firstOf(run, ...args.positional, ...args.keywords.values());
  return record(run, id, { name, model, fits: learner.fits, data: given ?? valid, args });
}

function evaluate(run: Run, id: number, trainer: Estimator, name: string, args: Arguments): Value {
  const module = moduleOf(run, args, 1);
  const part = name === 'validate' ? 'val' : name === 'predict' ? 'predict' : 'test';
  const held = firstOf(
    run,
    argument(args, 1, 'dataloaders') ?? argument(args, null, 'test_dataloaders') ?? UNKNOWN,
    partOf(run, module, part, args),
    argument(args, 0, 'test_dataset') ?? argument(args, 0, 'eval_dataset') ?? UNKNOWN,
    setting(trainer, 'eval_dataset'),
  );
  if (held === null || trainer.fits.length === 0) return UNKNOWN;
  const model = nameOf(run, argument(args, 0, 'model') ?? setting(trainer, 'model', '0'), trainer);
  return record(run, id, { name, model, fits: trainer.fits, data: held, args });
}

interface Evaluated {
  readonly name: string;
  readonly model: string;
  readonly fits: readonly Fit[];
  readonly data: Data;
  readonly args: Arguments;
}

function record(run: Run, estimator: number, { name, model, fits, data, args }: Evaluated): Value {
  const method = name === 'validation' ? 'validation' : name === 'predict' ? 'predict' : 'score';
  return recordEvaluation(run, { at: args.at, method, name, model, estimator, fits, data });
}

function setting(trainer: Estimator, ...names: readonly string[]): Value {
  for (const name of names) {
    const value = trainer.settings.get(name);
    if (value !== undefined) return value;
  }
  return UNKNOWN;
}

/** Rows of the first that has some; a model has none of its own. */
function firstOf(run: Run, ...values: readonly (Value | null)[]): Data | null {
  for (const value of values) {
    const object = objectOf(run, value);
    const data = object === null || object.type === 'estimator' ? null : dataOf(run, value);
    if (data !== null && data.rows.atoms.length > 0) return data;
  }
  return null;
}

/** The object that holds the loaders, `datamodule=dm`. */
function moduleOf(run: Run, args: Arguments, position: number): Value | null {
  const value = argument(args, position, 'datamodule');
  const object = isNone(value) ? null : objectOf(run, value);
  return object?.type === 'instance' && member(run, object.cls, 'train_dataloader') !== null ? value : null;
}

/** What its `train_dataloader()` gives, after `setup()`. */
function partOf(run: Run, module: Value | null, part: string, args: Arguments): Value | null {
  const object = objectOf(run, module);
  if (module === null || object?.type !== 'instance') return null;
  const nothing = { positional: [], keywords: new Map<string, Value>(), hidden: false, at: args.at, nodes: [] };
  if (member(run, object.cls, 'setup') !== null) run.method(module, 'setup', { ...nothing, positional: [UNKNOWN] });
  return member(run, object.cls, `${part}_dataloader`) === null
    ? null
    : run.method(module, `${part}_dataloader`, nothing);
}

function nameOf(run: Run, model: Value, trainer: Estimator): string {
  const object = objectOf(run, model);
  if (object?.type === 'instance') return object.cls.name;
  return object?.type === 'estimator' ? object.name : trainer.name;
}
