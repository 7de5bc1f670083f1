// Findings as JSON: lines and columns from 1, columns in UTF-16 units, cells from 1 and ranges inside their cell.
import type { LocatedFinding, Place, Range } from '../../located';
import type { CheckedFile } from './report';

interface JsonPosition {
  readonly line: number;
  readonly column: number;
}

interface JsonRange {
  readonly start: JsonPosition;
  readonly end: JsonPosition;
}

/** A place: only those in a notebook have a cell. */
interface JsonPlace {
  readonly cell?: number;
  readonly range: JsonRange;
}

export interface JsonFinding extends JsonPlace {
  readonly file: string;
  readonly rule: string;
  readonly category: string;
  readonly severity: string;
  readonly message: string;
  readonly related: readonly (JsonPlace & { readonly file: string; readonly message: string })[];
  readonly fix?: {
    readonly title: string;
    readonly safety: string;
    /** Cells, from 1, whose stored outputs go. */
    readonly clears?: readonly number[];
    readonly edits: readonly (JsonPlace & { readonly newText: string })[];
  };
}

/** One array of all findings, as text. */
export function jsonOf(files: readonly CheckedFile[]): string {
  const findings = files.flatMap(({ file, findings: found }) => found.map((finding) => jsonFinding(file, finding)));
  return `${JSON.stringify(findings, null, 2)}\n`;
}

/** One finding as plain data; of its fixes, the preferred one. */
export function jsonFinding(file: string, finding: LocatedFinding): JsonFinding {
  const [fix] = finding.fixes;
  return {
    file,
    rule: finding.rule,
    category: finding.category,
    severity: finding.severity,
    message: finding.message,
    ...jsonPlace(finding),
    related: finding.related.map((related) => ({ file, ...jsonPlace(related), message: related.message })),
    ...(fix && {
      fix: {
        title: fix.title,
        safety: fix.safety,
        edits: fix.edits.map((edit) => ({ ...jsonPlace(edit), newText: edit.newText })),
        ...(fix.clears === undefined ? {} : { clears: fix.clears.map((cell) => cell + 1) }),
      },
    }),
  };
}

function jsonPlace({ cell, range }: Place): JsonPlace {
  return { ...(cell === null ? {} : { cell: cell + 1 }), range: jsonRange(range) };
}

function jsonRange({ start, end }: Range): JsonRange {
  return {
    start: { line: start.line + 1, column: start.character + 1 },
    end: { line: end.line + 1, column: end.character + 1 },
  };
}
