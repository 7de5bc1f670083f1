// NumPy's `.npz` files: a ZIP archive of `.npy` files, stored as they are, as numpy.savez writes it.
// Format: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.3.16
import { concat, type Bytes } from './boundary/encode';

export interface ArchivedArray {
  /** Without `.npy`. */
  readonly name: string;
  /** A whole `.npy` file. */
  readonly bytes: Uint8Array;
}

/** The archive; null for one that its 32-bit places can't tell of. */
export function writeArchive(arrays: readonly ArchivedArray[]): Bytes | null {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const { name, bytes } of arrays) {
    const called = new TextEncoder().encode(`${name}.npy`);
    const facts = factsOf(called, bytes);
    const local = concat(words(0x04034b50, 4), facts, called);
    parts.push(local, bytes);
    // Version made by; then, after the facts: comment, disk, attributes, and where the local header is.
    directory.push(concat(words(0x02014b50, 4), words(20, 2), facts, new Uint8Array(10), words(at, 4), called));
    at += local.length + bytes.length;
  }
  const listed = concat(...directory);
  if (at + listed.length > 0xffff_fffe || arrays.length > 0xfffe) return null;
  const end = [words(0x06054b50, 4), words(0, 4), words(arrays.length, 2), words(arrays.length, 2)];
  return concat(...parts, listed, ...end, words(listed.length, 4), words(at, 4), words(0, 2));
}

/** What the header before an array and its entry in the list at the end both say. */
function factsOf(name: Uint8Array, bytes: Uint8Array): Uint8Array {
  const isUtf8 = 0x0800;
  // 1980-01-01 00:00, as numpy writes it: the same run gives the same file.
  const [time, date] = [0, 0x21];
  return concat(
    ...[20, isUtf8, 0, time, date].map((word) => words(word, 2)),
    ...[crc32(bytes), bytes.length, bytes.length].map((word) => words(word, 4)),
    words(name.length, 2),
    words(0, 2),
  );
}

/** A number in little-endian order. */
const words = (value: number, size: number): Uint8Array =>
  Uint8Array.from({ length: size }, (_, index) => Math.floor(value / 256 ** index) & 0xff);

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  return rest;
});

/** The check sum of ZIP (ITU-T V.42). */
export function crc32(bytes: Uint8Array): number {
  let rest = 0xffff_ffff;
  for (const byte of bytes) rest = TABLE[(rest ^ byte) & 0xff]! ^ (rest >>> 8);
  return (rest ^ 0xffff_ffff) >>> 0;
}
