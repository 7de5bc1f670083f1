// Findings for people: place, message, the source with carets, the story behind it, and what can be done.
import type { LocatedFinding, Place, Range } from '../../located';
import { displayWidth, printable, type Colours } from './colour';
import { linesOf, type CheckedFile, type Failure } from './report';

/** Columns of source shown; a longer line is cut around the place. */
const SOURCE_WIDTH = 160;
const TAB = '    ';

/** All findings of a file; empty if there are none. */
export function textOfFile(checked: CheckedFile, paint: Colours): string {
  return checked.findings.map((finding) => `${textOfFinding(finding, checked, paint)}\n`).join('\n');
}

function textOfFinding(finding: LocatedFinding, checked: CheckedFile, paint: Colours): string {
  const severity = severityColour(finding.severity, paint);
  const head = `${paint.bold(placeText(checked.file, finding))} ${severity(finding.severity)} ${paint.bold(finding.rule)}`;
  const snippets = [
    snippet({ place: finding, mark: '^', label: '' }, checked, severity, paint),
    ...finding.related.map((related) =>
      snippet({ place: related, mark: '-', label: related.message }, checked, paint.blue, paint, finding.cell),
    ),
  ];
  const notes = finding.fixes.map((fix) => {
    const kind = fix.safety === 'safe' ? 'fix' : 'fix to review';
    return `  ${paint.green('=')} ${paint.green(kind)}: ${printable(fix.title)}`;
  });
  return [head, `  ${printable(finding.message)}`, ...snippets, ...notes].join('\n');
}

/** `train.py:14:5`, or `study.ipynb cell 3:2:5`. */
export function placeText(file: string, { cell, range }: Place): string {
  const place = `${range.start.line + 1}:${range.start.character + 1}`;
  return cell === null ? `${printable(file)}:${place}` : `${printable(file)} cell ${cell + 1}:${place}`;
}

interface Mark {
  readonly place: Place;
  readonly mark: string;
  readonly label: string;
}

function snippet(
  { place, mark, label }: Mark,
  checked: CheckedFile,
  colour: (text: string) => string,
  paint: Colours,
  around: number | null = place.cell,
): string {
  const { start } = place.range;
  const line = linesOf(checked.source, place.cell)[start.line] ?? '';
  const number = String(start.line + 1).padStart(4);
  const elsewhere = place.cell === around || place.cell === null ? '' : paint.dim(`  in cell ${place.cell + 1}`);
  const { shown, marks } = underline(line, place.range, mark);
  const note = label === '' ? '' : ` ${colour(printable(label))}`;
  return `${paint.dim(`${number} │`)} ${shown}${elsewhere}\n${paint.dim('     │')} ${colour(marks)}${note}`;
}

/** A source line as it is shown, and the marks below it; a span over several lines is marked to the end of its first. */
function underline(line: string, range: Range, mark: string): { readonly shown: string; readonly marks: string } {
  const start = Math.min(range.start.character, line.length);
  const end = range.end.line > range.start.line ? line.length : Math.min(range.end.character, line.length);
  const cutFrom = start > SOURCE_WIDTH / 2 && line.length > SOURCE_WIDTH ? start - SOURCE_WIDTH / 4 : 0;
  const cutTo = Math.min(line.length, cutFrom + SOURCE_WIDTH);
  const expand = (text: string) => printable(text.replaceAll('\t', TAB));
  const before = (cutFrom > 0 ? '…' : '') + expand(line.slice(cutFrom, start));
  const inside = expand(line.slice(start, Math.min(end, cutTo)));
  const after = expand(line.slice(Math.min(end, cutTo), cutTo)) + (cutTo < line.length ? '…' : '');
  const more = range.end.line > range.start.line ? '…' : '';
  return {
    shown: (before + inside + after).trimEnd(),
    marks: ' '.repeat(displayWidth(before)) + mark.repeat(Math.max(1, displayWidth(inside))) + more,
  };
}

function severityColour(severity: LocatedFinding['severity'], paint: Colours): (text: string) => string {
  switch (severity) {
    case 'error':
      return paint.red;
    case 'warning':
      return paint.yellow;
    case 'information':
      return paint.blue;
    case 'hint':
      return paint.cyan;
  }
}

export function textOfFailure({ file, line, column, message }: Failure, paint: Colours): string {
  const place = line === undefined ? printable(file) : `${printable(file)}:${line}:${column ?? 1}`;
  return `${paint.bold(place)} ${paint.red('not checked')}: ${printable(message)}`;
}

export interface Summary {
  readonly files: number;
  readonly findings: readonly LocatedFinding[];
  readonly filesWithFindings: number;
  /** Findings mended by `--fix` before this. */
  readonly fixed: number;
  readonly failures: number;
}

/** The last line: counts, and what could be fixed. */
export function textOfSummary(summary: Summary, paint: Colours): string {
  const { files, findings, fixed } = summary;
  const failures =
    summary.failures === 0 ? '' : paint.red(` ${plural(summary.failures, 'file')} could not be checked.`);
  const mended = fixed === 0 ? '' : paint.green(`Fixed ${plural(fixed, 'finding')}. `);
  if (files === 0) return `${mended}No Python files or notebooks here.${failures}`;
  if (findings.length === 0) return `${mended}${paint.green(`No findings in ${plural(files, 'file')}.`)}${failures}`;

  const severities = ['error', 'warning', 'information', 'hint'] as const;
  const counts = severities.flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [severityColour(severity, paint)(severityCount(count, severity))];
  });
  const where = `in ${summary.filesWithFindings} of ${plural(files, 'file')}`;
  return `${mended}${paint.bold(plural(findings.length, 'finding'))} ${where}: ${counts.join(', ')}.${fixable(findings)}${failures}`;
}

function severityCount(count: number, severity: string): string {
  return severity === 'information' ? `${count} information` : plural(count, severity);
}

function fixable(findings: readonly LocatedFinding[]): string {
  const safe = findings.filter(({ fixes }) => fixes.some(({ safety }) => safety === 'safe')).length;
  const unsafe = findings.filter(({ fixes }) => fixes.length > 0).length - safe;
  if (safe === 0 && unsafe === 0) return '';
  if (unsafe === 0) return ` ${safe} can be fixed with --fix.`;
  if (safe === 0) return ` ${unsafe} can be fixed with --fix --unsafe-fixes; look at the result.`;
  return ` ${safe} can be fixed with --fix, ${unsafe} more with --unsafe-fixes; look at their result.`;
}

function plural(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}
