// Whether a model lies in a Git repository that VS Code has open, so that it can be compared with its last commit.
import * as vscode from 'vscode';

/** What of the Git extension's interface (version 1) is used. */
interface Git {
  getRepository(uri: vscode.Uri): unknown;
}

/** False also while the Git extension is not active: it is not started for a lens. */
export function isInGit(uri: vscode.Uri): boolean {
  const extension = vscode.extensions.getExtension<{ getAPI(version: 1): Git }>('vscode.git');
  if (extension?.isActive !== true) return false;
  try {
    return Boolean(extension.exports.getAPI(1).getRepository(uri));
  } catch {
    return false; // it is turned off
  }
}
