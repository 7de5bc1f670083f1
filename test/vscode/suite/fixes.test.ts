// Quick fixes: offered at a finding, applied by VS Code, and the finding is gone.
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, eventually, findingOf, inWorkspace, noFindingOf, openText, rulesOf } from './support';

function actionsAt(uri: vscode.Uri, range: vscode.Range): Thenable<vscode.CodeAction[]> {
  return vscode.commands.executeCommand('vscode.executeCodeActionProvider', uri, range, 'quickfix');
}

describe('quick fixes', () => {
  afterEach(closeAll);

  it('mend a finding', async () => {
    const { document } = await openText(inWorkspace('train.py'));
    const finding = await findingOf('unseeded-split', document.uri);
    const fix = await eventually('a fix that adds a random_state', async () =>
      (await actionsAt(document.uri, finding.range)).find(({ title }) => title.includes('random_state')),
    );
    assert.ok(fix.edit, 'the fix has no edit');
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    assert.match(document.getText(), /train_test_split\(X, y, test_size=0\.25, stratify=y, random_state=\d+\)/);
    await noFindingOf('unseeded-split', document.uri);
  });

  it('silence a finding by a comment that gives the rule', async () => {
    const { document } = await openText(inWorkspace('train.py'));
    const finding = await findingOf('unseeded-split', document.uri);
    const ignore = await eventually('an action that ignores', async () =>
      (await actionsAt(document.uri, finding.range)).find(({ title }) => /ignore/i.test(title)),
    );
    assert.ok(ignore.edit && (await vscode.workspace.applyEdit(ignore.edit)));
    assert.match(document.getText(), /# heldout: ignore\[unseeded-split\]/);
    await noFindingOf('unseeded-split', document.uri);
  });

  it('are offered in a cell of a notebook', async () => {
    const notebook = await vscode.workspace.openNotebookDocument(inWorkspace('explore.ipynb'));
    const editor = await vscode.window.showNotebookDocument(notebook);
    const cell = await eventually('a cell with a finding', () =>
      notebook.getCells().find(({ document }) => rulesOf(document.uri).includes('refit-on-test')),
    );
    // VS Code asks for actions only in cells whose editor is there.
    const place = new vscode.NotebookRange(cell.index, cell.index + 1);
    editor.selections = [place];
    editor.revealRange(place, vscode.NotebookEditorRevealType.InCenter);
    await vscode.commands.executeCommand('notebook.cell.edit');
    const { range } = await findingOf('refit-on-test', cell.document.uri);
    const fix = await eventually('a fix', async () =>
      (await actionsAt(cell.document.uri, range)).find(({ title, edit }) => edit && !/ignore/i.test(title)),
    );
    assert.ok(await vscode.workspace.applyEdit(fix.edit!));
    await noFindingOf('refit-on-test', cell.document.uri);
  });
});
