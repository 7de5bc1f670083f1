// Applying fixes: which ones go together, and a source with all of them made.
import type { Edit } from './analysis/text';
import { applyEdits } from './analysis/text';
import type { Finding } from './finding';
import type { CellSource, LintOptions, Linted, Source } from './lint';
import { lint } from './lint';
import { withoutDoubles } from './precedence';
import type { Safety } from './rules/rule';

/** A fix may bring another finding to light, but never for long. */
const ROUNDS = 10;

/** What fixes do to a source. */
export interface Changes {
  readonly edits: readonly Edit[];
  /** Cells whose stored outputs and run numbers go. */
  readonly clears: readonly number[];
}

/**
 * What the first fix of each finding changes, as far as it can be done together; a fix that collides with an earlier one
 * waits for the next round.
 * @param accept safe alone, or unsafe ones too
 */
export function fixable(findings: readonly Finding[], accept: readonly Safety[] = ['safe']): Changes {
  let edits: readonly Edit[] = [];
  const clears = new Set<number>();
  for (const finding of findings) {
    const fix = finding.fixes.find(({ safety }) => accept.includes(safety));
    if (fix === undefined) continue;
    edits = withoutDoubles([...edits, ...fix.edits]) ?? edits;
    for (const cell of fix.clears ?? []) clears.add(cell);
  }
  return { edits, clears: [...clears] };
}

export interface Fixed {
  readonly source: Source;
  /** How many findings there were less than before. */
  readonly fixed: number;
  /** What is left in the fixed source. */
  readonly linted: Linted;
}

/** Fixes a source until nothing acceptable is left. */
export function fixAll(source: Source, options: LintOptions, accept: readonly Safety[] = ['safe']): Fixed {
  let current = source;
  let linted = lint(current, options);
  const before = linted.findings.length;
  for (let round = 0; round < ROUNDS; round++) {
    const changes = fixable(linted.findings, accept);
    if (changes.edits.length === 0 && changes.clears.length === 0) break;
    current = edited(current, linted, changes);
    linted = lint(current, options);
  }
  return { source: current, fixed: Math.max(0, before - linted.findings.length), linted };
}

/** The source with changes of the linted text made. Edits of a notebook fall into the cells they start in. */
export function edited(source: Source, linted: Linted, { edits, clears }: Changes): Source {
  if (source.kind === 'file') return { kind: 'file', text: applyEdits(source.text, edits) };
  const spans = linted.notebook?.cells ?? [];
  const cells = source.cells.map((cell) => {
    const span = spans.find(({ index }) => index === cell.index);
    if (span === undefined) return cell;
    const own = edits.filter((edit) => span.start <= edit.start && edit.start <= span.end);
    const shifted = own.map(({ start, end, text }) => ({
      start: start - span.start,
      end: Math.min(end, span.end) - span.start,
      text,
    }));
    const kept = clears.includes(cell.index) ? cleared(cell) : cell;
    return own.length === 0 ? kept : { ...kept, text: applyEdits(cell.text, shifted) };
  });
  return { ...source, cells };
}

function cleared(cell: CellSource): CellSource {
  return { ...cell, executionCount: null, outputs: [], cleared: true };
}
