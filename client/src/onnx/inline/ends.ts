// Results at the end of the line, and the card of a result where one points at its call.
import * as vscode from 'vscode';
import { resultCard } from './card';
import { staleWords } from './lenses';
import type { Runs } from './runs';
import { rangeOf, SELECTOR, type Sites } from './sites';
import { shortResult } from './words';

/** Text that is still being typed is not asked about. */
const QUIET_MS = 250;

export function showEnds(sites: Sites, runs: Runs): vscode.Disposable {
  const fresh = decoration('descriptionForeground', 'normal');
  const stale = decoration('descriptionForeground', 'italic');
  const failed = decoration('editorError.foreground', 'normal');
  const shown = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  async function show(editor: vscode.TextEditor): Promise<void> {
    const { document } = editor;
    const uri = document.uri.toString();
    if (!runs.concern(document.uri) && !shown.has(uri)) return;
    const version = document.version;
    const found = await sites.of(document);
    if (document.version !== version || document.isClosed) return;
    const groups = {
      fresh: [] as vscode.DecorationOptions[],
      stale: [] as vscode.DecorationOptions[],
      failed: [] as vscode.DecorationOptions[],
    };
    for (const site of found?.sites ?? []) {
      const outcome = runs.outcome(document.uri, site.id);
      if (outcome === undefined || runs.isRunning(document.uri, site.id)) continue;
      const old = runs.staleness(document.uri, site);
      const said =
        outcome.result === undefined ? (outcome.problem?.what ?? '') : shortResult(outcome.result, outcome.site);
      const text = old === undefined ? said : `${said} (${staleWords(old)})`;
      const end = document.lineAt(site.range.end.line).range.end;
      const group = old !== undefined ? 'stale' : outcome.result === undefined ? 'failed' : 'fresh';
      groups[group].push({
        range: new vscode.Range(end, end),
        hoverMessage: resultCard(document.uri, outcome, old),
        renderOptions: { after: { contentText: text } },
      });
    }
    shown.add(uri);
    editor.setDecorations(fresh, groups.fresh);
    editor.setDecorations(stale, groups.stale);
    editor.setDecorations(failed, groups.failed);
  }

  const showAll = () => {
    for (const editor of vscode.window.visibleTextEditors) void show(editor);
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(showAll, QUIET_MS);
  };
  const hovers: vscode.HoverProvider = {
    async provideHover(document, position) {
      if (!runs.concern(document.uri)) return null;
      const found = await sites.of(document);
      const all = found?.sites ?? [];
      const here = all.find(({ range }) => rangeOf(range).contains(position));
      // The end of the line has the card already.
      if (here === undefined || position.isEqual(document.lineAt(here.range.end.line).range.end)) return null;
      const ran = [here, ...all.filter(({ model }) => model.uri === here.model.uri)];
      for (const site of ran) {
        const outcome = runs.outcome(document.uri, site.id);
        if (outcome === undefined) continue;
        return new vscode.Hover(resultCard(document.uri, outcome, runs.staleness(document.uri, site)));
      }
      return null;
    },
  };
  return vscode.Disposable.from(
    fresh,
    stale,
    failed,
    runs.onDidChange(showAll),
    sites.onDidChange(showAll),
    vscode.window.onDidChangeVisibleTextEditors(showAll),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (runs.concern(document.uri)) later();
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      shown.delete(uri.toString());
      runs.forget(uri);
    }),
    vscode.languages.registerHoverProvider(SELECTOR, hovers),
    new vscode.Disposable(() => clearTimeout(timer)),
  );
}

function decoration(colour: string, fontStyle: string): vscode.TextEditorDecorationType {
  return vscode.window.createTextEditorDecorationType({
    after: { color: new vscode.ThemeColor(colour), fontStyle, margin: '0 0 0 2em' },
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
}
