// The HTML of the model editor's page: a strict policy, one script and one style sheet, nothing remote.
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** The whole page; its script builds the rest. */
export function pageHtml(
  webview: vscode.Webview,
  extension: vscode.Uri,
  title: string,
  bundle: 'modelView' | 'modelCompare' = 'modelView',
): string {
  const nonce = randomBytes(16).toString('base64');
  const asset = (file: string) => webview.asWebviewUri(vscode.Uri.joinPath(extension, 'dist', file)).toString();
  const policy = [
    "default-src 'none'",
    `style-src ${webview.cspSource}`,
    `script-src 'nonce-${nonce}'`,
    // The layout of graphs runs in a worker. A page of an editor may not start one from another origin, and its own
    // resources are of another one: the script is fetched from them, and started as a blob.
    `connect-src ${webview.cspSource}`,
    'worker-src blob:',
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${escapeHtml(title)}</title>
  <link rel="stylesheet" href="${asset(`${bundle}.css`)}">
</head>
<body>
  <main id="model" aria-busy="true" data-layout="${asset('graphLayout.js')}"></main>
  <script nonce="${nonce}" src="${asset(`${bundle}.js`)}"></script>
</body>
</html>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
