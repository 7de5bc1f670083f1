// Checkpoints: the state of a trained network that is kept, in memory or in a file, and given to another one.
import { unionFits } from '../join';
import { objectOf, type Run } from '../interpreter/run';
import type { Fit } from '../records';
import { UNKNOWN, argument, stringOf, type Arguments, type Estimator, type Instance, type Value } from '../value';

const STATE = '(state)';

/** `network.state_dict()`. */
export function stateOf(run: Run, id: number, network: Estimator | Instance, { at }: Arguments): Value {
  return run.store.add({
    type: 'estimator',
    role: 'unknown',
    name: 'state',
    qualified: STATE,
    at,
    members: [{ kind: 'ref', id }],
    settings: new Map(),
    fits: network.fits,
    evaluating: false,
    data: null,
  });
}

/**
 * `network.load_state_dict(state)`: trained on what the state was trained on. A state that comes from somewhere unknown is
 * taken for one of the network of this class that the program has trained before, if this one has seen nothing yet.
 */
export function loadState(run: Run, id: number, network: Estimator | Instance, args: Arguments): Value {
  const known = fitsIn(run, argument(args, 0, 'state_dict'), 0);
  const trained = known.length > 0 || network.fits.length > 0 ? null : trainedLike(run, network);
  const fits = unionFits(network.fits, known.length > 0 ? known : (trained?.fits ?? [])).slice(-4);
  if (fits.length > network.fits.length) run.store.set(id, { ...network, fits });
  return UNKNOWN;
}

function fitsIn(run: Run, value: Value | null, depth: number): readonly Fit[] {
  const object = objectOf(run, value);
  if (object === null || depth > 2) return [];
  if (object.type === 'instance' || object.type === 'estimator') return object.fits;
  return object.type === 'dict'
    ? [...object.entries.values(), ...object.rest].reduce<readonly Fit[]>(
        (all, each) => unionFits(all, fitsIn(run, each, depth + 1)),
        [],
      )
    : [];
}

/** Its class, where that is told apart from others. */
function classOf(network: Estimator | Instance): string | null {
  if (network.type === 'instance') return network.cls.name;
  return network.qualified === '?' || !network.qualified.includes('.') ? null : network.qualified;
}

/** From now on the last network of its class that was trained. */
export function noteTrained(run: Run, id: number, network: Estimator | Instance): void {
  const cls = classOf(network);
  if (cls !== null) run.store.put(run.kept, `(trained) ${cls}`, { kind: 'ref', id });
}

function trainedLike(run: Run, network: Estimator | Instance): Estimator | Instance | null {
  const cls = classOf(network);
  const object = cls === null ? null : objectOf(run, run.store.read(run.kept, `(trained) ${cls}`));
  return object?.type === 'instance' || object?.type === 'estimator' ? object : null;
}

/** `torch.save(state, path)`. */
export function saveState(run: Run, args: Arguments): void {
  const key = keyOf(argument(args, 1, 'f'));
  const value = argument(args, 0, 'obj');
  if (key !== null && value !== null && fitsIn(run, value, 0).length > 0) run.store.put(run.kept, key, value);
}

/** `torch.load(path)` of what the program has saved there; null where it has not. */
export function savedState(run: Run, args: Arguments): Value | null {
  const key = keyOf(argument(args, 0, 'f'));
  return key === null ? null : (run.store.read(run.kept, key) ?? null);
}

function keyOf(path: Value | null): string | null {
  const text = stringOf(path);
  if (text !== null) return `(saved) ${text.replace(/^\.\//, '')}`;
  return path?.kind === 'quantity' ? `(saved) ?${path.quantity.id}` : null;
}
