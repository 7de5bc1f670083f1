// A scene in a Git repository: the model that was exported beside the one of the last commit.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { EXPORT } from './inline.mjs';
import { residualNetwork } from './residual.mjs';

/** Commits a model and the script that exports it; then the model is trained anew. */
export function prepareRepository(folder, { writeFileSync }) {
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
