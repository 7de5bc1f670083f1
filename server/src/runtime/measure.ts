// A session loaded to be measured: it writes its trace into the host's own folder, where it is read and removed.
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fail } from '../model/problem';
import type { Backend, RuntimeSession } from './backend';
import type { ProfileRequest } from './jobs';
import { readProfile } from './profile';
import type { ReadProfile } from './profile';
import { loadSession } from './sessions';
import type { Loading } from './sessions';

/** Loads the model, lets `work` run it, and reads what each node took. */
export async function measure(
  backend: Backend,
  scratch: string,
  loading: Loading,
  { optimized }: ProfileRequest,
  work: (session: RuntimeSession) => Promise<void>,
): Promise<ReadProfile> {
  const folder = path.join(scratch, 'profile');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  try {
    const session = await loadSession(backend, scratch, loading, { prefix: path.join(folder, 'trace'), optimized });
    try {
      await work(session);
    } finally {
      session.endProfiling();
      await session.release();
    }
    const [file] = readdirSync(folder);
    return file === undefined ? noProfile() : readProfile(readFileSync(path.join(folder, file), 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function noProfile(): never {
  fail(
    'no-profile',
    'The nodes could not be measured.',
    'Only the native ONNX Runtime says what each node took; here the model runs by WASM.',
    'Profile it on a machine with a native one.',
  );
}
