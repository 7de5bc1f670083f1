// The model editor opens for model files, broken ones too; what it shows is tested by clicks in the UI run.
import * as vscode from 'vscode';
import { closeAll, eventually, findingOf, inWorkspace, openText, writeFile } from './support';

async function opensInModelEditor(uri: vscode.Uri): Promise<void> {
  await vscode.commands.executeCommand('vscode.open', uri);
  await eventually('the model editor', () => {
    const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
    const { input } = tab ?? {};
    return input instanceof vscode.TabInputCustom && input.viewType === 'heldout.model' && tab?.label.endsWith('onnx');
  });
}

describe('the model editor', () => {
  afterEach(closeAll);

  it('opens a model', async () => {
    await opensInModelEditor(inWorkspace('penguins.onnx'));
  });

  it('opens a truncated model, an LFS pointer, an empty file and noise, and the server lives on', async () => {
    const whole = await vscode.workspace.fs.readFile(inWorkspace('penguins.onnx'));
    const noise = Uint8Array.from({ length: 5_000 }, (_, index) => (index * 7919 + (index >> 3)) % 256);
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 4096\n`;
    const files = [
      await writeFile('truncated.onnx', whole.slice(0, whole.length / 2)),
      await writeFile('pointer.onnx', pointer),
      await writeFile('empty.onnx', ''),
      await writeFile('noise.onnx', noise),
    ];
    for (const uri of files) await opensInModelEditor(uri);
    const { document } = await openText(inWorkspace('train.py'));
    await findingOf('unseeded-split', document.uri);
    for (const uri of files) await vscode.workspace.fs.delete(uri);
  });
});
