// Pages made by the server and read offline: rule pages (Markdown) and the effective settings of a file.
import * as vscode from 'vscode';
import { RULE_SCHEME, type Server } from './server';

const SETTINGS_SCHEME = 'heldout-settings';
const MARKDOWN_PREVIEW = 'vscode.markdown.preview.editor';

/** Serves the virtual documents. */
export function registerDocuments(server: Server): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(RULE_SCHEME, {
      provideTextDocumentContent: (uri, token) => rulePage(server, ruleOf(uri), token),
    }),
    vscode.workspace.registerTextDocumentContentProvider(SETTINGS_SCHEME, {
      provideTextDocumentContent: async (uri, token) =>
        (await server.ask('heldout/settings/effective', { uri: uri.query }, token)).text,
    }),
  );
}

/** Opens the page of a rule as rendered Markdown. */
export async function showRule(name: string): Promise<void> {
  const uri = vscode.Uri.from({ scheme: RULE_SCHEME, path: `/${name}.md` });
  await vscode.commands.executeCommand('vscode.openWith', uri, MARKDOWN_PREVIEW);
}

/** Lets the user pick a rule, then opens its page. */
export async function explainRule(server: Server): Promise<void> {
  const rules = server.ask('heldout/rule/list', {}).then((list) =>
    list.map(({ name, category, severity, summary }) => ({
      label: name,
      description: `${category} · ${severity}`,
      detail: summary,
    })),
  );
  const picked = await vscode.window.showQuickPick(rules, {
    title: vscode.l10n.t('Explain Rule'),
    placeHolder: vscode.l10n.t('Name, category or words of a rule'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (picked) await showRule(picked.label);
}

/** Opens the settings that hold for the file in front, and where each comes from. */
export async function showEffectiveSettings(server: Server): Promise<void> {
  const file = vscode.window.activeNotebookEditor?.notebook.uri ?? vscode.window.activeTextEditor?.document.uri;
  if (!file || file.scheme === SETTINGS_SCHEME) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Open a Python file or a notebook first.'));
    return;
  }
  const name = file.path.split('/').at(-1);
  const uri = vscode.Uri.from({ scheme: SETTINGS_SCHEME, path: `/Heldout: ${name}`, query: file.toString() });
  const { languageId } = await server.ask('heldout/settings/effective', { uri: file.toString() });
  const document = await vscode.workspace.openTextDocument(uri);
  const known = (await vscode.languages.getLanguages()).includes(languageId);
  await vscode.window.showTextDocument(
    known ? await vscode.languages.setTextDocumentLanguage(document, languageId) : document,
    { preview: true },
  );
}

function ruleOf(uri: vscode.Uri): string {
  return uri.path.replace(/^\//, '').replace(/\.md$/, '');
}

async function rulePage(server: Server, name: string, token: vscode.CancellationToken): Promise<string> {
  const page = await server.ask('heldout/rule/page', { name }, token);
  return page?.markdown ?? vscode.l10n.t('# {0}\n\nHeldout has no rule of this name.', name);
}
