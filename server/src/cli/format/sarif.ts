// Findings as SARIF 2.1.0 (OASIS), which code scanning services read.
import { rulePage } from '../../rulePage';
import type { Rule, Severity } from '../../rules/rule';
import type { LocatedFinding, LocatedFix, Place, Range } from '../../located';
import type { CheckedFile, Failure } from './report';

/** A whole log with one run, as text. */
export function sarifOf(
  files: readonly CheckedFile[],
  failures: readonly Failure[],
  rules: readonly Rule[],
  version: string,
): string {
  const ruleNumbers = new Map(rules.map((rule, index) => [rule.name, index]));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Heldout', version, semanticVersion: version, rules: rules.map(descriptor) } },
        columnKind: 'utf16CodeUnits',
        invocations: [
          { executionSuccessful: failures.length === 0, toolExecutionNotifications: failures.map(notification) },
        ],
        results: files.flatMap((checked) => checked.findings.map((finding) => result(finding, checked, ruleNumbers))),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function descriptor(rule: Rule): object {
  return {
    id: rule.name,
    shortDescription: { text: rule.summary },
    fullDescription: { text: `${rule.summary}. ${rule.docs.trim().split('\n\n', 1)[0] ?? ''}` },
    help: { text: rule.docs.trim(), markdown: rulePage(rule) },
    defaultConfiguration: { enabled: rule.severity !== 'off', level: level(rule.severity) },
    properties: { category: rule.category, tags: [rule.category, 'machine-learning'] },
  };
}

function level(severity: Severity): string {
  if (severity === 'error' || severity === 'warning') return severity;
  return severity === 'off' ? 'none' : 'note';
}

function result(finding: LocatedFinding, checked: CheckedFile, ruleNumbers: ReadonlyMap<string, number>): object {
  const ruleIndex = ruleNumbers.get(finding.rule);
  // Edits of cells have no place in the notebook's own text.
  const fixes = checked.lineInFile === null ? finding.fixes : [];
  return {
    ruleId: finding.rule,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: level(finding.severity),
    message: { text: finding.message },
    locations: [location(finding, checked)],
    relatedLocations: finding.related.map((related, index) => ({
      id: index + 1,
      ...location(related, checked),
      message: { text: related.message },
    })),
    ...(fixes.length === 0 ? {} : { fixes: fixes.map((fix) => sarifFix(fix, checked)) }),
  };
}

function location(place: Place, checked: CheckedFile): object {
  const artifactLocation = { uri: uriOf(checked.file) };
  if (place.cell === null || checked.lineInFile === null) {
    return { physicalLocation: { artifactLocation, region: region(place.range) } };
  }
  const { start, end } = place.range;
  const startLine = checked.lineInFile(place.cell, start.line) + 1;
  const endLine = checked.lineInFile(place.cell, end.line) + 1;
  return {
    physicalLocation: { artifactLocation, region: { startLine, endLine } },
    logicalLocations: [{ name: `cell ${place.cell + 1}, line ${start.line + 1}` }],
  };
}

function region({ start, end }: Range): object {
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

function sarifFix({ title, edits }: LocatedFix, checked: CheckedFile): object {
  const replacements = edits.map(({ range, newText }) => ({
    deletedRegion: region(range),
    insertedContent: { text: newText },
  }));
  return {
    description: { text: title },
    artifactChanges: [{ artifactLocation: { uri: uriOf(checked.file) }, replacements }],
  };
}

function notification({ file, line, column, message }: Failure): object {
  const place = line === undefined ? {} : { region: { startLine: line, startColumn: column ?? 1 } };
  return {
    level: 'error',
    message: { text: message },
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(file) }, ...place } }],
  };
}

function uriOf(file: string): string {
  return file.split('/').map(encodeURIComponent).join('/');
}
