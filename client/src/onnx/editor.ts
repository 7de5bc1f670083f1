// The model editor: shows `.onnx` and `.ort` files in a page, and carries messages between it and the server.
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { FromPage, ToPage } from '../../../media/onnx/messages';
import type { Server } from '../server';
import { act } from './act';
import { ask } from './ask';
import type { Comparing } from './compare';
import { answerFile } from './files';
import { createQuestions, saveSvg } from './graph';
import { pageHtml } from './page';
import type { Remembered } from './remembered';
import { openSource } from './source';
import { takeAlong } from './takeAlong';
import { localCopy, versionName } from './versions';

const VIEW_TYPE = 'heldout.model';

/** Registers the editor; it opens only for the files package.json names. */
export function registerModelEditor(
  context: vscode.ExtensionContext,
  server: Server,
  remembered: Remembered,
  comparing: Comparing,
): vscode.Disposable {
  return vscode.window.registerCustomEditorProvider(
    VIEW_TYPE,
    {
      openCustomDocument: (uri) => ({
        uri,
        dispose: () => server.tell('heldout/model/closed', { uri: uri.toString() }),
      }),
      async resolveCustomEditor({ uri }, panel) {
        // A version of the source control's is no file, and is read from a copy.
        const source = uri.scheme === 'git' ? await localCopy(uri, context) : uri;
        showModel({ uri: source, name: versionName(uri) }, panel, context, server, { remembered, comparing });
      },
    },
    { supportsMultipleEditorsPerDocument: true },
  );
}

function showModel(
  { uri, name }: { readonly uri: vscode.Uri; readonly name: string },
  panel: vscode.WebviewPanel,
  context: vscode.ExtensionContext,
  server: Server,
  { remembered, comparing }: { readonly remembered: Remembered; readonly comparing: Comparing },
): void {
  const { webview } = panel;
  const extension = context.extensionUri;
  const model = uri.toString();
  let running: vscode.CancellationTokenSource | undefined;
  let cancelRead: vscode.CancellationTokenSource | undefined;
  /** A result that came while the page was hidden, and so does not exist. */
  let waiting: ToPage | undefined;

  const send = (message: ToPage) => void webview.postMessage(message);

  const questions = createQuestions(server, model, send);

  const read = (token: vscode.CancellationToken) => ask(server, 'heldout/model/show', { uri: model }, token);
  const opening = new vscode.CancellationTokenSource();
  /** Read while VS Code makes the page, for when it is there. */
  let early: ReturnType<typeof read> | undefined = read(opening.token);

  /** Reads the model and shows it. A newer reading overtakes an older one. */
  async function show(reloaded: boolean): Promise<void> {
    cancelRead?.cancel();
    const mine = (cancelRead = new vscode.CancellationTokenSource());
    const first = reloaded ? undefined : early;
    early = undefined;
    const known = await first;
    const answer = known === undefined || known.problem ? await read(mine.token) : known;
    if (!mine.token.isCancellationRequested) {
      const form = remembered.form(model);
      const trusted = vscode.workspace.isTrusted;
      send({ type: 'model', name, trusted, answer, reloaded, ...(form ? { remembered: form } : {}) });
    }
  }

  async function run(request: Extract<FromPage, { type: 'run' }>['request']): Promise<void> {
    running?.cancel();
    remembered.setInputs(model, request.inputs);
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
      case 'ask':
        return questions.ask(message);
      case 'cancelAsk':
        return questions.cancel(message.request);
      case 'pickFile':
      case 'keepFile':
      case 'readFile':
        return send({ type: 'file', request: message.request, answer: await answerFile(message, uri, context) });
      case 'remember':
        return remembered.setForm(model, message.form);
      case 'forget':
        return remembered.forget(model);
      case 'compare':
        return comparing.compare(uri, message.against, message.request);
      case 'takeAlong':
        return takeAlong(server, uri, message.as, message.request);
      case 'saveSvg':
        return saveSvg(uri, message.text);
      case 'openSource':
        return openSource(uri, message);
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
    opening.cancel();
    cancelRead?.cancel();
    questions.cancelAll();
    vscode.Disposable.from(...subscriptions).dispose();
  });
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
