// Models inside Python code: lenses, results at the end of the line, and the commands behind them.
import * as vscode from 'vscode';
import type { InlineSite, InputSpec } from '../../../../server/src/protocol';
import type { Server } from '../../server';
import { showEnds } from './ends';
import { registerLenses } from './lenses';
import { createRuns } from './runs';
import { createSites, rangeOf } from './sites';

/** @param remembered what the model editor was last told to feed a model, by its URI */
export function registerInline(
  server: Server,
  remembered: (model: string) => Readonly<Record<string, InputSpec>> = () => ({}),
): vscode.Disposable {
  const sites = createSites(server);
  const runs = createRuns(server, remembered);

  /** The site with this id in a document as it is now. */
  async function find(uri: vscode.Uri | string, id: string): Promise<Found | undefined> {
    const document = documentOf(uri);
    if (document === undefined) return undefined;
    const site = (await sites.of(document))?.sites.find((each) => each.id === id);
    return site && { document, site };
  }

  async function run({ document, site }: Found): Promise<void> {
    if (vscode.workspace.isTrusted) await runs.run(document.uri, site);
    else await vscode.commands.executeCommand('workbench.trust.manage');
  }

  /** The nearest site to the cursor: the call it is in, or else one that touches its line. */
  async function runHere(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    const found = editor && (await sites.of(editor.document))?.sites;
    const cursor = editor?.selection.active;
    const site =
      cursor &&
      (found?.find(({ range }) => rangeOf(range).contains(cursor)) ??
        found?.find(({ range }) => range.start.line <= cursor.line && cursor.line <= range.end.line));
    if (editor !== undefined && site !== undefined) return run({ document: editor.document, site });
    void vscode.window.showInformationMessage(
      vscode.l10n.t('There is no model to run on this line: put the cursor on a session, or on its run.'),
    );
  }

  async function show({ document, site }: Found): Promise<void> {
    const editor = vscode.window.visibleTextEditors.find((each) => each.document === document);
    if (editor === undefined) return;
    const end = document.lineAt(site.range.end.line).range.end;
    editor.selection = new vscode.Selection(end, end);
    editor.revealRange(new vscode.Range(end, end));
    // A cell has no editor of its own to bring to the front.
    if (document.uri.scheme !== 'vscode-notebook-cell') {
      const column = editor.viewColumn;
      await vscode.window.showTextDocument(document, { ...(column && { viewColumn: column }), preserveFocus: false });
    }
    await vscode.commands.executeCommand('editor.action.showHover', { focus: 'autoFocusImmediately' });
  }

  const command = (name: string, act: (found: Found) => unknown) =>
    vscode.commands.registerCommand(name, async (uri: vscode.Uri | string, id: string) => {
      const found = await find(uri, id);
      if (found !== undefined) await act(found);
    });
  return vscode.Disposable.from(
    sites,
    runs,
    registerLenses(sites, runs),
    showEnds(sites, runs),
    command('heldout.inline.run', run),
    command('heldout.inline.show', show),
    vscode.commands.registerCommand('heldout.inline.cancel', (uri: vscode.Uri, id: string) => runs.cancel(uri, id)),
    vscode.commands.registerCommand('heldout.runModelHere', runHere),
    vscode.commands.registerCommand('heldout.openModel', openModel),
  );
}

interface Found {
  readonly document: vscode.TextDocument;
  readonly site: InlineSite;
}

function documentOf(uri: vscode.Uri | string): vscode.TextDocument | undefined {
  const wanted = uri.toString();
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === wanted);
}

async function openModel(uri: string): Promise<void> {
  await vscode.commands.executeCommand('vscode.open', vscode.Uri.parse(uri));
}
