// What the page asks the server for by itself, and the drawing of a graph that is saved.
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { AskMessage, ToPage } from '../../../media/onnx/messages';
import type { Requests } from '../../../server/src/protocol';
import type { Server } from '../server';
import { ask } from './ask';

export interface Questions {
  ask(message: AskMessage): Promise<void>;
  cancel(request: number): void;
  cancelAll(): void;
}

/** Passes questions about the model on, and their answers back. */
export function createQuestions(server: Server, uri: string, send: (message: ToPage) => void): Questions {
  const asked = new Map<number, vscode.CancellationTokenSource>();
  return {
    async ask({ request, method, params }) {
      const source = new vscode.CancellationTokenSource();
      asked.set(request, source);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the message ties method and parameters together
      const complete = { ...params, uri } as Requests[typeof method]['params'] as never;
      const answer = await ask(server, method, complete, source.token);
      asked.delete(request);
      send({ type: 'answer', request, answer });
    },
    cancel: (request) => asked.get(request)?.cancel(),
    cancelAll() {
      for (const source of asked.values()) source.cancel();
    },
  };
}

/** Asks where to, beside the model at first, and writes the file. */
export async function saveSvg(model: vscode.Uri, text: string): Promise<void> {
  const name = `${path.posix.basename(model.path).replace(/\.[^.]+$/, '')}.svg`;
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(model, '..', name),
    filters: { SVG: ['svg'] },
    title: vscode.l10n.t('Save the graph as SVG'),
  });
  if (!target) return;
  try {
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    await vscode.window.showErrorMessage(vscode.l10n.t('The graph could not be saved. {0} Choose another place.', why));
  }
}
