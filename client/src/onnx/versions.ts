// Versions of a model that are no files: those of Git, copied to where models can be read and run from.
import { createHash } from 'node:crypto';
import * as path from 'node:path';
import * as vscode from 'vscode';

/** What of the Git extension's interface (version 1) is used. */
interface Git {
  toGitUri(uri: vscode.Uri, ref: string): vscode.Uri;
  getRepository(uri: vscode.Uri): unknown;
}

/** Copies that are kept, the last ones. */
const MOST_KEPT = 12;

/** The file that a version of it belongs to: source control shows those beside each other. */
function fileOf(uri: vscode.Uri): vscode.Uri {
  if (uri.scheme !== 'git') return uri;
  const { path: file }: { readonly path?: string } = JSON.parse(uri.query);
  return vscode.Uri.file(file ?? uri.fsPath);
}

/** What a file is called, and which version it is where it is one of Git's. */
export function versionName(uri: vscode.Uri): string {
  const name = path.posix.basename(fileOf(uri).path);
  if (uri.scheme !== 'git') return name;
  const { ref = '' }: { readonly ref?: string } = JSON.parse(uri.query);
  if (ref === 'HEAD') return vscode.l10n.t('{0} (last commit)', name);
  // Git's extension calls the index `~` or nothing.
  if (ref === '' || ref.startsWith('~')) return vscode.l10n.t('{0} (index)', name);
  return `${name} (${/^[0-9a-f]{40}$/.test(ref) ? ref.slice(0, 8) : ref})`;
}

/** The model as it was in the last commit; throws, in words, where there is none. */
export async function lastCommitted(version: vscode.Uri): Promise<vscode.Uri> {
  const model = fileOf(version);
  const extension = vscode.extensions.getExtension<{ getAPI(version: 1): Git }>('vscode.git');
  if (!extension) throw new Error(vscode.l10n.t('The Git extension of VS Code is not there, or turned off.'));
  const git = (await extension.activate()).getAPI(1);
  if (!git.getRepository(model)) throw new Error(vscode.l10n.t('The model is in no Git repository that is open here.'));
  return git.toGitUri(model, 'HEAD');
}

/** A file with the content of a Git URI. What lies beside the model then (weights in files of their own) is not in it. */
export async function localCopy(uri: vscode.Uri, context: vscode.ExtensionContext): Promise<vscode.Uri> {
  let bytes: Uint8Array;
  try {
    bytes = await vscode.workspace.fs.readFile(uri);
  } catch {
    throw new Error(vscode.l10n.t('The last commit does not have this file.'));
  }
  if (bytes.length === 0) throw new Error(vscode.l10n.t('The last commit does not have this file.'));
  const folder = vscode.Uri.joinPath(context.storageUri ?? context.globalStorageUri, 'versions');
  await vscode.workspace.fs.createDirectory(folder);
  const kept = (await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name);
  for (const name of kept.slice(0, Math.max(0, kept.length - MOST_KEPT))) {
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder, name), { recursive: true });
  }
  const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  const target = vscode.Uri.joinPath(folder, digest, path.posix.basename(uri.path));
  await vscode.workspace.fs.createDirectory(vscode.Uri.joinPath(target, '..'));
  await vscode.workspace.fs.writeFile(target, bytes);
  return target;
}
