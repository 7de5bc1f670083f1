// Rule pages and the effective settings: documents made by the server, read offline.
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, eventually, findingOf, inWorkspace, openText } from './support';

/** The tab in front, if it is of this kind of custom editor. */
function activeCustomEditor(viewType: string): vscode.TabInputCustom | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputCustom && input.viewType === viewType ? input : undefined;
}

describe('rule pages', () => {
  afterEach(closeAll);

  it('open rendered from the link of a finding', async () => {
    const { document } = await openText(inWorkspace('train.py'));
    const { code } = await findingOf('fit-before-split', document.uri);
    assert.ok(typeof code === 'object');
    await vscode.commands.executeCommand('vscode.open', code.target);
    const shown = await eventually('a Markdown preview', () => activeCustomEditor('vscode.markdown.preview.editor'));
    assert.equal(shown.uri.toString(), code.target.toString());
  });

  it('open rendered by the command that actions name', async () => {
    await vscode.commands.executeCommand('heldout.showRule', 'unseeded-split');
    await eventually('a Markdown preview', () => activeCustomEditor('vscode.markdown.preview.editor'));
  });

  it('say what the rule is, with examples', async () => {
    const page = await vscode.workspace.openTextDocument(vscode.Uri.parse('heldout-rule:/unseeded-split.md'));
    const text = page.getText();
    assert.match(text, /^# /m);
    assert.match(text, /```python[^]*random_state/);
  });

  it('say so where there is no such rule', async () => {
    const page = await vscode.workspace.openTextDocument(vscode.Uri.parse('heldout-rule:/no-such-rule.md'));
    assert.match(page.getText(), /no rule of this name/);
  });
});

describe('effective settings', () => {
  afterEach(closeAll);

  it('of the file in front are a text to read', async () => {
    await openText(inWorkspace('train.py'));
    await vscode.commands.executeCommand('heldout.showEffectiveSettings');
    const shown = await eventually('the settings', () => {
      const document = vscode.window.activeTextEditor?.document;
      return document?.uri.scheme === 'heldout-settings' ? document : undefined;
    });
    assert.match(shown.getText(), /fit-before-split/);
    assert.match(shown.getText(), /train\.py/);
  });
});
