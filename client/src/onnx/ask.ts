// Asks the server about a model; a server that is not there or fails is a problem in words like any other.
import * as vscode from 'vscode';
import type { Answer, Problem, Requests } from '../../../server/src/protocol';
import type { Server } from '../server';

/** The requests that answer with a value or a problem. */
type ModelRequest = {
  [Method in keyof Requests]: Requests[Method]['result'] extends Answer<infer _> ? Method : never;
}[keyof Requests];

/** Never rejects. */
export async function ask<Method extends ModelRequest>(
  server: Server,
  method: Method,
  params: Requests[Method]['params'],
  token?: vscode.CancellationToken,
): Promise<Requests[Method]['result'] | { readonly problem: Problem }> {
  try {
    return await server.ask(method, params, token);
  } catch (error) {
    if (token?.isCancellationRequested) return { problem: CANCELLED };
    return { problem: server.state === 'running' ? failed(error) : notRunning() };
  }
}

const CANCELLED: Problem = { kind: 'cancelled', what: '', why: '', todo: '' };

function notRunning(): Problem {
  return {
    kind: 'server-stopped',
    what: vscode.l10n.t('The model cannot be read right now'),
    why: vscode.l10n.t('Heldout’s language server, which reads and runs models, is not running.'),
    todo: vscode.l10n.t('Restart it; the log says why it stopped.'),
  };
}

function failed(error: unknown): Problem {
  return {
    kind: 'server-failed',
    what: vscode.l10n.t('The language server could not answer'),
    why: error instanceof Error ? error.message : String(error),
    todo: vscode.l10n.t('Try again. If it happens again, please report it with what the log says.'),
  };
}
