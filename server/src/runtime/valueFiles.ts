// Values for inputs from files: arrays of NumPy, ONNX's TensorProto, tables, and any file as bytes.
import { openSync, closeSync, fstatSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { bytesTensor } from '../model/inputs/bytes';
import { readTable } from '../model/inputs/csv';
import type { TextTable } from '../model/inputs/csv';
import { readArchive } from '../model/inputs/npz';
import type { ArchiveEntry } from '../model/inputs/npz';
import { asTyped } from '../model/inputs/typed';
import type { ValueInfo } from '../model/model';
import { readNpy } from '../model/npy';
import { readValueFile } from '../model/pb';
import { attempt, fail, problemOf, ProblemError } from '../model/problem';
import type { Result } from '../model/problem';
import type { Value } from '../model/values';
import { readParquet } from './parquet';

/** Bytes of a file that is read whole. */
const MOST_BYTES = 1024 ** 3;
/** Bytes of a table that are read at all. */
const MOST_TABLE = 64 * 1024 ** 2;

/** An array and its name in its file; '' where the file holds but one. */
export interface NamedArray {
  readonly name: string;
  readonly value: Value;
}

/** A value for an input from a file. `array` is the name of one in a `.npz` file; '' takes the one named like the input. */
export function readInputFile(input: ValueInfo, file: string, array = '', shape?: readonly number[]): Result<Value> {
  return attempt('bad-value', `The file for \`${input.name}\` could not be read.`, () => {
    const extension = path.extname(file).toLowerCase();
    if (extension !== '.npy' && extension !== '.npz' && extension !== '.pb') {
      return unwrap(bytesTensor(input, readBytes(file), shape));
    }
    const arrays = arraysOf(file, input, array || undefined);
    const found = arrays.find(({ name }) => name === (array || input.name)) ?? arrays[0];
    if (!found) return fail('bad-value', 'The file holds no array.', '', 'Choose another one.');
    return found.value.kind === 'tensor' ? asTyped(input, found.value) : found.value;
  });
}

/** All arrays of a file, with their values. `only` reads a single one of an archive. */
export function readArrays(file: string, input: ValueInfo | null): Result<readonly NamedArray[]> {
  return attempt('bad-value', 'The file could not be read.', () => arraysOf(file, input, undefined));
}

function arraysOf(file: string, input: ValueInfo | null, only: string | undefined): readonly NamedArray[] {
  const bytes = readBytes(file);
  switch (path.extname(file).toLowerCase()) {
    case '.npz': {
      const entries = unwrap(readArchive(bytes)).filter(({ name }) => only === undefined || name === only);
      if (entries.length === 0) noArray(only);
      return entries.map((entry) => ({ name: entry.name, value: unwrap(readNpy(inflated(entry))) }));
    }
    case '.pb':
      return [{ name: '', value: valueOf(unwrap(readValueFile(bytes, input?.type ?? TENSOR))) }];
    default:
      return [{ name: '', value: unwrap(readNpy(bytes)) }];
  }
}

const TENSOR: ValueInfo['type'] = { kind: 'tensor', elementType: 'undefined', shape: null };

function noArray(name: string | undefined): never {
  const what = name === undefined ? 'The file holds no array.' : `The file holds no array \`${name}\`.`;
  fail('bad-value', what, 'Its arrays are listed when it is chosen.', 'Choose another one.');
}

/** The bytes of one array of an archive. */
export function inflated({ bytes, isDeflated, length, name }: ArchiveEntry): Uint8Array {
  if (!isDeflated) return bytes;
  try {
    // Never more than the archive says, whatever is packed.
    return inflateRawSync(bytes, { maxOutputLength: Math.max(1, length) });
  } catch {
    return fail('bad-value', 'The .npz file could not be read.', `The array ${name} is damaged.`, 'Save it again.');
  }
}

let lastTable: { readonly key: string; readonly table: TextTable; readonly isCut: boolean } | null = null;

/** A table, kept until its file changes or another one is asked for. A very long one is read at its beginning only. */
export async function readTableFile(
  file: string,
): Promise<Result<{ readonly table: TextTable; readonly isCut: boolean }>> {
  try {
    const { mtimeMs, size } = statSync(file);
    const key = [file, mtimeMs, size].join('\0');
    if (lastTable?.key !== key) {
      const read = /\.(parquet|pq)$/i.test(file) ? await readParquet(file, size) : readText(file, size);
      if (read.table.columns.length === 0)
        fail('bad-value', 'The table is empty.', 'It has no first row.', 'Choose another.');
      lastTable = { key, ...read };
    }
    return { ok: true, value: lastTable };
  } catch (error) {
    return { ok: false, problem: problemOf(error, 'bad-value', 'The table could not be read.') };
  }
}

function readText(file: string, size: number): { readonly table: TextTable; readonly isCut: boolean } {
  const bytes = readBytes(file, MOST_TABLE, true);
  const isCut = bytes.length < size;
  const text = new TextDecoder().decode(bytes);
  return { table: readTable(isCut ? text.slice(0, text.lastIndexOf('\n') + 1) : text), isCut };
}

/** A whole file; throws a problem where it is larger than `most` bytes, unless it may be cut there. */
export function readBytes(file: string, most = MOST_BYTES, isCutAllowed = false): Uint8Array {
  const handle = openSync(file, 'r');
  try {
    const { size } = fstatSync(handle);
    if (size > most && !isCutAllowed) fail('too-large', 'The file is too large.', `It has ${size} bytes.`, 'Cut it.');
    const bytes = new Uint8Array(Math.min(size, most));
    let read = 0;
    while (read < bytes.length) {
      const more = readSync(handle, bytes, read, bytes.length - read, read);
      if (more === 0) break;
      read += more;
    }
    return bytes.subarray(0, read);
  } finally {
    closeSync(handle);
  }
}

function valueOf(value: Value | readonly unknown[]): Value {
  if ('kind' in value) return value;
  return fail('unsupported-type', 'Maps cannot be fed from a file.', 'ONNX Runtime makes none.', 'Type the map.');
}

function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new ProblemError(result.problem);
  return result.value;
}
