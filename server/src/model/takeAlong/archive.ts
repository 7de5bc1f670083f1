// A run as one `.npz` file: arrays by the names of the inputs and outputs.
import { writeNpy } from '../npyWrite';
import { writeArchive } from '../npzWrite';
import type { TensorValue, Value } from '../values';
import { identifier } from './python';
import type { Taken, TakenRun } from './types';

export function asArchive(run: TakenRun, file = `${identifier(run.name)}.npz`): Taken {
  const arrays = new Map<string, Uint8Array>();
  const notes: string[] = [];
  for (const [kind, values] of [
    ['input', run.inputs],
    ['output', run.outputs],
  ] as const) {
    for (const { name, value } of values) {
      const parts = tensorsOf(name, value);
      const written = parts?.map(([part, tensor]) => [part, writeNpy(tensor)] as const);
      if (!written || written.some(([, bytes]) => bytes === null)) {
        notes.push(`The ${kind} ${name} has a type that NumPy does not have, and is not in the file.`);
      } else for (const [part, bytes] of written) arrays.set(part, bytes!);
    }
  }
  const bytes = writeArchive([...arrays].map(([name, array]) => ({ name, bytes: array })));
  if (bytes === null) return { files: [], open: file, notes: ['The arrays are too large for one file.'] };
  return { files: [{ path: file, bytes }], open: file, notes };
}

/** The arrays of a value; null where it has none. The elements of a sequence are numbered. */
function tensorsOf(name: string, value: Value): readonly (readonly [string, TensorValue])[] | null {
  switch (value.kind) {
    case 'tensor':
      return [[name, value]];
    case 'scores':
      return [[name, value.scores]];
    case 'sequence':
      return value.elements.map((element, index) => [`${name}_${index}`, element] as const);
    case 'optional':
      return value.element === null ? [] : tensorsOf(name, value.element);
    case 'map':
      return null;
  }
}
