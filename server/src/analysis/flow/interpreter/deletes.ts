// Deletion: names unbound, columns and entries gone, with what went into them.
import { Kind, type Expr } from '../../syntax';
import { dropColumns } from '../data';
import { stringOf, type Value } from '../value';
import { bind } from './names';
import { objectOf, type Run } from './run';

export function deleteTarget(run: Run, target: Expr): void {
  if (target.kind === Kind.Name) bind(run, target.id, undefined);
  else if (target.kind === Kind.Tuple || target.kind === Kind.List)
    for (const each of target.elts) deleteTarget(run, each);
  else if (target.kind === Kind.Subscript) {
    const receiver = run.evaluate(target.value);
    const name = stringOf(run.evaluate(target.slice));
    removeColumns(run, receiver, name === null ? [] : [name]);
  } else if (target.kind === Kind.Attribute) removeColumns(run, run.evaluate(target.value), [target.attr]);
}

export function removeColumns(run: Run, receiver: Value, names: readonly string[]): void {
  const object = objectOf(run, receiver);
  if (receiver.kind !== 'ref' || object === null || names.length === 0) return;
  if (object.type === 'data') run.store.set(receiver.id, dropColumns(object, names));
  else if (object.type === 'dict') {
    const entries = new Map(object.entries);
    for (const name of names) entries.delete(name);
    run.store.set(receiver.id, { ...object, entries });
  }
}
