// Findings → diagnostics, each with its ready-made edits, so that the server keeps no state of fixes.
import {
  DiagnosticSeverity,
  type Diagnostic,
  type DiagnosticRelatedInformation,
  type TextDocumentEdit,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { LocatedFinding, LocatedFix } from '../located';
import type { DiagnosticData, DiagnosticFix, RuleScheme } from '../protocol';
import { documentAt, type Opened } from './documents';

const SCHEME: RuleScheme = 'heldout-rule';
export const SOURCE = 'Heldout';

const SEVERITIES: Readonly<Record<LocatedFinding['severity'], DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** Whether a finding comes from a rule with a page, and not from the parser or a suppression. */
function hasPage(finding: LocatedFinding): boolean {
  return finding.category !== 'syntax' && finding.category !== 'suppression';
}

/** The diagnostics of an open file or notebook by document; each of its documents has an entry. */
export function diagnosticsOf(
  opened: Opened,
  findings: readonly LocatedFinding[],
  options: { readonly rulePages: boolean },
): ReadonlyMap<string, Diagnostic[]> {
  const documents = opened.kind === 'file' ? [opened.document] : opened.cells.map((cell) => cell.document);
  const result = new Map<string, Diagnostic[]>(documents.map(({ uri }) => [uri, []]));
  for (const finding of findings) {
    const document = documentAt(opened, finding.cell);
    if (document === null) continue;
    const data: DiagnosticData = { rule: finding.rule, fixes: finding.fixes.flatMap((fix) => fixData(opened, fix)) };
    result.get(document.uri)?.push({
      ...plainDiagnostic(finding, options.rulePages),
      relatedInformation: finding.related.flatMap((related) => {
        const at = documentAt(opened, related.cell);
        return at === null ? [] : [relatedAt(at, related)];
      }),
      data,
    });
  }
  return result;
}

/** A finding as a diagnostic without what needs an open document: its story and its fixes. */
export function plainDiagnostic(finding: LocatedFinding, rulePages: boolean): Diagnostic {
  return {
    range: finding.range,
    severity: SEVERITIES[finding.severity],
    source: SOURCE,
    code: finding.rule,
    ...(rulePages && hasPage(finding) ? { codeDescription: { href: `${SCHEME}:/${finding.rule}.md` } } : {}),
    message: finding.message,
  };
}

function relatedAt(
  document: TextDocument,
  { range, message }: LocatedFinding['related'][number],
): DiagnosticRelatedInformation {
  return { location: { uri: document.uri, range }, message };
}

/** Nothing if a document it would edit is not there. */
function fixData(opened: Opened, { title, safety, edits, clears }: LocatedFix): DiagnosticFix[] {
  const documents = new Map<
    string,
    { uri: string; version: number; edits: DiagnosticFix['documents'][number]['edits'][number][] }
  >();
  for (const { cell, range, newText } of edits) {
    const document = documentAt(opened, cell);
    if (document === null) return [];
    const { uri, version } = document;
    const entry = documents.get(uri) ?? { uri, version, edits: [] };
    entry.edits.push({ range, newText });
    documents.set(uri, entry);
  }
  const cleared = clears?.flatMap((cell) => documentAt(opened, cell)?.uri ?? []);
  return [{ title, safety, documents: [...documents.values()], ...(cleared === undefined ? {} : { clears: cleared }) }];
}

/** A fix as the protocol's edits. */
export function documentChanges(fix: DiagnosticFix): TextDocumentEdit[] {
  return fix.documents.map(({ uri, version, edits }) => ({
    textDocument: { uri, version },
    edits: edits.map(({ range, newText }) => ({ range, newText })),
  }));
}

/** The data of one of our diagnostics as it comes back from the client; null if it is not ours. */
export function dataOf(diagnostic: Diagnostic): DiagnosticData | null {
  const data: unknown = diagnostic.data;
  return diagnostic.source === SOURCE && isData(data) ? data : null;
}

function isData(data: unknown): data is DiagnosticData {
  return typeof data === 'object' && data !== null && 'rule' in data && 'fixes' in data && Array.isArray(data.fixes);
}
