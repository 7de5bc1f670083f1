// Findings by line and column, each in its cell: what the editor and the command line both print. Pure.
import { LineIndex, type Position, type Span } from './analysis/text';
import type { Finding, Linted } from './lint';
import type { Safety } from './rules/rule';

/** Lines and characters from 0; characters are UTF-16 units. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export interface Place {
  /** The cell's position among all cells of its notebook, from 0; null in a file. */
  readonly cell: number | null;
  /** Inside the cell, or the file. */
  readonly range: Range;
}

export interface LocatedEdit extends Place {
  readonly newText: string;
}

export interface LocatedFix {
  readonly title: string;
  readonly safety: Safety;
  readonly edits: readonly LocatedEdit[];
  /** Cells, from 0, whose stored outputs go. */
  readonly clears?: readonly number[];
}

export interface LocatedFinding extends Place {
  readonly rule: string;
  readonly category: Finding['category'];
  readonly severity: Finding['severity'];
  readonly message: string;
  readonly related: readonly (Place & { readonly message: string })[];
  readonly fixes: readonly LocatedFix[];
}

/** The findings of a lint, in its order, by line and column. */
export function locate(linted: Linted): readonly LocatedFinding[] {
  const placeOf = linted.notebook === null ? inFile(linted.text) : inNotebook(linted.text, linted.notebook);
  return linted.findings.map((finding) => ({
    ...placeOf(finding),
    rule: finding.rule,
    category: finding.category,
    severity: finding.severity,
    message: finding.message,
    related: finding.related.map((related) => ({ ...placeOf(related), message: related.message })),
    fixes: finding.fixes.map(({ title, safety, edits, clears }) => ({
      title,
      safety,
      edits: edits.map((edit) => ({ ...placeOf(edit), newText: edit.text })),
      ...(clears === undefined ? {} : { clears }),
    })),
  }));
}

function inFile(text: string): (span: Span) => Place {
  const lines = new LineIndex(text);
  return (span) => ({ cell: null, range: { start: lines.position(span.start), end: lines.position(span.end) } });
}

/** A span that runs on into the next cell ends with its own: an edit or a mark is never in two documents. */
function inNotebook(text: string, notebook: NonNullable<Linted['notebook']>): (span: Span) => Place {
  const indexes = new Map<number, LineIndex>();
  return (span) => {
    const { cell: index, offset } = notebook.locate(span.start);
    const cell = notebook.cells.find((each) => each.index === index);
    if (cell === undefined) throw new RangeError(`no cell ${index}`);
    let lines = indexes.get(index);
    if (lines === undefined) indexes.set(index, (lines = new LineIndex(text.slice(cell.start, cell.end))));
    const start = lines.position(offset);
    return { cell: index, range: { start, end: lines.position(Math.min(span.end, cell.end) - cell.start) } };
  };
}
