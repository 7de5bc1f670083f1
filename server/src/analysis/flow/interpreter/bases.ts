// What classes of the file get from libraries: networks, and datasets that hold rows for a loader.
import { newData } from '../data';
import type { Arguments, ClassValue, Ref } from '../value';
import { dataOf, refer, unknownRows, type Run } from './run';

const NETWORK_BASES: ReadonlySet<string> = new Set([
  'Module',
  'Model',
  'LightningModule',
  'Sequential',
  'Block',
  'HybridBlock',
  'PreTrainedModel',
]);

export function isNetwork(cls: ClassValue, depth = 0): boolean {
  if (depth > 6) return false;
  return cls.bases.some((base) => {
    if (base.kind === 'class') return isNetwork(base.cls, depth + 1);
    // Also a layer that one makes one's own: `class Layer(nn.Linear)`.
    return base.kind === 'api' && (NETWORK_BASES.has(lastPart(base.name)) || base.name.startsWith('torch.nn.'));
  });
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** Whether a class is a dataset of some library. */
export function isDataset(cls: ClassValue, depth = 0): boolean {
  if (depth > 6) return false;
  return cls.bases.some((base) =>
    base.kind === 'class' ? isDataset(base.cls, depth + 1) : base.kind === 'api' && base.name.endsWith('Dataset'),
  );
}

/** A dataset whose rows nobody sees come, one that draws or downloads them, has rows of its own. */
export function holdRows(run: Run, self: Ref, args: Arguments): void {
  const object = run.store.get(self.id);
  if (object.type !== 'instance' || (dataOf(run, self)?.rows.atoms.length ?? 0) > 0) return;
  const rows = refer(run, newData(run, 'dataset', unknownRows(run, args.at)));
  run.store.set(self.id, { ...object, attributes: new Map(object.attributes).set('(rows)', rows) });
}
