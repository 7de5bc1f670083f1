// The language status item of Python files: the server's state, version and last timing.
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { ServerStatus } from '../../server/src/protocol';
import type { Server } from './server';

const SHOW_LOG: vscode.Command = { command: 'heldout.showLog', title: vscode.l10n.t('Show Log') };
const RESTART: vscode.Command = { command: 'heldout.restartServer', title: vscode.l10n.t('Restart Server') };

/** Shows the item until disposed. */
export function showStatus(server: Server): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem('heldout.status', [
    { language: 'python' },
    { notebookType: 'jupyter-notebook' },
  ]);
  item.name = 'Heldout';
  let last: ServerStatus | undefined;
  const update = () => Object.assign(item, describe(server.state, last));
  update();
  return vscode.Disposable.from(
    item,
    server.onDidChangeState(update),
    server.on('heldout/status', (status) => {
      last = status;
      update();
    }),
  );
}

type Shown = Pick<vscode.LanguageStatusItem, 'text' | 'detail' | 'severity' | 'busy' | 'command'>;

function describe(state: Server['state'], status: ServerStatus | undefined): Shown {
  if (state === 'stopped') {
    return {
      text: vscode.l10n.t('Heldout stopped'),
      detail: vscode.l10n.t('The language server is not running; the log says why.'),
      severity: vscode.LanguageStatusSeverity.Error,
      busy: false,
      command: RESTART,
    };
  }
  const warning = status?.state === 'warning';
  return {
    text: status ? `Heldout ${status.version}` : 'Heldout',
    detail: state === 'starting' ? vscode.l10n.t('starting') : status ? detail(status) : '',
    severity: warning ? vscode.LanguageStatusSeverity.Warning : vscode.LanguageStatusSeverity.Information,
    busy: state === 'starting' || status?.state === 'busy',
    command: SHOW_LOG,
  };
}

function detail({ state, message, last }: ServerStatus): string {
  if (!last || state === 'warning') return message;
  const milliseconds = last.milliseconds < 10 ? last.milliseconds.toFixed(1) : Math.round(last.milliseconds);
  const findings = last.findings === 1 ? vscode.l10n.t('1 finding') : vscode.l10n.t('{0} findings', last.findings);
  const file = path.posix.basename(vscode.Uri.parse(last.uri).path);
  return [vscode.l10n.t('{0}: {1} in {2} ms', file, findings, milliseconds), state === 'busy' ? message : '']
    .filter(Boolean)
    .join(' · ');
}
