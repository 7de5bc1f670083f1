// Notebook: the code cells of a notebook as one text and one tree, and the way back from it to the cells.
import { Module as Tree, parse, shiftNode, walk } from './syntax';
import type { Stmt, Syntax, SyntaxProblem } from './syntax';
import type { Span } from './text';

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

/** The parsed cells of the last version of one notebook. The next version takes unchanged ones over, with their nodes. */
export interface CellCache {
  readonly parsed: Map<string, { readonly syntax: Syntax; at: number }[]>;
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
  const before = new Map(cache.parsed);
  cache.parsed.clear();

  let at = 0;
  for (const { index, text, executionCount = null, tags = [], outputs = [] } of sources) {
    cells.push({ index, start: at, end: at + text.length, executionCount, tags, outputs });
    const syntax = parseCell(text, at, before, cache);
    for (const stmt of syntax.tree.body) body.push(stmt);
    for (const problem of syntax.problems) problems.push(moved(problem, at));
    for (const comment of syntax.comments) comments.push(moved(comment, at));
    at += text.length + JOIN.length;
  }
  const source = sources.map(({ text }) => text).join(JOIN);
  const tree = new Tree(0, source.length, body);
  return { source, syntax: { tree, problems, comments }, notebook: createNotebook(cells, hosted) };
}

/** Problems and comments of the result keep the cell's own offsets; the nodes are where the cell is. */
function parseCell(text: string, at: number, before: CellCache['parsed'], cache: CellCache): Syntax {
  // Two cells of one text are two cells: each needs nodes of its own.
  const entry = before.get(text)?.shift() ?? { syntax: parse(text, { notebook: true }), at: 0 };
  const delta = at - entry.at;
  if (delta !== 0) walk(entry.syntax.tree, (node) => shiftNode(node, delta));
  entry.at = at;
  const kept = cache.parsed.get(text);
  if (kept === undefined) cache.parsed.set(text, [entry]);
  else kept.push(entry);
  return entry.syntax;
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
