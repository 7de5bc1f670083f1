// Scenes around it: the language status, the walkthrough, Restricted Mode.
import assert from 'node:assert/strict';

export async function languageStatus(window) {
  await window.openFile('train.py');
  await window.findingsShown();
  await window.page.locator('.statusbar-item[id="status.languageStatus"]').click();
  const card = window.page
    .locator('.monaco-hover:visible, .hover-language-status:visible', { hasText: 'Heldout' })
    .first();
  await card.waitFor();
  assert.match(await card.innerText(), /Heldout \d+\.\d+\.\d+/);
  assert.match(await card.innerText(), /train\.py: \d+ findings? in [\d.]+ ms/);
  await window.picture('language status');
}

/** VS Code's own figure, for the bundle as it is shipped. */
export async function activation(window) {
  await window.openFile('train.py');
  await window.findingsShown();
  await window.command('Developer: Show Running Extensions');
  const row = window.page.locator('.runtime-extensions-editor .monaco-list-row', { hasText: 'Heldout' }).first();
  await row.waitFor();
  const milliseconds = Number(/Activation:\s*(\d+)\s*ms/.exec(await row.innerText())?.[1]);
  console.log(`    VS Code says that activation took ${milliseconds} ms`);
  assert.ok(milliseconds < 1_000, `activation took ${milliseconds} ms`);
}

export async function walkthrough(window) {
  await window.command('Welcome: Open Walkthrough');
  const row = window.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Heldout' }).first();
  await row.click();
  await window.press('Control+B'); // the pictures need room
  const page = window.page.locator('.gettingStartedContainer');
  await page.getByText('See findings as you type').first().waitFor();
  const pictured = (text) =>
    window.page.frameLocator('iframe.webview.ready:visible').frameLocator('#active-frame').getByText(text).waitFor();
  await pictured('train.py');
  await window.picture('walkthrough 1');
  await page.getByText('Run an ONNX model').first().click();
  await pictured('penguins.onnx');
  await window.picture('walkthrough 3');
  await page.getByRole('button', { name: 'Open a model' }).click();
  const view = window.model();
  await view.locator('.signature').first().waitFor();
}

export async function inRestrictedMode(window) {
  await window.openFile('train.py');
  await window.findingsShown();
  const view = await window.openModel('penguins.onnx');
  await view.locator('.signature', { hasText: 'bill_length_mm' }).first().waitFor();
  const problem = view.locator('.problem', { hasText: 'Restricted Mode' });
  await problem.waitFor();
  assert.equal(await view.locator('vscode-button.run').count(), 0, 'there is a way to run it');
  await window.picture('restricted mode');
  await problem.locator('vscode-button', { hasText: 'Manage Workspace Trust' }).click();
  const trust = window.page.locator('.workspace-trust-editor').getByRole('button', { name: 'Trust', exact: true });
  await trust.click();
  await trust.waitFor({ state: 'hidden' });
  await window.page
    .locator('.monaco-modal-editor-block')
    .getByRole('button', { name: /^Close/ })
    .click();
  await view.locator('vscode-button.run').click();
  await view.locator('.results').waitFor();
}
