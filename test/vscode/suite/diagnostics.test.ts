// Findings in Python files: what they say, and that unsaved edits change them.
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, findingOf, findings, inWorkspace, noFindingOf, openText, replace, rulesOf } from './support';

describe('findings in a script', () => {
  afterEach(closeAll);

  it('say where, how bad, what, why, and which rule', async () => {
    const { document } = await openText(inWorkspace('train.py'));
    const split = await findingOf('unseeded-split', document.uri);
    assert.match(document.getText(split.range), /train_test_split/);
    assert.ok(split.message.length > 40, `hardly a message: ${split.message}`);
    assert.ok(
      typeof split.code === 'object' && split.code.target.scheme === 'heldout-rule',
      'no link to the rule page',
    );

    const leak = await findingOf('fit-before-split', document.uri);
    assert.ok(leak.severity <= vscode.DiagnosticSeverity.Warning, 'leakage is at least a warning');
    assert.match(document.lineAt(leak.range.start).text, /fit_transform/);
  });

  it('tell the story by related places', async () => {
    const { document } = await openText(inWorkspace('train.py'));
    const leak = await findingOf('fit-before-split', document.uri);
    const related = leak.relatedInformation ?? [];
    assert.ok(related.length > 0, 'no related places');
    for (const { message, location } of related) {
      assert.equal(location.uri.toString(), document.uri.toString());
      assert.ok(message.length > 0);
    }
    assert.ok(
      related.some(({ location }) => document.getText(location.range).includes('train_test_split')),
      'the split is not among them',
    );
  });

  it('follow unsaved edits, both ways', async () => {
    const { document } = await openText(inWorkspace('train.py'));
    await findingOf('unseeded-split', document.uri);
    await replace(document, 'stratify=y)', 'stratify=y, random_state=7)');
    await noFindingOf('unseeded-split', document.uri);
    assert.ok(document.isDirty);
    assert.ok(rulesOf(document.uri).includes('fit-before-split'), 'the other findings stay');
    await replace(document, ', random_state=7)', ')');
    await findingOf('unseeded-split', document.uri);
  });

  it('are silenced by a comment with the name of the rule', async () => {
    const { document } = await openText(inWorkspace('train.py'));
    await findingOf('unseeded-split', document.uri);
    await replace(document, 'stratify=y)', 'stratify=y)  # heldout: ignore[unseeded-split] a smoke test');
    await noFindingOf('unseeded-split', document.uri);
  });

  it('come in a file that was never saved', async () => {
    const content = 'from sklearn.model_selection import train_test_split\na, b = train_test_split(rows)\n';
    const document = await vscode.workspace.openTextDocument({ language: 'python', content });
    await vscode.window.showTextDocument(document);
    await findingOf('unseeded-split', document.uri);
  });

  it('compare the name of an input with the model file beside the script', async () => {
    const { document } = await openText(inWorkspace('predict.py'));
    const wrong = await findingOf('unknown-input-name', document.uri);
    assert.match(document.getText(wrong.range), /flipper_length/);
    assert.match(wrong.message, /flipper_length_mm/);
  });

  it('are none where the code is as it should be', async () => {
    const { document } = await openText(inWorkspace('train.py'));
    await findingOf('unseeded-split', document.uri);
    const clean = await openText(inWorkspace('export_model.py'));
    // Opened after the other, and answered after it: an edit that has its effect shows that this file was checked.
    const probe = 'from sklearn.model_selection import train_test_split\na, b = train_test_split([1, 2])\n';
    const edit = new vscode.WorkspaceEdit();
    edit.insert(clean.document.uri, clean.document.lineAt(clean.document.lineCount - 1).range.end, `\n${probe}`);
    await vscode.workspace.applyEdit(edit);
    await findingOf('unseeded-split', clean.document.uri);
    assert.deepEqual(rulesOf(clean.document.uri), ['unseeded-split']);
    assert.ok(findings(clean.document.uri)[0]!.range.start.line >= clean.document.lineCount - 3);
  });
});
