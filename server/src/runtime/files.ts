// Model files on disk: byte sources that read ranges, and copies made of pieces.
import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import type { ByteSource } from '../model/bytes';
import type { Piece } from '../model/boundary/rewrite';
import type { Model } from '../model/model';
import { attempt, fail } from '../model/problem';
import type { Result } from '../model/problem';
import { readModel } from '../model/read';

export interface OpenFile extends ByteSource {
  close(): void;
}

/** Opens a file for reading by ranges. Throws a problem where it cannot be opened. */
export function openFile(path: string): OpenFile {
  const descriptor = open(path);
  const length = fstatSync(descriptor).size;
  return {
    length,
    read(start, end) {
      const bytes = new Uint8Array(Math.max(0, Math.min(end, length) - start));
      return bytes.subarray(0, fill(descriptor, bytes, start));
    },
    close: () => closeSync(descriptor),
  };
}

function open(path: string): number {
  try {
    const descriptor = openSync(path, 'r');
    if (fstatSync(descriptor).isFile()) return descriptor;
    closeSync(descriptor);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    fail(
      'unreadable',
      'The model file could not be opened.',
      message.startsWith('ENOENT') ? 'It is not there.' : `${message}.`,
      'Check the path and the permissions.',
    );
  }
  return fail('unreadable', 'The model file could not be opened.', 'It is not a file.', 'Give the path of a file.');
}

/** A read may return less than was asked for; goes on until the end of the file. */
function fill(descriptor: number, bytes: Uint8Array, position: number): number {
  let done = 0;
  while (done < bytes.length) {
    const count = readSync(descriptor, bytes, done, bytes.length - done, position + done);
    if (count === 0) break;
    done += count;
  }
  return done;
}

/** Reads the structure of a model file, a few kilobytes to a few megabytes of it. Never throws. */
export function readModelFile(path: string): Result<Model> {
  const opened = attempt('unreadable', 'The model file could not be opened.', () => openFile(path));
  if (!opened.ok) return opened;
  try {
    return readModel(opened.value);
  } finally {
    opened.value.close();
  }
}

/** Writes the rewritten model to a file of its own, a megabyte at a time. */
export function writePieces(source: ByteSource, pieces: readonly Piece[], path: string): void {
  const descriptor = openSync(path, 'wx');
  try {
    for (const piece of pieces) {
      if (piece instanceof Uint8Array) writeAll(descriptor, piece);
      else copyRange(source, piece.start, piece.end, descriptor);
    }
  } finally {
    closeSync(descriptor);
  }
}

const STEP = 1024 * 1024;

function copyRange(source: ByteSource, start: number, end: number, descriptor: number): void {
  for (let at = start; at < end; at += STEP) writeAll(descriptor, source.read(at, Math.min(at + STEP, end)));
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += writeSync(descriptor, bytes, done);
}
