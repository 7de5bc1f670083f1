// Comparing a model with another, with the one of the last commit or with a saved result: asks which, and shows the
// outcome in a page.
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Against, FromComparePage, RunRequest, ToComparePage } from '../../../media/onnx/messages';
import type { Server } from '../server';
import { act } from './act';
import { ask } from './ask';
import { pageHtml } from './page';
import type { Remembered } from './remembered';
import { pickSaved } from './savedResult';
import { lastCommitted, localCopy, versionName } from './versions';

export interface Comparing {
  /** `run`: what the run form holds; without it what was last fed to the model. */
  compare(model: vscode.Uri, against: Against | vscode.Uri, run?: RunRequest): Promise<void>;
}

interface Side {
  readonly uri: vscode.Uri;
  readonly name: string;
}

export function createComparing(context: vscode.ExtensionContext, server: Server, remembered: Remembered): Comparing {
  async function sides(model: vscode.Uri, against: Against | vscode.Uri): Promise<[Side, Side] | null> {
    const name = nameOf(model);
    if (against === 'git') {
      const uri = await localCopy(await lastCommitted(model), context);
      // What is staged is no file either.
      const isVersion = model.scheme === 'git';
      return [
        { uri, name: vscode.l10n.t('{0} (last commit)', name) },
        isVersion ? { uri: await localCopy(model, context), name: versionName(model) } : { uri: model, name },
      ];
    }
    if (against === 'saved') {
      const uri = await pickSaved(model);
      return uri
        ? [
            { uri, name: nameOf(uri) },
            { uri: model, name },
          ]
        : null;
    }
    const other = against === 'file' ? await pickOther(model) : against;
    if (!other) return null;
    const otherName = nameOf(other) === name ? vscode.workspace.asRelativePath(other) : nameOf(other);
    return [
      { uri: model, name },
      { uri: other, name: otherName },
    ];
  }

  return {
    async compare(model, against, run) {
      let found: [Side, Side] | null;
      try {
        found = await sides(model, against);
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        await vscode.window.showErrorMessage(vscode.l10n.t('{0} cannot be compared. {1}', nameOf(model), why));
        return;
      }
      if (!found) return;
      if (against === 'saved') return showSaved(found);
      show(found, run ?? { inputs: remembered.inputs(model.toString()) ?? {}, otherwise: { kind: 'random', seed: 0 } });
    },
  };

  /** Both models, on what the run says. */
  function show([a, b]: [Side, Side], run: RunRequest): void {
    const params = { uri: a.uri.toString(), other: b.uri.toString(), run };
    open([a, b], vscode.l10n.t('Models compared'), async (token) => ({
      type: 'comparison',
      a: a.name,
      b: b.name,
      answer: await ask(server, 'heldout/model/compare', params, token),
    }));
  }

  function showSaved([saved, model]: [Side, Side]): void {
    const params = { uri: model.uri.toString(), saved: saved.uri.toString() };
    open([saved, model], vscode.l10n.t('Compared with a saved result'), async (token) => ({
      type: 'comparedSaved',
      a: saved.name,
      b: model.name,
      answer: await ask(server, 'heldout/model/compareSaved', params, token),
    }));
  }

  /** A page of its own, which shows what `compare` gives, and asks again when it is told to. */
  function open(
    [a, b]: [Side, Side],
    title: string,
    compare: (token: vscode.CancellationToken) => Promise<ToComparePage>,
  ): void {
    const panel = vscode.window.createWebviewPanel(
      'heldout.compare',
      `${a.name} ↔ ${b.name}`,
      vscode.ViewColumn.Active,
      {
        enableScripts: true,
        localResourceRoots: [vscode.Uri.joinPath(context.extensionUri, 'dist')],
      },
    );
    let asked: vscode.CancellationTokenSource | undefined;
    let last: ToComparePage | undefined;
    const send = (message: ToComparePage) => void panel.webview.postMessage(message);
    const again = async (): Promise<void> => {
      asked?.cancel();
      const mine = (asked = new vscode.CancellationTokenSource());
      send({ type: 'comparing', a: a.name, b: b.name });
      const outcome = await compare(mine.token);
      if (!mine.token.isCancellationRequested) send((last = outcome));
    };
    panel.webview.onDidReceiveMessage((message: FromComparePage) => {
      if (message.type === 'act') return void act(message.action);
      // A page that was hidden is made anew, and needs no new comparison.
      return message.type === 'ready' && last ? send(last) : void again();
    });
    panel.onDidDispose(() => asked?.cancel());
    panel.webview.html = pageHtml(panel.webview, context.extensionUri, title, 'modelCompare');
  }
}

/** Models of the workspace, the nearest first, and any other file. */
async function pickOther(model: vscode.Uri): Promise<vscode.Uri | undefined> {
  const files = await vscode.workspace.findFiles('**/*.{onnx,ort}', '**/node_modules/**', 200);
  const near = (uri: vscode.Uri): number => (path.posix.dirname(uri.path) === path.posix.dirname(model.path) ? 0 : 1);
  const items = files
    .filter((uri) => uri.toString() !== model.toString())
    .sort((x, y) => near(x) - near(y) || (x.path < y.path ? -1 : 1))
    .map((uri) => ({ label: nameOf(uri), description: path.posix.dirname(vscode.workspace.asRelativePath(uri)), uri }));
  const browse = { label: vscode.l10n.t('Another file…'), description: '', uri: undefined };
  const picked = await vscode.window.showQuickPick([...items, browse], {
    title: vscode.l10n.t('Compare {0} with', nameOf(model)),
  });
  if (!picked) return undefined;
  if (picked.uri) return picked.uri;
  const [chosen] =
    (await vscode.window.showOpenDialog({
      defaultUri: vscode.Uri.joinPath(model, '..'),
      filters: { [vscode.l10n.t('Models')]: ['onnx', 'ort'] },
      openLabel: vscode.l10n.t('Compare'),
    })) ?? [];
  return chosen;
}

const nameOf = (uri: vscode.Uri): string => path.posix.basename(uri.path);

/** The commands of the palette and the menus of files; `selected` are those of the explorer. */
export function registerComparing(comparing: Comparing): vscode.Disposable {
  const current = (): vscode.Uri | undefined => {
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    return input instanceof vscode.TabInputCustom && input.viewType === 'heldout.model' ? input.uri : undefined;
  };
  const command = (name: string, against: Against) =>
    vscode.commands.registerCommand(name, async (file?: vscode.Uri, selected?: unknown) => {
      const model = file ?? current();
      if (!model) {
        await vscode.window.showInformationMessage(vscode.l10n.t('Open the model that is to be compared first.'));
        return;
      }
      // The menus of editors say where the editor is instead.
      const files: readonly unknown[] = Array.isArray(selected) ? selected : [];
      const others = files.filter((each): each is vscode.Uri => each instanceof vscode.Uri);
      const other = others.find((each) => each.toString() !== model.toString());
      await comparing.compare(model, against === 'file' && other ? other : against);
    });
  return vscode.Disposable.from(
    command('heldout.compareModel', 'file'),
    command('heldout.compareModelWithCommit', 'git'),
    command('heldout.compareModelWithSaved', 'saved'),
  );
}
