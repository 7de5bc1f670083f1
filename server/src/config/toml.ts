// The settings of a project file: TOML text → values, with each problem at its place in the text.
import { parse, TomlError } from 'smol-toml';
import { LineIndex, type Span } from '../analysis/text';
import type { Names } from './schema';
import { readProjectSettings, valueAt, type SettingValues, type Table } from './values';

/** `pyproject` holds our table under `[tool.heldout]`; all of a `heldout.toml` is ours. */
export type ProjectFileKind = 'pyproject' | 'heldout';

export interface TomlProblem extends Span {
  readonly message: string;
}

export interface ProjectFileContent {
  /** null: the file does not parse, or (a pyproject.toml) has no table of ours. */
  readonly values: SettingValues | null;
  readonly problems: readonly TomlProblem[];
  /** Whether the file concerns Heldout at all. */
  readonly ours: boolean;
}

/** Reads a project file. Never throws. A pyproject.toml that never names Heldout is left alone, even if it is broken. */
export function readProjectFile(text: string, kind: ProjectFileKind, names: Names): ProjectFileContent {
  const nothing: ProjectFileContent = { values: null, problems: [], ours: false };
  if (kind === 'pyproject' && !text.includes('heldout')) return nothing;

  let document: Table;
  try {
    document = parse(text);
  } catch (error) {
    return { values: null, problems: [syntaxProblem(text, error)], ours: true };
  }
  const prefix = kind === 'pyproject' ? ['tool', 'heldout'] : [];
  const table = kind === 'pyproject' ? valueAt(document, prefix) : document;
  if (table === undefined) return nothing;

  const { values, problems } = readProjectSettings(table, names);
  return {
    values,
    ours: true,
    problems: problems.map(({ path, item, message }) => ({ ...placeOf(text, [...prefix, ...path], item), message })),
  };
}

/** smol-toml tells line and column (from 1) and repeats the source in its message; only the first line is the message. */
function syntaxProblem(text: string, error: unknown): TomlProblem {
  const message =
    error instanceof Error ? firstLine(error.message).replace(/^Invalid TOML document: /, '') : String(error);
  const at = error instanceof TomlError ? error : { line: 1, column: 1 };
  const place = { line: at.line - 1, character: at.column - 1 };
  const start = Math.min(new LineIndex(text).offset(place), text.length);
  const end = Math.max(start, lineEnd(text, start));
  return { start, end, message: `This is not valid TOML: ${message}. The settings read last stay in force.` };
}

/**
 * Where a key is written, or an item of the list it holds. Searched in the text, line by line, because the parser keeps
 * no positions; a key it cannot find (in an inline table, say) is placed at the nearest outer one.
 */
function placeOf(text: string, path: readonly string[], item: string | undefined): Span {
  const keys = keyPlaces(text);
  for (let length = path.length; length > 0; length--) {
    const found = keys.find((key) => startsWith(key.path, path.slice(0, length)));
    if (found === undefined) continue;
    return findInOrder(text, found, [...path.slice(length), ...(item === undefined ? [] : [item])]);
  }
  return { start: 0, end: lineEnd(text, 0) };
}

/** The last of the words, each searched after the one before; as far as they are found. */
function findInOrder(text: string, from: Span, words: readonly string[]): Span {
  let found = from;
  for (const word of words) {
    const start = text.indexOf(word, found.end);
    if (start === -1) break;
    found = { start, end: start + word.length };
  }
  return found;
}

interface KeyPlace extends Span {
  readonly path: readonly string[];
}

const KEY = String.raw`(?:"[^"\n]*"|'[^'\n]*'|[\w-]+)`;
const DOTTED = String.raw`${KEY}(?:[ \t]*\.[ \t]*${KEY})*`;
const LINE = new RegExp(String.raw`^([ \t]*\[{1,2}[ \t]*)(${DOTTED})[ \t]*\]|^([ \t]*)(${DOTTED})[ \t]*=`, 'gm');

/** All keys at the start of a line and all table headers, in order, with their full paths. */
function keyPlaces(text: string): KeyPlace[] {
  const places: KeyPlace[] = [];
  let table: readonly string[] = [];
  for (const match of text.matchAll(LINE)) {
    const [, headerIndent, header, indent, key] = match;
    if (header !== undefined) {
      table = splitKey(header);
      places.push(keyPlace(table, match.index + (headerIndent ?? '').length, header));
    } else if (key !== undefined) {
      places.push(keyPlace([...table, ...splitKey(key)], match.index + (indent ?? '').length, key));
    }
  }
  return places;
}

function keyPlace(path: readonly string[], start: number, written: string): KeyPlace {
  return { path, start, end: start + written.length };
}

function splitKey(dotted: string): string[] {
  return (dotted.match(new RegExp(KEY, 'g')) ?? []).map((part) => part.replace(/^["']|["']$/g, ''));
}

function startsWith(path: readonly string[], prefix: readonly string[]): boolean {
  return prefix.every((key, index) => path[index] === key);
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}

function lineEnd(text: string, from: number): number {
  const end = text.slice(from).search(/[\r\n]/);
  return end === -1 ? text.length : from + end;
}
