// Which saved result a model is compared with: those near it, or any folder or file.
import * as path from 'node:path';
import * as vscode from 'vscode';

const MOST = 100;

/** What was chosen: an `.npz` file, or a folder of ONNX's test format. */
export async function pickSaved(model: vscode.Uri): Promise<vscode.Uri | undefined> {
  const [archives, outputs] = await Promise.all([
    vscode.workspace.findFiles('**/*.npz', '**/node_modules/**', MOST),
    vscode.workspace.findFiles('**/test_data_set_*/output_0.pb', '**/node_modules/**', MOST),
  ]);
  const folders = new Map(
    outputs.map((uri) => vscode.Uri.joinPath(uri, '..', '..')).map((uri) => [uri.toString(), uri]),
  );
  const steps = (uri: vscode.Uri): number =>
    path.posix.relative(path.posix.dirname(model.path), uri.path).split('/').length;
  const found = [...folders.values(), ...archives].sort((x, y) => steps(x) - steps(y) || (x.path < y.path ? -1 : 1));
  const items = found.map((uri) => ({
    label: path.posix.basename(uri.path),
    description: path.posix.dirname(vscode.workspace.asRelativePath(uri)),
    uri,
    browse: null,
  }));
  const others = [
    { label: vscode.l10n.t('Another .npz file…'), description: '', uri: undefined, browse: 'file' as const },
    { label: vscode.l10n.t('Another folder…'), description: '', uri: undefined, browse: 'folder' as const },
  ];
  const picked = await vscode.window.showQuickPick([...items, ...others], {
    title: vscode.l10n.t('The saved result to compare {0} with', path.posix.basename(model.path)),
  });
  if (!picked?.browse) return picked?.uri;
  const isFolder = picked.browse === 'folder';
  const [chosen] =
    (await vscode.window.showOpenDialog({
      defaultUri: vscode.Uri.joinPath(model, '..'),
      canSelectFiles: !isFolder,
      canSelectFolders: isFolder,
      ...(isFolder ? {} : { filters: { [vscode.l10n.t('Saved results')]: ['npz', 'pb'] } }),
      openLabel: vscode.l10n.t('Compare'),
    })) ?? [];
  return chosen;
}
