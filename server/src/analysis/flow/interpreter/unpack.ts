// Unpacking: what each of several targets gets of one value.
import { Kind, type Expr } from '../../syntax';
import { isWeights } from '../api/weights';
import { influencesOf, type Data } from '../data';
import { UNKNOWN, type ListObject, type Value } from '../value';
import { objectOf, refer, type Run } from './run';

/** `a, b = value`. */
export function unpack(run: Run, targets: readonly Expr[], value: Value): void {
  const object = objectOf(run, value);
  const star = targets.findIndex((target) => target.kind === Kind.Starred);
  if (object?.type === 'list' && !object.open && (star >= 0 || object.items.length === targets.length)) {
    unpackKnown(run, targets, object, star);
    return;
  }
  if (object?.type === 'list' && object.items.length > 0) {
    const any =
      object.items.reduce<Value | undefined>((joined, item) => run.join.value(joined, item), undefined) ?? UNKNOWN;
    const known = object.items.length === targets.length;
    targets.forEach((target, i) => run.assign(target, known ? object.items[i]! : any));
    return;
  }
  if (object?.type === 'data') {
    const apart = object.kind === 'unknown' && tellsParts(targets);
    targets.forEach((target, i) => run.assign(target, partOf(run, { data: object, value, index: i, apart })));
    return;
  }
  // `w, b = weights`: each is of the same network.
  for (const target of targets) run.assign(target, isWeights(object) ? value : UNKNOWN);
}

function unpackKnown(run: Run, targets: readonly Expr[], { items }: ListObject, star: number): void {
  if (star < 0) {
    targets.forEach((target, i) => run.assign(target, items[i] ?? UNKNOWN));
    return;
  }
  const after = targets.length - star - 1;
  targets.forEach((target, i) => {
    if (i < star) run.assign(target, items[i] ?? UNKNOWN);
    else if (i > star) run.assign(target, items[items.length - (targets.length - i)] ?? UNKNOWN);
    else
      run.assign(
        target,
        run.store.add({ type: 'list', sequence: 'list', items: items.slice(star, items.length - after), open: false }),
      );
  });
}

/** `(x_train, y_train), (x_test, y_test) = pickle.load(file)`: by their names, the parts are other rows. */
function tellsParts(targets: readonly Expr[]): boolean {
  const names = targets.map(function nameOf(target): string {
    return target.kind === Kind.Name ? target.id : target.kind === Kind.Tuple ? target.elts.map(nameOf).join(' ') : '';
  });
  return names.some((name) => /train/i.test(name)) && names.some((name) => /(test|val|dev)/i.test(name));
}

interface Part {
  readonly data: Data;
  readonly value: Value;
  readonly index: number;
  /** Whether the parts are told apart by their names. */
  readonly apart: boolean;
}

/** Of what an opaque loader returns, each part is a source of its own; of anything else, the whole. */
function partOf(run: Run, { data, value, index, apart }: Part): Value {
  const [atom] = data.rows.atoms;
  const kind = atom?.source.kind;
  const opaque =
    data.kind === 'unknown' && data.rows.atoms.length === 1 && (kind === 'unknown' || (apart && kind === 'file'));
  if (!opaque || atom!.steps.length > 0 || influencesOf(run, data).list.length > 0) {
    return data.view === null ? value : refer(run, { ...data, view: null });
  }
  const source = run.space.source('unknown', `${atom!.source.key}.${index}`, { at: atom!.source.at });
  return refer(run, { ...data, rows: run.space.from(source), selection: null });
}
