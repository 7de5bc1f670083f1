// The files that hold the weights of a model: itself, and those beside it; none outside its folder, as ONNX Runtime does.
import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import type { ByteSource } from '../model/bytes';
import type { Open } from '../model/diff/weights';
import { openFile } from './files';
import type { OpenFile } from './files';

export interface WeightFiles {
  readonly open: Open;
  close(): void;
}

/** Opens each file once, when it is first needed. */
export function weightFiles(model: string): WeightFiles {
  const opened = new Map<string, OpenFile | null>();
  const open = (location: string): ByteSource | null => {
    const known = opened.get(location);
    if (known !== undefined) return known;
    const made = openOrNull(model, location);
    opened.set(location, made);
    return made;
  };
  return {
    open: ({ external }) => open(external?.location ?? ''),
    close() {
      for (const file of opened.values()) file?.close();
      opened.clear();
    },
  };
}

/** '' is the model itself. */
function openOrNull(model: string, location: string): OpenFile | null {
  try {
    if (location === '') return openFile(model);
    const folder = realpathSync(path.dirname(model));
    const target = path.resolve(folder, location);
    if (statSync(target, { throwIfNoEntry: false }) === undefined) return null;
    const real = realpathSync(target);
    return real.startsWith(folder + path.sep) ? openFile(real) : null;
  } catch {
    return null;
  }
}
