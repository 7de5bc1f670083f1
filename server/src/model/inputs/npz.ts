// NumPy's `.npz` files: ZIP archives of `.npy` files, listed by their central directory.
// Format: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.3.16
import { attempt, fail } from '../problem';
import type { Result } from '../problem';

/** One file of an archive, still compressed. */
export interface ArchiveEntry {
  /** Of the array: the name without `.npy`. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly isDeflated: boolean;
  /** Bytes when inflated. */
  readonly length: number;
}

const MOST_ENTRIES = 10_000;
/** Bytes of one array. */
const MOST_BYTES = 1024 ** 3;
const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;

/** The arrays of an archive in its order. Nothing is inflated yet. */
export function readArchive(bytes: Uint8Array): Result<readonly ArchiveEntry[]> {
  return attempt('bad-value', 'The .npz file could not be read.', () => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const end = endOfDirectory(view);
    const count = Math.min(view.getUint16(end + 10, true), MOST_ENTRIES);
    const entries: ArchiveEntry[] = [];
    let at = view.getUint32(end + 16, true);
    for (let index = 0; index < count; index++) {
      if (at + 46 > bytes.length || view.getUint32(at, true) !== CENTRAL) refuse('Its list of arrays is damaged.');
      const [nameLength, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
      const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength!));
      if (name.endsWith('.npy')) entries.push(entryAt(bytes, view, at, name.slice(0, -'.npy'.length)));
      at += 46 + nameLength! + extra! + comment!;
    }
    return entries;
  });
}

/** The record at the end, before which a comment may stand. */
function endOfDirectory(view: DataView): number {
  const first = Math.max(0, view.byteLength - 22 - 0xffff);
  for (let at = view.byteLength - 22; at >= first; at--) if (view.getUint32(at, true) === END) return at;
  return refuse('It does not end like an archive.');
}

function entryAt(bytes: Uint8Array, view: DataView, at: number, name: string): ArchiveEntry {
  const method = view.getUint16(at + 10, true);
  const packed = view.getUint32(at + 20, true);
  const length = view.getUint32(at + 24, true);
  const local = view.getUint32(at + 42, true);
  if (method !== STORED && method !== DEFLATED) refuse(`The array ${name} is packed in a way that numpy does not use.`);
  if (length > MOST_BYTES) refuse(`The array ${name} is too large.`);
  if (local + 30 > bytes.length || view.getUint32(local, true) !== LOCAL)
    refuse(`The array ${name} is not where it should be.`);
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (start + packed > bytes.length) refuse(`The array ${name} ends too early.`);
  return { name, bytes: bytes.subarray(start, start + packed), isDeflated: method === DEFLATED, length };
}

function refuse(why: string): never {
  fail('bad-value', 'The .npz file could not be read.', why, 'Save the arrays again with numpy.savez.');
}
