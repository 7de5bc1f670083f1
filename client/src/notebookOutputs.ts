// Tells the server what the cells of open notebooks show and in which order they ran: the language client synchronizes
// code, but no outputs, and the number of a run only if the cell was run since.
import * as vscode from 'vscode';
import type { CellOutputs } from '../../server/src/protocol';
import type { Server } from './server';

/** Outputs of a running cell come many times a second: they are told when they rest. */
const REST_MS = 400;
/** Characters kept of one cell, as for notebooks read from disk. */
const MOST = 200_000;
const TEXTS = new Set(['text/plain', 'application/vnd.code.notebook.stdout', 'application/vnd.code.notebook.stderr']);
const ERROR = 'application/vnd.code.notebook.error';

/** Sends the outputs of notebooks when they are opened, change, or the server starts anew. */
export function followOutputs(server: Server): vscode.Disposable {
  const changed = new Map<vscode.NotebookDocument, Set<vscode.NotebookCell>>();
  const timers = new Map<vscode.NotebookDocument, NodeJS.Timeout>();

  function tell(notebook: vscode.NotebookDocument, cells: readonly vscode.NotebookCell[]): void {
    const told = cells.flatMap((cell) => (cell.document.languageId === 'python' ? [outputsOf(cell)] : []));
    if (told.length > 0) server.tell('heldout/notebook/outputs', { uri: notebook.uri.toString(), cells: told });
  }

  function tellAll(): void {
    for (const notebook of vscode.workspace.notebookDocuments) tellShown(notebook);
  }

  /** A notebook that is new to the server: cells that show nothing need not be told. */
  function tellShown(notebook: vscode.NotebookDocument): void {
    tell(notebook, notebook.getCells().filter(isToTell));
  }

  function later(notebook: vscode.NotebookDocument, cells: readonly vscode.NotebookCell[]): void {
    const waiting = changed.get(notebook) ?? new Set();
    changed.set(notebook, waiting);
    for (const cell of cells) waiting.add(cell);
    clearTimeout(timers.get(notebook));
    const timer = setTimeout(() => {
      forget(notebook);
      tell(notebook, [...waiting]);
    }, REST_MS);
    timers.set(notebook, timer);
  }

  function forget(notebook: vscode.NotebookDocument): void {
    clearTimeout(timers.get(notebook));
    timers.delete(notebook);
    changed.delete(notebook);
  }

  const subscriptions = [
    vscode.workspace.onDidOpenNotebookDocument(tellShown),
    vscode.workspace.onDidChangeNotebookDocument(({ notebook, cellChanges, contentChanges }) => {
      const cells = [
        ...cellChanges
          .filter((change) => change.outputs !== undefined || change.executionSummary !== undefined)
          .map(({ cell }) => cell),
        ...contentChanges.flatMap(({ addedCells }) => addedCells.filter(isToTell)),
      ];
      if (cells.length > 0) later(notebook, cells);
    }),
    vscode.workspace.onDidCloseNotebookDocument(forget),
    server.onDidChangeState((state) => {
      if (state === 'running') tellAll();
    }),
    new vscode.Disposable(() => [...timers.keys()].forEach(forget)),
  ];
  tellAll();
  return vscode.Disposable.from(...subscriptions);
}

/** Takes away what cells of an open notebook have put out, and the numbers of their runs; undone like any edit. */
export async function clearOutputs(notebook: string, cells: readonly string[]): Promise<void> {
  const open = vscode.workspace.notebookDocuments.find(({ uri }) => uri.toString() === notebook);
  const edits = open?.getCells().flatMap((cell) => {
    if (!cells.includes(cell.document.uri.toString())) return [];
    const data = new vscode.NotebookCellData(cell.kind, cell.document.getText(), cell.document.languageId);
    data.metadata = { ...cell.metadata, execution_count: null };
    return [vscode.NotebookEdit.replaceCells(new vscode.NotebookRange(cell.index, cell.index + 1), [data])];
  });
  if (open === undefined || edits === undefined) return;
  const edit = new vscode.WorkspaceEdit();
  edit.set(open.uri, edits);
  await vscode.workspace.applyEdit(edit);
}

/** It shows something, or has the number of a run. */
function isToTell({ outputs, executionSummary }: vscode.NotebookCell): boolean {
  return outputs.length > 0 || executionSummary?.executionOrder !== undefined;
}

function outputsOf({ document, outputs, executionSummary }: vscode.NotebookCell): CellOutputs {
  const decoder = new TextDecoder();
  let left = MOST;
  const texts = outputs.flatMap(({ items }) => {
    const item = items.find(({ mime }) => mime === ERROR || TEXTS.has(mime));
    if (item === undefined || left === 0) return [];
    // A character is at most four bytes.
    const text = decoder.decode(item.data.subarray(0, left * 4));
    const shown = (item.mime === ERROR ? errorText(text) : text).slice(0, left);
    left -= shown.length;
    return [shown];
  });
  return { uri: document.uri.toString(), outputs: texts, executionCount: executionSummary?.executionOrder ?? null };
}

/** VS Code keeps an error as JSON: name, message, stack. */
function errorText(json: string): string {
  try {
    const error: unknown = JSON.parse(json);
    const part = (name: string): string => {
      const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
      return typeof value === 'string' ? value : '';
    };
    const stack = part('stack').replaceAll(/\p{Cc}\[[0-9;]*m/gu, '');
    const head = stack === '' ? '' : `Traceback (most recent call last)\n${stack}\n`;
    return `${head}${part('name')}: ${part('message')}`;
  } catch {
    return json;
  }
}
