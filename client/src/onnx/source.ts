// From a node to the line of Python that made it, also where the model was exported on another machine.
import * as path from 'node:path';
import * as vscode from 'vscode';

export interface SourceLine {
  /** As the exporter saw it. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** Its text at the time. */
  readonly code: string;
}

/** Shows the line beside the model; says so where its file is not to be found. */
export async function openSource(model: vscode.Uri, source: SourceLine): Promise<void> {
  const file = await find(model, source);
  if (file === undefined) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        '{0} is not here: the model was exported from {1}.',
        path.posix.basename(plain(source)),
        source.file,
      ),
    );
    return;
  }
  const document = await vscode.workspace.openTextDocument(file);
  const line = lineOf(document, source);
  const selection = document.lineAt(line).range;
  await vscode.window.showTextDocument(document, { selection, viewColumn: vscode.ViewColumn.Beside });
}

/** The file itself if it is Python's and there; else the one in the workspace whose path ends most alike. */
async function find(model: vscode.Uri, source: SourceLine): Promise<vscode.Uri | undefined> {
  const parts = plain(source).split('/').filter(Boolean);
  const name = parts.at(-1) ?? '';
  // What a model file says is not trusted to name any other file.
  if (!/\.pyw?$/.test(name)) return undefined;
  const exact = path.isAbsolute(source.file)
    ? vscode.Uri.file(source.file)
    : vscode.Uri.joinPath(model, '..', plain(source));
  if (vscode.workspace.getWorkspaceFolder(exact) && (await exists(exact))) return exact;
  const all = await vscode.workspace.findFiles(`**/${name.replace(/[[\]{}*?]/g, '[$&]')}`, undefined, 50);
  const alike = (uri: vscode.Uri) => {
    const own = uri.path.split('/').filter(Boolean);
    let count = 0;
    while (count < own.length && own.at(-1 - count) === parts.at(-1 - count)) count++;
    return count;
  };
  const [best, second] = all.toSorted((a, b) => alike(b) - alike(a));
  // Two of the same likeness: neither is sure.
  return best && second && alike(best) === alike(second) ? undefined : best;
}

/** Where the line has moved to since, if it still stands nearby. */
function lineOf(document: vscode.TextDocument, { line, code }: SourceLine): number {
  const last = document.lineCount - 1;
  const told = Math.min(Math.max(0, line - 1), last);
  if (code === '') return told;
  for (let away = 0; away <= last; away++) {
    for (const at of [told - away, told + away]) {
      if (at >= 0 && at <= last && document.lineAt(at).text.trim() === code) return at;
    }
  }
  return told;
}

function plain({ file }: SourceLine): string {
  return file.replaceAll('\\', '/');
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
