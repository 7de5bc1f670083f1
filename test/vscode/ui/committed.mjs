// A scene in a Git repository: the model that was exported beside the one of the last commit.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { EXPORT } from './inline.mjs';
import { residualNetwork } from './residual.mjs';

/** Commits a model and the script that exports it; then the model is trained anew. */
export function prepareRepository(folder) {
  const git = (...words) =>
    execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...words], { cwd: folder });
  writeFileSync(`${folder}/export_net.py`, EXPORT);
  writeFileSync(`${folder}/net.onnx`, residualNetwork());
  git('init', '--quiet');
  git('add', 'export_net.py', 'net.onnx');
  git('commit', '--quiet', '--message', 'A network');
  writeFileSync(`${folder}/net.onnx`, residualNetwork(7));
}

export async function comparedWithLastCommit(window) {
  await window.openFile('export_net.py');
  const lens = window.page.locator('.codelens-decoration a', { hasText: /last commit/i }).first();
  await lens.waitFor({ timeout: 30_000 });
  await window.picture('lens of an export in a repository');
  await lens.click();
  const page = window.model();
  await page.getByRole('heading', { name: 'Models compared' }).waitFor();
  assert.match(
    await page.getByRole('region', { name: 'Weights', exact: true }).innerText(),
    /\d+ changed, 0 gone, 0 new/,
  );
  await window.picture('compared with the last commit');
}

/** A click on a changed model shows both versions side by side, and a button above them what differs. */
export async function comparedFromSourceControl(window) {
  await window.press('Control+Shift+G');
  const row = window.page.locator('.scm-view .monaco-list-row', { hasText: 'net.onnx' }).first();
  const compare = window.page.getByRole('button', { name: 'Compare Model with the Last Commit' });
  await row.waitFor();
  const framed = (kind) =>
    window.page.frameLocator(`iframe.webview.ready${kind}:visible`).frameLocator('#active-frame');
  const models = ['.original', '.modified'].map((side) => framed(side).locator('main[aria-busy="false"] .signature'));
  const are = (both) => both.then(() => true).catch(() => false);
  // Right after the start VS Code knows no editor but that of text.
  for (let attempt = 0; attempt < 8; attempt += 1) {
    await row.click();
    if (await are(Promise.all(models.map((model) => model.first().waitFor({ timeout: 4_000 }))))) break;
    await window.command('View: Close Editor');
  }
  // Changes that are not staged are those since the index.
  await framed('.original').getByRole('heading', { name: 'net.onnx (index)' }).waitFor();
  await window.picture('versions in source control');
  await compare.click();
  const page = framed(':not(.original, .modified)');
  await page.getByRole('heading', { name: 'Models compared' }).waitFor();
  await page.getByText('The files differ').waitFor();
  const sides = () => page.locator('.sides').innerText();
  assert.match(await sides(), /net\.onnx \(last commit\)\s*and\s*net\.onnx/);
  // What is staged is compared as it is in the index, and no file.
  execFileSync('git', ['add', 'net.onnx'], { cwd: window.host.workspace });
  writeFileSync(`${window.host.workspace}/net.onnx`, residualNetwork());
  await window.page.locator('.scm-view .monaco-list-row', { hasText: 'Staged Changes' }).waitFor();
  await row.click();
  await window.page.getByRole('tab', { name: /net\.onnx \(Index\)/ }).waitFor();
  await framed('.original').getByRole('heading', { name: 'net.onnx (last commit)' }).waitFor();
  await compare.click();
  await page.locator('.sides', { hasText: '(index)' }).waitFor();
  await page.getByText('The files differ').waitFor();
}
