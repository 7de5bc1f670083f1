// The commands of the palette that concern linting and the server.
import * as vscode from 'vscode';
import { explainRule, showEffectiveSettings, showRule } from './docs';
import { clearOutputs } from './notebookOutputs';
import type { Server } from './server';

/** Registers them; what fails is told with a way to the log. */
export function registerCommands(server: Server, log: vscode.LogOutputChannel): vscode.Disposable[] {
  const command = (name: string, run: (...args: never[]) => Promise<void>) =>
    vscode.commands.registerCommand(name, async (...args: never[]) => {
      try {
        await run(...args);
      } catch (error) {
        log.error(`${name}:`, error);
        await offerLog(vscode.l10n.t('That did not work: {0}', messageOf(error)), log);
      }
    });
  return [
    vscode.commands.registerCommand('heldout.showLog', () => log.show()),
    command('heldout.restartServer', () => server.restart()),
    command('heldout.checkWorkspace', () => checkWorkspace(server, log)),
    command('heldout.showRule', (name: string) => showRule(name)),
    command('heldout.clearOutputs', (notebook: string, cells: readonly string[]) => clearOutputs(notebook, cells)),
    command('heldout.explainRule', () => explainRule(server)),
    command('heldout.showEffectiveSettings', () => showEffectiveSettings(server)),
  ];
}

/** Lints all files of the workspace; the findings come as ordinary diagnostics. */
async function checkWorkspace(server: Server, log: vscode.LogOutputChannel): Promise<void> {
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.toString());
  if (folders.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Open a folder first: there is no workspace to check.'));
    return;
  }
  const title = vscode.l10n.t('Heldout: checking the workspace');
  const { files, findings, problems, stopped, milliseconds } = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (_progress, token) => server.ask('heldout/workspace/check', { folders }, token),
  );
  await vscode.commands.executeCommand('workbench.actions.view.problems');
  const seconds = (milliseconds / 1000).toFixed(1);
  const said = vscode.l10n.t('Heldout: {0} findings in {1} files ({2} s)', findings, files, seconds);
  for (const { uri, message } of problems) log.warn(`${uri}: ${message}`);
  if (problems.length > 0) {
    await offerLog(vscode.l10n.t('{0}. {1} files could not be read.', said, problems.length), log);
  } else if (stopped === 'too many files') {
    await offerLog(vscode.l10n.t('{0}. There are more files; check them folder by folder.', said), log);
  } else {
    vscode.window.setStatusBarMessage(said, 10_000);
  }
}

async function offerLog(message: string, log: vscode.LogOutputChannel): Promise<void> {
  const showLog = vscode.l10n.t('Show Log');
  if ((await vscode.window.showWarningMessage(message, showLog)) === showLog) log.show();
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
