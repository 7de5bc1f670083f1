// Source files on the disk: bytes → what lint takes, and back with everything kept that is not source.
import { randomBytes } from 'node:crypto';
import { readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { LineIndex } from '../analysis/text';
import type { Source } from '../lint';
import { readNotebook, withCellSources, withoutOutputs } from './notebookFile';

export interface SourceFile {
  readonly source: Source;
  /** The file as text, without its byte order mark; of a notebook, its JSON. */
  readonly text: string;
  readonly byteOrderMark: boolean;
}

/** Why a file cannot be linted, and where; lines and columns from 1. */
export interface SourceProblem {
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
}

/** A bigger file is data or generated. It would take seconds on each key, too. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Reads a file of either kind. Never throws. */
export function readSourceFile(file: string): SourceFile | { readonly problem: SourceProblem } {
  let bytes: Uint8Array;
  try {
    const { size } = statSync(file);
    if (size > MAX_BYTES) {
      const message = `The file is too big to be source: ${Math.round(size / 1024 / 1024)} MiB, more than 64.`;
      return { problem: { message } };
    }
    bytes = readFileSync(file);
  } catch (error) {
    return { problem: { message: `The file cannot be read: ${messageOf(error)}.` } };
  }
  return decodeSource(file, bytes);
}

/** The bytes of a file as source; its name says whether it is a notebook. */
export function decodeSource(file: string, bytes: Uint8Array): SourceFile | { readonly problem: SourceProblem } {
  const byteOrderMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { problem: encodingProblem(bytes) };
  }
  if (!isNotebookName(file)) return { source: { kind: 'file', text }, text, byteOrderMark };

  const read = readNotebook(text);
  if ('cells' in read) return { source: { kind: 'notebook', ...read }, text, byteOrderMark };
  const { message, offset } = read.problem;
  if (offset === undefined) return { problem: { message } };
  const { line, character } = new LineIndex(text).position(offset);
  return { problem: { message, line: line + 1, column: character + 1 } };
}

export function isNotebookName(file: string): boolean {
  return path.extname(file).toLowerCase() === '.ipynb';
}

/** The file's text with another source in the place of its own. */
export function textWith(file: SourceFile, source: Source): string {
  if (source.kind === 'file') return source.text;
  const before = file.source.kind === 'notebook' ? file.source.cells : [];
  const changed = new Map<number, string>();
  for (const cell of source.cells) {
    if (before.find(({ index }) => index === cell.index)?.text !== cell.text) changed.set(cell.index, cell.text);
  }
  const text = changed.size === 0 ? file.text : withCellSources(file.text, changed);
  const cleared = source.cells.flatMap(({ index, cleared: isCleared }) => (isCleared === true ? [index] : []));
  return cleared.length === 0 ? text : withoutOutputs(text, cleared);
}

/**
 * Writes a text as a whole or not at all: beside the file first, then renamed onto it. Mode and byte order mark stay.
 * @throws what the file system throws; the file is then as it was
 */
export function writeSourceFile(file: string, text: string, byteOrderMark: boolean): void {
  const target = realpathSync(file); // a link stays a link
  const { mode } = statSync(target);
  const beside = path.join(path.dirname(target), `.${path.basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    writeFileSync(beside, (byteOrderMark ? '\uFEFF' : '') + text, { mode, flag: 'wx' });
    renameSync(beside, target);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

function encodingProblem(bytes: Uint8Array): SourceProblem {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return { message: 'The file is UTF-16, which Python does not read either. Save it as UTF-8.', line: 1, column: 1 };
  }
  const bad = firstInvalidByte(bytes);
  const before = new TextDecoder().decode(bytes.subarray(0, bad));
  const { line, character } = new LineIndex(before).position(before.length);
  const byte = `0x${(bytes[bad] ?? 0).toString(16).padStart(2, '0')}`;
  return {
    message: `The file is not UTF-8: it has the byte ${byte} here. Save it as UTF-8.`,
    line: line + 1,
    column: character + 1,
  };
}

/** Where the longest prefix ends that is whole characters: found by halves, then back over a character that breaks off. */
function firstInvalidByte(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (decodes(bytes.subarray(0, middle), true)) good = middle;
    else bad = middle;
  }
  while (!decodes(bytes.subarray(0, good), false)) good--;
  return good;
}

/** `open`: a character may break off at the end. */
function decodes(bytes: Uint8Array, open: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: open });
    return true;
  } catch {
    return false;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
