// Code actions: the ready-made fixes of the diagnostics under the cursor, silencing, explaining, and "fix all".
import { diffLines } from 'diff';
import {
  CodeActionKind,
  type CodeAction,
  type CodeActionParams,
  type Command,
  type Diagnostic,
  type TextDocumentEdit,
  type TextEdit,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { fixAll } from '../fix';
import type { ClientCommand, DiagnosticData, DiagnosticFix } from '../protocol';
import { rules } from '../rules';
import { silencingEdit } from '../silence';
import { dataOf, documentChanges } from './diagnostics';
import { sourceOf, type Documents, type Opened } from './documents';
import type { Resolved, Session } from './session';

/** All safe fixes of a Python file. Never offered for single cells: an edit there may need another cell. */
export const FIX_ALL = 'source.fixAll.heldout';
/** All safe fixes of a whole notebook. */
export const FIX_ALL_NOTEBOOK = 'notebook.source.fixAll.heldout';

export const codeActionKinds: readonly string[] = [CodeActionKind.QuickFix, FIX_ALL, FIX_ALL_NOTEBOOK];

const SHOW_RULE: ClientCommand = 'heldout.showRule';
const CLEAR_OUTPUTS: ClientCommand = 'heldout.clearOutputs';

export interface CodeActionContext {
  readonly documents: Documents;
  /** What the client can do. */
  readonly client: Pick<Session, 'rulePages' | 'clearsOutputs'>;
  resolve(uri: string): Promise<Resolved>;
}

export async function codeActions(params: CodeActionParams, context: CodeActionContext): Promise<CodeAction[]> {
  const { diagnostics, only } = params.context;
  const opened = context.documents.holding(params.textDocument.uri);
  if (opened === null) return [];
  const wants = (kind: string) =>
    only === undefined || only.some((each) => kind === each || kind.startsWith(`${each}.`));

  const actions: CodeAction[] = [];
  if (wants(CodeActionKind.QuickFix)) {
    const document = documentOf(opened, params.textDocument.uri);
    for (const diagnostic of diagnostics) {
      const data = dataOf(diagnostic);
      if (data === null || document === null) continue;
      actions.push(...fixActions(diagnostic, data, opened, context.client.clearsOutputs));
      actions.push(...silencingAction(diagnostic, data, document, opened));
      if (context.client.rulePages && isRule(data.rule)) actions.push(explainingAction(diagnostic, data));
    }
  }
  // Only when asked for: a source action has no place in the menu of a finding.
  const fixAllKind = opened.kind === 'notebook' ? FIX_ALL_NOTEBOOK : FIX_ALL;
  if (only !== undefined && wants(fixAllKind)) {
    actions.push(...fixAllAction(fixAllKind, opened, await context.resolve(opened.uri)));
  }
  return actions;
}

function fixActions(
  diagnostic: Diagnostic,
  { fixes }: DiagnosticData,
  opened: Opened,
  clearsOutputs: boolean,
): CodeAction[] {
  const usable = fixes.filter((fix) => isForThisVersion(fix, opened) && (clearsOutputs || fix.clears === undefined));
  return usable.map((fix, index) => ({
    title: fix.safety === 'safe' ? fix.title : `${fix.title} (review)`,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic],
    ...(index === 0 && fix.safety === 'safe' ? { isPreferred: true } : {}),
    ...(fix.documents.length === 0 ? {} : { edit: { documentChanges: documentChanges(fix) } }),
    ...(fix.clears === undefined ? {} : { command: clearing(fix.title, opened.uri, fix.clears) }),
  }));
}

function clearing(title: string, notebook: string, cells: readonly string[]): Command {
  return { title, command: CLEAR_OUTPUTS, arguments: [notebook, cells] };
}

/** A diagnostic may come back after its text changed: its edits would land in the wrong place. */
function isForThisVersion({ documents }: DiagnosticFix, opened: Opened): boolean {
  return documents.every(({ uri, version }) => documentOf(opened, uri)?.version === version);
}

function documentOf(opened: Opened, uri: string): TextDocument | null {
  const documents = opened.kind === 'file' ? [opened.document] : opened.cells.map((cell) => cell.document);
  return documents.find((document) => document.uri === uri) ?? null;
}

function silencingAction(
  diagnostic: Diagnostic,
  data: DiagnosticData,
  document: TextDocument,
  opened: Opened,
): CodeAction[] {
  if (!isRule(data.rule)) return [];
  const offset = document.offsetAt(diagnostic.range.start);
  const edit = silencingEdit(document.getText(), offset, data.rule, opened.kind === 'notebook');
  if (edit === null) return [];
  const range = { start: document.positionAt(edit.start), end: document.positionAt(edit.end) };
  return [
    {
      title: `Ignore \`${data.rule}\` on this line`,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      edit: { documentChanges: [changeOf(document, [{ range, newText: edit.text }])] },
    },
  ];
}

function explainingAction(diagnostic: Diagnostic, { rule }: DiagnosticData): CodeAction {
  const title = `Explain \`${rule}\``;
  return {
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic],
    command: { title, command: SHOW_RULE, arguments: [rule] },
  };
}

function isRule(name: string): boolean {
  return rules.some((rule) => rule.name === name);
}

function fixAllAction(kind: string, opened: Opened, resolved: Resolved): CodeAction[] {
  if (resolved.notChecked !== null) return [];
  const { settings, environment } = resolved;
  const { source } = fixAll(sourceOf(opened), { settings: settings.lint, environment });
  const changes: TextDocumentEdit[] = [];
  if (opened.kind === 'file' && source.kind === 'file') changes.push(...changesTo(opened.document, source.text));
  if (opened.kind === 'notebook' && source.kind === 'notebook') {
    for (const { index, text } of source.cells) {
      const document = opened.cells[index]?.document;
      if (document !== undefined) changes.push(...changesTo(document, text));
    }
  }
  if (changes.length === 0) return [];
  return [{ title: 'Fix all that is safe to fix', kind, edit: { documentChanges: changes } }];
}

/** The edits that make a document say `after`, line by line, so that cursors and folds elsewhere stay. */
function changesTo(document: TextDocument, after: string): TextDocumentEdit[] {
  const edits: TextEdit[] = [];
  let at = 0;
  for (const { value, added, removed } of diffLines(document.getText(), after)) {
    const previous = edits.at(-1);
    const position = document.positionAt(at);
    if (removed) {
      at += value.length;
      edits.push({ range: { start: position, end: document.positionAt(at) }, newText: '' });
    } else if (added) {
      const follows = previous?.range.end.line === position.line && previous.range.end.character === position.character;
      if (follows) previous.newText += value;
      else edits.push({ range: { start: position, end: position }, newText: value });
    } else at += value.length;
  }
  return edits.length === 0 ? [] : [changeOf(document, edits)];
}

function changeOf({ uri, version }: TextDocument, edits: TextEdit[]): TextDocumentEdit {
  return { textDocument: { uri, version }, edits };
}
