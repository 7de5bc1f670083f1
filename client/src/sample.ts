// "Open Sample": a copy of the shipped sample project that the user may change.
import * as vscode from 'vscode';

/**
 * Opens `file` of the samples, or lets the user pick one of what the walkthrough shows. They are copied once into the
 * extension's own storage: what is in the extension's folder is replaced by each update.
 */
export async function openSample(context: vscode.ExtensionContext, file?: string): Promise<void> {
  const shipped = vscode.Uri.joinPath(context.extensionUri, 'samples');
  const copy = vscode.Uri.joinPath(context.globalStorageUri, 'samples');
  if (!(await exists(copy))) await vscode.workspace.fs.copy(shipped, copy);
  const chosen = file ?? (await pick(copy));
  if (chosen) await vscode.commands.executeCommand('vscode.open', vscode.Uri.joinPath(copy, chosen));
}

async function pick(folder: vscode.Uri): Promise<string | undefined> {
  const kinds: readonly (readonly [RegExp, string])[] = [
    [/\.py$/, vscode.l10n.t('Python file')],
    [/\.ipynb$/, vscode.l10n.t('notebook')],
    [/\.onnx$/, vscode.l10n.t('model')],
  ];
  const items = (await vscode.workspace.fs.readDirectory(folder)).flatMap(([name]) => {
    const kind = kinds.find(([pattern]) => pattern.test(name));
    return kind ? [{ label: name, description: kind[1] }] : [];
  });
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Open Sample') }))?.label;
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
