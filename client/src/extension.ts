// The extension's entry: starts the language server and registers the features that talk to it.
import * as vscode from 'vscode';
import { registerCommands } from './commands';
import { registerDocuments } from './docs';
import { createComparing, registerComparing } from './onnx/compare';
import { registerModelEditor } from './onnx/editor';
import { registerInline } from './onnx/inline/inline';
import { createRemembered } from './onnx/remembered';
import { followOutputs } from './notebookOutputs';
import { openSample } from './sample';
import { startServer } from './server';
import { showStatus } from './status';

/** What `activate` gives to tests: how long it took until the server answered, in milliseconds. */
export interface Activation {
  readonly ready: Promise<{ readonly milliseconds: number }>;
}

/** Called by VS Code when a Python file, a notebook or a model is opened, or one of our commands is used. */
export function activate(context: vscode.ExtensionContext): Activation {
  const started = performance.now();
  const log = vscode.window.createOutputChannel('Heldout', { log: true });
  const server = startServer(context, log);
  const remembered = createRemembered(context.workspaceState);
  const comparing = createComparing(context, server, remembered);
  context.subscriptions.push(
    log,
    server,
    showStatus(server),
    registerDocuments(server),
    registerModelEditor(context, server, remembered, comparing),
    registerComparing(comparing),
    registerInline(server, (model) => remembered.inputs(model)),
    followOutputs(server),
    ...registerCommands(server, log),
    vscode.commands.registerCommand('heldout.forgetModelInputs', () => remembered.forgetAll()),
    vscode.commands.registerCommand('heldout.openSample', (file?: string) => openSample(context, file)),
  );
  return {
    ready: server.ready.then(() => ({ milliseconds: Math.round(performance.now() - started) })),
  };
}
