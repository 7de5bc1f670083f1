// Findings as GitHub workflow commands: each becomes an annotation in the pull request.
import type { LocatedFinding } from '../../located';
import type { CheckedFile, Failure } from './report';

/** One line a finding. Of a notebook, the line is that of the file, which is what GitHub shows. */
export function githubOfFile(checked: CheckedFile): string {
  return checked.findings.map((finding) => `${annotation(finding, checked)}\n`).join('');
}

export function githubOfFailure({ file, line, column, message }: Failure): string {
  return command('error', { file, line, col: column, title: 'Heldout: not checked' }, message);
}

function annotation(finding: LocatedFinding, { file, lineInFile }: CheckedFile): string {
  const { cell, range } = finding;
  const level = finding.severity === 'error' ? 'error' : finding.severity === 'warning' ? 'warning' : 'notice';
  const title = `Heldout: ${finding.rule}`;
  if (cell !== null && lineInFile !== null) {
    const line = lineInFile(cell, range.start.line) + 1;
    return command(level, { file, line, title }, `Cell ${cell + 1}, line ${range.start.line + 1}: ${finding.message}`);
  }
  const oneLine = range.start.line === range.end.line;
  const properties = {
    file,
    line: range.start.line + 1,
    endLine: range.end.line + 1,
    // Columns of different lines would be taken for one line's.
    col: oneLine ? range.start.character + 1 : undefined,
    endColumn: oneLine ? range.end.character + 1 : undefined,
    title,
  };
  return command(level, properties, finding.message);
}

function command(
  name: string,
  properties: Readonly<Record<string, string | number | undefined>>,
  message: string,
): string {
  const written = Object.entries(properties).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${escaped(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C')}`],
  );
  return `::${name} ${written.join(',')}::${escaped(message)}`;
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
