// Files of inputs: chosen in a dialog, read for the page, and kept where they were dropped from elsewhere.
import { createHash } from 'node:crypto';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { FileAnswer, FileMessage, FileRef, FileUse } from '../../../media/onnx/messages';

/** Bytes of a picture that are sent to the page. */
const MOST_BYTES = 100 * 1024 ** 2;
/** Dropped files that are kept, the last ones. */
const MOST_KEPT = 30;

const FILTERS: Readonly<Record<FileUse, () => Record<string, string[]>>> = {
  image: () => ({ [vscode.l10n.t('Pictures')]: ['png', 'jpg', 'jpeg', 'webp', 'gif', 'bmp', 'avif'] }),
  array: () => ({ [vscode.l10n.t('Arrays')]: ['npy', 'npz', 'pb'] }),
  table: () => ({ [vscode.l10n.t('Tables')]: ['csv', 'tsv', 'parquet', 'txt', 'data'] }),
  bytes: () => ({}),
};

/** Never rejects. */
export async function answerFile(
  message: FileMessage,
  model: vscode.Uri,
  context: vscode.ExtensionContext,
): Promise<FileAnswer> {
  try {
    switch (message.type) {
      case 'pickFile':
        return { value: await pick(message.use, model) };
      case 'keepFile':
        return { value: await keep(message.name, message.bytes, context) };
      case 'readFile':
        return { value: await read(vscode.Uri.parse(message.uri, true)) };
    }
  } catch (error) {
    return {
      problem: {
        kind: 'unreadable',
        what: vscode.l10n.t('The file could not be read.'),
        why: error instanceof Error ? error.message : String(error),
        todo: vscode.l10n.t('Choose another one.'),
      },
    };
  }
}

async function pick(use: FileUse, model: vscode.Uri): Promise<FileRef | null> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      defaultUri: vscode.Uri.joinPath(model, '..'),
      filters: FILTERS[use](),
      title: vscode.l10n.t('Choose what is fed to {0}', nameOf(model)),
      openLabel: vscode.l10n.t('Feed'),
    })) ?? [];
  return uri ? { uri: uri.toString(), name: nameOf(uri) } : null;
}

async function read(uri: vscode.Uri): Promise<FileRef & { readonly bytes: Uint8Array }> {
  const { size } = await vscode.workspace.fs.stat(uri);
  if (size > MOST_BYTES) throw new Error(vscode.l10n.t('It is larger than 100 MB.'));
  // Node's Buffer would travel as a list of numbers.
  const bytes = new Uint8Array(await vscode.workspace.fs.readFile(uri));
  return { uri: uri.toString(), name: nameOf(uri), bytes };
}

/** Where the workspace keeps its own, so that the file is there again another day. */
async function keep(name: string, bytes: Uint8Array, context: vscode.ExtensionContext): Promise<FileRef> {
  const folder = vscode.Uri.joinPath(context.storageUri ?? context.globalStorageUri, 'dropped');
  await vscode.workspace.fs.createDirectory(folder);
  await dropOldest(folder);
  const extension = /\.\w{1,8}$/.exec(name)?.[0].toLowerCase() ?? '';
  const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 24);
  const uri = vscode.Uri.joinPath(folder, `${digest}${extension}`);
  await vscode.workspace.fs.writeFile(uri, bytes);
  return { uri: uri.toString(), name };
}

async function dropOldest(folder: vscode.Uri): Promise<void> {
  const entries = await vscode.workspace.fs.readDirectory(folder);
  if (entries.length < MOST_KEPT) return;
  const files = await Promise.all(
    entries.map(async ([name]) => {
      const uri = vscode.Uri.joinPath(folder, name);
      return { uri, time: (await vscode.workspace.fs.stat(uri)).mtime };
    }),
  );
  files.sort((a, b) => b.time - a.time);
  await Promise.all(files.slice(MOST_KEPT - 1).map(({ uri }) => vscode.workspace.fs.delete(uri)));
}

const nameOf = (uri: vscode.Uri): string => path.posix.basename(uri.path);
