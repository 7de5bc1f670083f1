// What is in the run form, written as code or files: asks for a folder, has the server write them, opens the first.
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { RunRequest, TakeAlong } from '../../../media/onnx/messages';
import type { Server } from '../server';
import { ask } from './ask';

export async function takeAlong(server: Server, model: vscode.Uri, as: TakeAlong, run: RunRequest): Promise<void> {
  const [folder] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      defaultUri: vscode.Uri.joinPath(model, '..'),
      title: vscode.l10n.t('A folder for what is taken along from {0}', path.posix.basename(model.path)),
      openLabel: vscode.l10n.t('Write Here'),
    })) ?? [];
  if (!folder) return;
  const params = { uri: model.toString(), run, as, folder: folder.toString() };
  const answer = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Running the model'), cancellable: true },
    (_progress, token) => ask(server, 'heldout/model/takeAlong', params, token),
  );
  const { problem } = answer;
  if (problem?.kind === 'cancelled') return;
  if (problem) {
    await vscode.window.showErrorMessage([problem.what, problem.why, problem.todo].join(' '));
    return;
  }
  const { value } = answer;
  const first = vscode.Uri.parse(value.open, true);
  if (first.path.endsWith('.py')) await vscode.window.showTextDocument(first);
  else await vscode.commands.executeCommand('revealInExplorer', first);
  // The folder of the workspace itself has no path in it.
  const isRoot = vscode.workspace.workspaceFolders?.some(({ uri }) => uri.toString() === folder.toString()) ?? false;
  const place = isRoot ? path.posix.basename(folder.path) : vscode.workspace.asRelativePath(folder);
  const written =
    value.files === 1
      ? vscode.l10n.t('{0} written to {1}.', path.posix.basename(first.path), place)
      : vscode.l10n.t('{0} files written to {1}.', value.files, place);
  vscode.window.setStatusBarMessage(written, 10_000);
  if (value.notes.length > 0) await vscode.window.showInformationMessage(value.notes.join(' '));
}
