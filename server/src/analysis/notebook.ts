// Notebook: the code cells of a notebook as one text and one tree, and the way back from it to the cells.
import { Module as Tree, parse, reparse, shiftNode, walk } from './syntax';
import type { Stmt, Syntax, SyntaxProblem } from './syntax';
import type { Span } from './text';
import { changeBetween } from './textChange';

/** A code cell as the notebook stores it. Cells of other kinds are left out by the caller, but keep their number. */
export interface CellSource {
  /** Position among all cells of the notebook, from 0. */
  readonly index: number;
  readonly text: string;
  readonly executionCount?: number | null;
  readonly tags?: readonly string[];
  /** The text of stored outputs, as far as rules read them. */
  readonly outputs?: readonly string[];
  /** A fix has cleared it: what the file stores of its outputs and its run goes when it is written. */
  readonly cleared?: boolean;
}

/** A code cell and where it lies in the joined text (its own text, without the line break that joins it to the next). */
export interface Cell extends Span {
  /** Position among all cells of the notebook, from 0. */
  readonly index: number;
  /** How the notebook last ran it; null if it did not, or does not say. */
  readonly executionCount: number | null;
  readonly tags: readonly string[];
  readonly outputs: readonly string[];
}

/** A place inside a cell: `cell` is `Cell.index`, `offset` counts from the start of the cell's text. */
export interface CellPlace {
  readonly cell: number;
  readonly offset: number;
}

export interface Notebook {
  /** It is written for a service (Colab, Kaggle, Databricks), as its metadata say. */
  readonly hosted: boolean;
  /** Code cells in document order. */
  readonly cells: readonly Cell[];
  /** The cell that holds an offset of the joined text; the join after a cell belongs to that cell's end. */
  locate(offset: number): CellPlace;
  /** The way back; null if no code cell has this index. */
  offsetOf(place: CellPlace): number | null;
}

/** What services write into the metadata of a notebook. */
const SERVICES = ['colab', 'kaggle', 'application/vnd.databricks.v1+notebook'];

/** Whether metadata (the editor may keep them one level down) name a service that the notebook is written for. */
export function isHosted(metadata: unknown): boolean {
  if (typeof metadata !== 'object' || metadata === null) return false;
  return SERVICES.some((name) => name in metadata) || ('metadata' in metadata && isHosted(metadata.metadata));
}

/** A cell as it was parsed; its nodes are where it was then. */
interface ParsedCell {
  readonly text: string;
  readonly syntax: Syntax;
  readonly at: number;
}

/** The parsed cells of the last version of one notebook, by index. The next version takes them over, with their nodes. */
export interface CellCache {
  readonly parsed: Map<number, ParsedCell>;
}

export function createCellCache(): CellCache {
  return { parsed: new Map() };
}

export interface JoinedNotebook {
  readonly source: string;
  readonly syntax: Pick<Syntax, 'tree' | 'problems' | 'comments'>;
  readonly notebook: Notebook;
}

/** Between two cells. */
const JOIN = '\n';

/**
 * Parses each cell on its own, so that a broken one harms no other, and joins them to one text and one tree.
 * @param cache of the same notebook: cells it knows are not parsed again, but their nodes move, so the tree of the
 *   earlier version must not be used any more
 */
export function joinCells(
  sources: readonly CellSource[],
  cache: CellCache = createCellCache(),
  hosted = false,
): JoinedNotebook {
  const cells: Cell[] = [];
  const body: Stmt[] = [];
  const problems: SyntaxProblem[] = [];
  const comments: Span[] = [];
  const known = claimed(sources, cache);

  let at = 0;
  for (const { index, text, executionCount = null, tags = [], outputs = [] } of sources) {
    cells.push({ index, start: at, end: at + text.length, executionCount, tags, outputs });
    const syntax = parseCell(text, known.get(index));
    moveTo(syntax, known.get(index)?.text === text ? known.get(index)!.at : 0, at);
    cache.parsed.set(index, { text, syntax, at });
    for (const stmt of syntax.tree.body) body.push(stmt);
    for (const problem of syntax.problems) problems.push(moved(problem, at));
    for (const comment of syntax.comments) comments.push(moved(comment, at));
    at += text.length + JOIN.length;
  }
  const source = sources.map(({ text }) => text).join(JOIN);
  const tree = new Tree(0, source.length, body);
  return { source, syntax: { tree, problems, comments }, notebook: createNotebook(cells, hosted) };
}

/**
 * What was parsed before for each cell: of a cell of the same text, wherever it was, for one that is not new; else of the one
 * that stood in its place. The cache is empty then: each is taken over once, as two cells of one text need nodes of their own.
 */
function claimed(sources: readonly CellSource[], cache: CellCache): ReadonlyMap<number, ParsedCell> {
  const left = new Map(cache.parsed);
  cache.parsed.clear();
  const found = new Map<number, ParsedCell>();
  const claim = (index: number, from: number | undefined): void => {
    const cell = from === undefined ? undefined : left.get(from);
    if (cell === undefined) return;
    left.delete(from!);
    found.set(index, cell);
  };
  for (const { index, text } of sources) if (left.get(index)?.text === text) claim(index, index);
  const byText = new Map([...left].map(([index, { text }]) => [text, index]));
  for (const { index, text } of sources) if (!found.has(index)) claim(index, byText.get(text));
  for (const { index } of sources) if (!found.has(index)) claim(index, index);
  return found;
}

/** Problems and comments keep the cell's own offsets; so do nodes, but where all of it was known. */
function parseCell(text: string, known: ParsedCell | undefined): Syntax {
  if (known === undefined) return parse(text, { notebook: true });
  if (known.text === text) return known.syntax;
  moveTo(known.syntax, known.at, 0);
  return reparse(known.syntax, text, changeBetween(known.text, text));
}

function moveTo({ tree }: Syntax, from: number, to: number): void {
  const delta = to - from;
  if (delta !== 0) walk(tree, (node) => shiftNode(node, delta));
}

function moved<T extends Span>(span: T, delta: number): T {
  return { ...span, start: span.start + delta, end: span.end + delta };
}

function createNotebook(cells: readonly Cell[], hosted: boolean): Notebook {
  return {
    hosted,
    cells,
    locate(offset) {
      let low = 0;
      let high = cells.length;
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if (cells[middle]!.start <= offset) low = middle;
        else high = middle;
      }
      const cell = cells[low];
      if (cell === undefined) return { cell: 0, offset: 0 };
      return { cell: cell.index, offset: Math.max(0, Math.min(offset, cell.end) - cell.start) };
    },
    offsetOf({ cell, offset }) {
      const found = cells.find(({ index }) => index === cell);
      return found === undefined ? null : Math.min(found.start + offset, found.end);
    },
  };
}
