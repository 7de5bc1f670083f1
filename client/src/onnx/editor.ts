// The model editor: shows `.onnx` and `.ort` files in a page, and carries messages between it and the server.
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { FromPage, ToPage } from '../../../media/onnx/messages';
import type { Server } from '../server';
import { ask } from './ask';
import { createQuestions, saveSvg } from './graph';
import { pageHtml } from './page';

const VIEW_TYPE = 'heldout.model';

/** Registers the editor; it opens only for the files package.json names. */
export function registerModelEditor(context: vscode.ExtensionContext, server: Server): vscode.Disposable {
  return vscode.window.registerCustomEditorProvider(
    VIEW_TYPE,
    {
      openCustomDocument: (uri) => ({
        uri,
        dispose: () => server.tell('heldout/model/closed', { uri: uri.toString() }),
      }),
      resolveCustomEditor: ({ uri }, panel) => {
        showModel(uri, panel, context.extensionUri, server);
      },
    },
    { supportsMultipleEditorsPerDocument: true },
  );
}

function showModel(uri: vscode.Uri, panel: vscode.WebviewPanel, extension: vscode.Uri, server: Server): void {
  const { webview } = panel;
  const name = path.posix.basename(uri.path);
  const model = uri.toString();
  let running: vscode.CancellationTokenSource | undefined;
  let cancelRead: vscode.CancellationTokenSource | undefined;
  /** A result that came while the page was hidden, and so does not exist. */
  let waiting: ToPage | undefined;

  const send = (message: ToPage) => void webview.postMessage(message);

  const questions = createQuestions(server, model, send);

  /** Reads the model and shows it. A newer reading overtakes an older one. */
  async function show(reloaded: boolean): Promise<void> {
    cancelRead?.cancel();
    const mine = (cancelRead = new vscode.CancellationTokenSource());
    const answer = await ask(server, 'heldout/model/show', { uri: model }, mine.token);
    if (!mine.token.isCancellationRequested) {
      send({ type: 'model', name, trusted: vscode.workspace.isTrusted, answer, reloaded });
    }
  }

  async function run(request: Extract<FromPage, { type: 'run' }>['request']): Promise<void> {
    running?.cancel();
    const mine = (running = new vscode.CancellationTokenSource());
    const answer = await ask(server, 'heldout/model/run', { ...request, uri: model }, mine.token);
    if (running !== mine) return;
    running = undefined;
    const result: ToPage = { type: 'result', answer };
    if (panel.visible) send(result);
    else waiting = result;
  }

  /** Shows a page that was just made, for the first time or again, what it should know. */
  async function welcome(): Promise<void> {
    await show(false);
    if (running) send({ type: 'progress', message: vscode.l10n.t('Running…') });
    if (waiting) send(waiting);
    waiting = undefined;
  }

  async function receive(message: FromPage): Promise<void> {
    switch (message.type) {
      case 'ready':
        return welcome();
      case 'reload':
        return show(true);
      case 'run':
        return run(message.request);
      case 'cancel':
        return running?.cancel();
      case 'values': {
        const answer = await ask(server, 'heldout/model/values', message.ask);
        return send({ type: 'values', request: message.request, answer });
      }
      case 'ask':
        return questions.ask(message);
      case 'cancelAsk':
        return questions.cancel(message.request);
      case 'saveSvg':
        return saveSvg(uri, message.text);
      case 'act':
        return act(message.action);
    }
  }

  webview.options = { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(extension, 'dist')] };
  const subscriptions = [
    webview.onDidReceiveMessage(receive),
    vscode.workspace.onDidGrantWorkspaceTrust(() => send({ type: 'trusted' })),
    server.on('heldout/model/progress', (progress) => {
      if (running && progress.uri === model) send({ type: 'progress', message: progress.message });
    }),
    watch(uri, () => void show(true)),
    // A server that comes back reads the model for a page that could not be shown before.
    server.onDidChangeState((state) => {
      if (state === 'running') void show(false);
    }),
  ];
  webview.html = pageHtml(webview, extension, name);
  panel.onDidDispose(() => {
    running?.cancel();
    cancelRead?.cancel();
    questions.cancelAll();
    vscode.Disposable.from(...subscriptions).dispose();
  });
}

async function act(action: Extract<FromPage, { type: 'act' }>['action']): Promise<void> {
  const commands = {
    trust: 'workbench.trust.manage',
    showLog: 'heldout.showLog',
    restartServer: 'heldout.restartServer',
  } as const;
  await vscode.commands.executeCommand(commands[action]);
}

/** Calls back once a burst of changes to the file is over: exporters write a file in many steps. */
function watch(uri: vscode.Uri, changed: () => void): vscode.Disposable {
  const quietMs = 150;
  let timer: NodeJS.Timeout | undefined;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(changed, quietMs);
  };
  const folder = vscode.Uri.joinPath(uri, '..');
  const watcher = vscode.workspace.createFileSystemWatcher(
    new vscode.RelativePattern(folder, escapeGlob(path.posix.basename(uri.path))),
  );
  return vscode.Disposable.from(
    watcher,
    watcher.onDidChange(later),
    watcher.onDidCreate(later),
    watcher.onDidDelete(later),
    new vscode.Disposable(() => clearTimeout(timer)),
  );
}

function escapeGlob(name: string): string {
  return name.replace(/[[\]{}*?]/g, '[$&]');
}
