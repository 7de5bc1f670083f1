// Lenses above code that loads, runs or writes a model: "Run" with the last result, "Cancel", "Open".
import * as vscode from 'vscode';
import type { InlineSite, WrittenSite } from '../../../../server/src/protocol';
import { isInGit } from './committed';
import type { Runs, Staleness } from './runs';
import { rangeOf, SELECTOR, type Sites } from './sites';
import { shortResult } from './words';

export function registerLenses(sites: Sites, runs: Runs): vscode.Disposable {
  const changes = new vscode.EventEmitter<void>();
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changes.event,
    async provideCodeLenses(document) {
      const wanted = vscode.workspace.getConfiguration('heldout', document.uri).get<boolean>('onnx.codeLens', true);
      const found = wanted ? await sites.of(document) : null;
      if (found === null) return [];
      return [
        ...found.sites.flatMap((site) => siteLenses(document.uri, site, runs)),
        ...found.written.flatMap(writtenLenses),
      ];
    },
  };
  return vscode.Disposable.from(
    changes,
    sites.onDidChange(() => changes.fire()),
    runs.onDidChange(() => changes.fire()),
    // Another input may have been chosen in the model editor.
    vscode.window.onDidChangeActiveTextEditor((editor) => {
      if (editor && runs.concern(editor.document.uri)) changes.fire();
    }),
    vscode.languages.registerCodeLensProvider(SELECTOR, provider),
  );
}

function siteLenses(document: vscode.Uri, site: InlineSite, runs: Runs): vscode.CodeLens[] {
  const range = rangeOf(site.range);
  const lens = (title: string, tooltip: string, command: string, ...args: readonly unknown[]) =>
    new vscode.CodeLens(range, { title, tooltip, command, arguments: [...args] });
  const open = lens(
    vscode.l10n.t('Open {0}', site.model.name),
    vscode.l10n.t('Show the model in the model editor'),
    'heldout.openModel',
    site.model.uri,
  );
  if (!vscode.workspace.isTrusted) return [open];
  if (runs.isRunning(document, site.id)) {
    const cancel = lens(
      vscode.l10n.t('$(debug-stop)\u00a0Cancel'),
      vscode.l10n.t('End the process that runs the model'),
      'heldout.inline.cancel',
      document,
      site.id,
    );
    return [lens(vscode.l10n.t('$(sync~spin)\u00a0Running…'), '', ''), cancel, open];
  }
  const run = lens(
    vscode.l10n.t('$(play)\u00a0Run'),
    vscode.l10n.t('Run the model in a process of its own, with the arrays written out here where there are any'),
    'heldout.inline.run',
    document,
    site.id,
  );
  const title = outcomeTitle(document, site, runs);
  if (title === undefined) return [run, open];
  const show = lens(title, vscode.l10n.t('Show the result as a chart'), 'heldout.inline.show', document, site.id);
  return [run, show, open];
}

function outcomeTitle(document: vscode.Uri, site: InlineSite, runs: Runs): string | undefined {
  const outcome = runs.outcome(document, site.id);
  if (outcome === undefined) return undefined;
  const { result, problem } = outcome;
  const said = result === undefined ? `$(error)\u00a0${problem?.what ?? ''}` : shortResult(result, outcome.site);
  const stale = runs.staleness(document, site);
  return stale === undefined ? said : `$(history)\u00a0${said} (${staleWords(stale)})`;
}

/** Why a result may no longer be what a run would give. */
export function staleWords(stale: Staleness): string {
  return {
    code: vscode.l10n.t('stale: the code changed'),
    input: vscode.l10n.t('stale: the input changed'),
    model: vscode.l10n.t('stale: the model changed'),
  }[stale];
}

function writtenLenses({ range, model }: WrittenSite): vscode.CodeLens[] {
  const lens = (title: string, tooltip: string, command: string, argument: unknown) =>
    new vscode.CodeLens(rangeOf(range), { title, tooltip, command, arguments: [argument] });
  const uri = vscode.Uri.parse(model.uri);
  const open = lens(
    vscode.l10n.t('Open {0} ({1})', model.name, size(model.byteLength)),
    vscode.l10n.t('Show the model that was last written here'),
    'heldout.openModel',
    model.uri,
  );
  if (!isInGit(uri)) return [open];
  const compare = lens(
    vscode.l10n.t('Compare with the last commit'),
    vscode.l10n.t('Show what differs between this model and the one that Git has'),
    'heldout.compareModelWithCommit',
    uri,
  );
  return [open, compare];
}

function size(count: number): string {
  if (count < 1e6) return `${(count / 1e3).toFixed(1)} kB`;
  return count < 1e9 ? `${(count / 1e6).toFixed(1)} MB` : `${(count / 1e9).toFixed(2)} GB`;
}
