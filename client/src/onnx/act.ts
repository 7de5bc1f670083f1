// What a page offers to do about a problem, done.
import * as vscode from 'vscode';
import type { FromPage } from '../../../media/onnx/messages';

export async function act(action: Extract<FromPage, { type: 'act' }>['action']): Promise<void> {
  const commands = {
    trust: 'workbench.trust.manage',
    showLog: 'heldout.showLog',
    restartServer: 'heldout.restartServer',
  } as const;
  await vscode.commands.executeCommand(commands[action]);
}
