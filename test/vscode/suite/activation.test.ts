// Activation: nothing happens before a Python file is opened, and then quickly.
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Activation } from '../../../client/src/extension';
import { note } from './index';
import { EXTENSION, closeAll, eventually, inWorkspace, openText } from './support';

describe('activation', () => {
  after(closeAll);

  it('waits for a Python file, and then has a server within seconds', async () => {
    const extension = vscode.extensions.getExtension<Activation>(EXTENSION);
    assert.ok(extension, 'the extension is not loaded');
    assert.equal(extension.isActive, false, 'it is active before anything was opened');
    const started = performance.now();
    await openText(inWorkspace('train.py'));
    await eventually('the extension is active', () => extension.isActive);
    const activated = performance.now() - started;
    const { milliseconds } = await extension.exports.ready;
    note(`active ${Math.round(activated)} ms after opening a file, the server answered ${milliseconds} ms after that`);
    assert.ok(milliseconds < 5_000, `the server took ${milliseconds} ms`);
  });

  it('registers every command that package.json names', async () => {
    const all = new Set(await vscode.commands.getCommands(true));
    const manifest: { contributes: { commands: { command: string }[] } } =
      vscode.extensions.getExtension(EXTENSION)?.packageJSON;
    const declared = manifest.contributes.commands.map(({ command }) => command);
    assert.ok(declared.length > 0);
    assert.deepEqual(
      declared.filter((command) => !all.has(command)),
      [],
    );
  });
});
