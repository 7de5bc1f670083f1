// Notebook files (.ipynb): JSON text → cells, and the text again with other cell sources, nothing else of it touched.
import { findNodeAtLocation, parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import { isHosted } from '../analysis/notebook';
import { LineIndex } from '../analysis/text';
import { isTable, valueAt, type Table } from '../config/values';
import type { CellSource } from '../lint';
import { outputTexts } from './notebookOutputs';

export interface NotebookProblem {
  readonly message: string;
  /** Where in the file, from 0; absent where the file as a whole is meant. */
  readonly offset?: number;
}

/**
 * The Python cells of a notebook of format 4. A notebook in another language has none.
 * What is wrong with it is a problem, never an error.
 */
export function readNotebook(
  text: string,
): { readonly cells: readonly CellSource[]; readonly hosted?: true } | { readonly problem: NotebookProblem } {
  let notebook: unknown;
  try {
    notebook = JSON.parse(text);
  } catch {
    return { problem: jsonProblem(text) };
  }
  if (!isTable(notebook)) return { problem: { message: 'This is not a notebook: its JSON is not an object.' } };
  if (!Array.isArray(notebook['cells'])) {
    const old = Array.isArray(notebook['worksheets']);
    const message = old
      ? 'The notebook has an old format (before 4). Open and save it in Jupyter to convert it.'
      : 'This is not a notebook: it has no list `cells`.';
    return { problem: { message } };
  }
  const written: readonly unknown[] = notebook['cells'];
  const python = languageOf(notebook) === 'python';
  const cells = written.flatMap((cell, index) => (isTable(cell) ? readCell(cell, index, python) : []));
  return isHosted(notebook['metadata']) ? { cells, hosted: true } : { cells };
}

function readCell(cell: Table, index: number, python: boolean): CellSource[] {
  if (cell['cell_type'] !== 'code') return [];
  const own = textAt(cell, ['metadata', 'vscode', 'languageId']);
  if (own === null ? !python : own !== 'python') return [];
  const text = sourceText(cell['source']);
  if (text === null) return [];
  const count = cell['execution_count'];
  const tags = isTable(cell['metadata']) ? cell['metadata']['tags'] : undefined;
  const outputs = outputTexts(cell['outputs']);
  return [
    {
      index,
      text,
      executionCount: typeof count === 'number' ? count : null,
      tags: Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [],
      ...(outputs.length > 0 ? { outputs } : {}),
    },
  ];
}

/** The kernel's language, else the language the notebook was last saved with, else Python. */
function languageOf(notebook: Table): string {
  const metadata = isTable(notebook['metadata']) ? notebook['metadata'] : {};
  const language =
    textAt(metadata, ['kernelspec', 'language']) ?? textAt(metadata, ['language_info', 'name']) ?? 'python';
  return language.toLowerCase();
}

function sourceText(source: unknown): string | null {
  if (typeof source === 'string') return source;
  return Array.isArray(source) && source.every((line) => typeof line === 'string') ? source.join('') : null;
}

function textAt(table: Table, path: readonly string[]): string | null {
  const value = valueAt(table, path);
  return typeof value === 'string' ? value : null;
}

function jsonProblem(text: string): NotebookProblem {
  const errors: ParseError[] = [];
  parseTree(text, errors, { allowTrailingComma: false, disallowComments: true });
  const [first] = errors;
  if (text.trim() === '') return { message: 'The notebook is empty: not even JSON.' };
  if (first === undefined) return { message: 'The notebook is not valid JSON.' };
  if (/^<{7} /m.test(text))
    return { message: 'The notebook holds merge conflict markers.', offset: text.search(/^<{7} /m) };
  const what = printParseErrorCode(first.error)
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase();
  return { message: `The notebook is not valid JSON: ${what}.`, offset: first.offset };
}

/**
 * The notebook's text with other sources for some cells. Indentation, line ends, key order, unknown fields and all other
 * cells stay byte for byte; a source keeps its form (a list of lines, or one string).
 */
export function withCellSources(text: string, sources: ReadonlyMap<number, string>): string {
  const tree = parseTree(text);
  let result = text;
  const nodes = [...sources].flatMap(([index, source]) => {
    const node = tree && findNodeAtLocation(tree, ['cells', index, 'source']);
    return node === undefined ? [] : [{ node, source }];
  });
  // From the end, so that earlier offsets stay right.
  for (const { node, source } of nodes.sort((a, b) => b.node.offset - a.node.offset)) {
    const written = writeSource(source, text, node);
    result = result.slice(0, node.offset) + written + result.slice(node.offset + node.length);
  }
  return result;
}

/** The notebook's text without what some cells have put out, and without the numbers of their runs; all else byte for byte. */
export function withoutOutputs(text: string, cells: readonly number[]): string {
  const tree = parseTree(text);
  const nodes = cells.flatMap((index) => [
    { node: tree && findNodeAtLocation(tree, ['cells', index, 'outputs']), written: '[]' },
    { node: tree && findNodeAtLocation(tree, ['cells', index, 'execution_count']), written: 'null' },
  ]);
  let result = text;
  for (const { node, written } of nodes.sort((a, b) => (b.node?.offset ?? 0) - (a.node?.offset ?? 0))) {
    if (node !== undefined) result = result.slice(0, node.offset) + written + result.slice(node.offset + node.length);
  }
  return result;
}

function writeSource(source: string, text: string, node: Node): string {
  const quote = /[^\0-\x7f]/.test(text) ? JSON.stringify : asciiString;
  if (node.type === 'string') return quote(source);
  const lines = source.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const first = node.children?.[0];
  const before = first === undefined ? '' : text.slice(node.offset + 1, first.offset);
  if (lines.length === 0) return '[]';
  if (!before.includes('\n')) return `[${before}${lines.map((line) => quote(line)).join(', ')}${before}]`;
  const last = node.children?.at(-1);
  const after = last === undefined ? '' : text.slice(last.offset + last.length, node.offset + node.length - 1);
  return `[${before}${lines.map((line) => quote(line)).join(`,${before}`)}${after}]`;
}

/** In a file that is all ASCII, other characters stay escaped. */
function asciiString(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[^\0-\x7f]/g,
    (character) => String.raw`\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** For each line of a cell (both from 0), its line in the notebook's file (from 0); for tools that show the file as text. */
export function lineInFile(text: string): (cell: number, line: number) => number {
  // On first use: most notebooks are printed without it.
  let parsed: { readonly tree: Node | undefined; readonly lines: LineIndex } | undefined;
  return (cell, line) => {
    const { tree, lines } = (parsed ??= { tree: parseTree(text), lines: new LineIndex(text) });
    const source = tree && findNodeAtLocation(tree, ['cells', cell, 'source']);
    const node = source?.children?.[line] ?? source;
    return node === undefined ? 0 : lines.position(node.offset).line;
  };
}
