// What the tests in VS Code share: waiting for something to become true, files of the workspace, our diagnostics.
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';

export const EXTENSION = 'heldout.heldout';

/** The folder that was opened: a copy of the samples. */
export function inWorkspace(file: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'no folder is open');
  return vscode.Uri.joinPath(folder.uri, file);
}

/** Asks again and again until `attempt` gives something other than undefined and false, and does not throw. */
export async function eventually<Value>(
  what: string,
  attempt: () => Value | undefined | false | PromiseLike<Value | undefined | false>,
  limitMs = 20_000,
): Promise<Value> {
  const deadline = Date.now() + limitMs;
  let last: unknown = 'it was never so';
  for (;;) {
    try {
      const value = await attempt();
      if (value !== undefined && value !== false) return value;
    } catch (error) {
      last = error;
    }
    if (Date.now() > deadline) {
      throw new Error(`Not within ${limitMs} ms: ${what} (${last instanceof Error ? last.message : String(last)})`);
    }
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}

/** Our diagnostics of a document, as they are now. */
export function findings(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source?.toLowerCase() === 'heldout');
}

/** The rule of a diagnostic. */
export function ruleOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

export function rulesOf(uri: vscode.Uri): string[] {
  return findings(uri).map(ruleOf).toSorted();
}

/** Waits for a finding of a rule. */
export function findingOf(rule: string, uri: vscode.Uri): Promise<vscode.Diagnostic> {
  return eventually(`a finding of ${rule} in ${uri.path}`, () => findings(uri).find((one) => ruleOf(one) === rule));
}

/** Waits until a rule finds nothing more, in a document that still has other findings or none at all. */
export async function noFindingOf(rule: string, uri: vscode.Uri): Promise<void> {
  await eventually(`no finding of ${rule} in ${uri.path}`, () => !rulesOf(uri).includes(rule));
}

export async function openText(uri: vscode.Uri): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
}

/** Writes a new file into the workspace. */
export async function writeFile(file: string, content: string | Uint8Array): Promise<vscode.Uri> {
  const uri = inWorkspace(file);
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  await vscode.workspace.fs.writeFile(uri, bytes);
  return uri;
}

/** Replaces the one place where `text` stands in a document, without saving it. */
export async function replace(document: vscode.TextDocument, text: string, by: string): Promise<void> {
  const content = document.getText();
  const start = content.indexOf(text);
  assert.ok(start >= 0, `“${text}” is not in ${document.uri.path}`);
  assert.equal(content.indexOf(text, start + 1), -1, `“${text}” stands more than once in ${document.uri.path}`);
  const edit = new vscode.WorkspaceEdit();
  const range = new vscode.Range(document.positionAt(start), document.positionAt(start + text.length));
  edit.replace(document.uri, range, by);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

/** Closes all editors without saving. */
export async function closeAll(): Promise<void> {
  while (vscode.window.tabGroups.all.some(({ tabs }) => tabs.length > 0)) {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
}
