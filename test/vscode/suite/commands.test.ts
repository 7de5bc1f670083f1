// Commands of the palette: the check of a whole workspace, and the samples.
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, eventually, findingOf, inWorkspace, openText, rulesOf } from './support';

describe('commands', () => {
  afterEach(closeAll);

  it('check the files of the workspace that are not open', async () => {
    await openText(inWorkspace('export_model.py'));
    assert.ok(!vscode.workspace.textDocuments.some(({ uri }) => uri.path.endsWith('train_torch.py')));
    await vscode.commands.executeCommand('heldout.checkWorkspace');
    const torch = inWorkspace('train_torch.py');
    await findingOf('missing-zero-grad', torch);
    assert.ok(rulesOf(torch).includes('unsafe-torch-load'));
    await findingOf('fit-before-split', inWorkspace('train.py'));
  });

  it('open a sample as a copy that may be changed', async () => {
    await vscode.commands.executeCommand('heldout.openSample', 'train.py');
    const document = await eventually('the sample', () => {
      const active = vscode.window.activeTextEditor?.document;
      return active?.uri.path.endsWith('/samples/train.py') && active.uri.path.includes('globalStorage')
        ? active
        : false;
    });
    await findingOf('fit-before-split', document.uri);
  });
});
