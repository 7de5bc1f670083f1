// Scenes of linting: findings, hover, fixes, rule pages, notebooks, the whole workspace.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Moves the pointer onto a word in the editor and gives the card that appears. */
async function hover(window, word) {
  const token = window.page.locator('.view-line span span', { hasText: word }).last();
  await token.hover();
  const card = window.page.locator('.monaco-hover:visible', { hasText: 'heldout' }).first();
  await card.waitFor();
  return card;
}

export async function findings(window) {
  await window.openFile('train.py');
  await window.findingsShown();
  await window.problems();
  await window.picture(`${window.theme} findings`);
  const row = await window.problem('fit-before-split');
  await row.dblclick();
  await window.press('Control+J'); // room for the card
  await hover(window, 'fit_transform');
  await window.picture(`${window.theme} hover`, { readme: window.theme === 'light' ? 'findings.png' : undefined });
}

export async function hoverCard(window) {
  await window.openFile('train.py');
  await window.findingsShown();
  const card = await hover(window, 'fit_transform');
  await card.getByRole('link', { name: 'fit-before-split' }).click();
  await window.page.getByRole('tab', { name: /fit-before-split/ }).waitFor();
  const page = window.page.frameLocator('iframe.webview.ready:visible').frameLocator('#active-frame');
  await page.locator('h1').first().waitFor();
  assert.ok((await page.locator('pre code').count()) > 0, 'the page has no example');
  await window.picture('rule page');
}

export async function rulePage(window) {
  await window.command('Heldout: Explain Rule');
  const input = window.page.locator('.quick-input-widget input[type="text"]');
  await input.fill('unseeded');
  const row = window.page.locator('.quick-input-list .monaco-list-row', { hasText: 'unseeded-split' }).first();
  await row.waitFor();
  await window.picture('explain rule');
  await row.click();
  await window.page.getByRole('tab', { name: /unseeded-split/ }).waitFor();
}

export async function notebook(window) {
  await window.openNotebook('explore.ipynb');
  const row = await window.problem('refit-on-test');
  await row.dblclick();
  await window.page.locator('.notebook-editor .squiggly-warning, .notebook-editor .squiggly-error').first().waitFor();
  await window.picture('notebook');
}

export async function workspaceCheck(window) {
  await window.command('Heldout: Check Workspace');
  const panel = window.page.locator('.markers-panel');
  // Nothing is open, so what is shown was found by the check alone.
  await panel.locator('.monaco-list-row', { hasText: 'explore.ipynb' }).first().waitFor();
  await window.picture('workspace check');
  await window.problem('missing-zero-grad');
}

export async function quickFix(window) {
  await window.openFile('train.py');
  await window.findingsShown();
  const row = await window.problem('unseeded-split');
  const menu = await window.quickFixes(row);
  const fix = menu.locator('.monaco-list-row', { hasText: 'random_state' }).first();
  await fix.waitFor();
  await window.picture('quick fix menu');
  await fix.click();
  await window.editorHas('random_state=');
  await row.waitFor({ state: 'detached' });
  await window.press('Control+S');
  const file = path.join(window.host.workspace, 'train.py');
  await window.until('the file is saved', () =>
    /train_test_split\(.*random_state=\d+\)/.test(readFileSync(file, 'utf8')),
  );
  await window.picture('quick fix applied');
}
