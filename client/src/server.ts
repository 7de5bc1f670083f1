// The language server as the client sees it: started, restarted, and asked by typed messages.
import * as vscode from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  RevealOutputChannelOn,
  State,
  TransportKind,
  type LanguageClientOptions,
  type ServerOptions,
} from 'vscode-languageclient/node';
import type {
  ClientNotifications,
  InitializationOptions,
  Requests,
  RuleScheme,
  ServerNotifications,
} from '../../server/src/protocol';

/** The scheme of rule pages, in the links of diagnostics as well. */
export const RULE_SCHEME: RuleScheme = 'heldout-rule';

export type ServerState = 'starting' | 'running' | 'stopped';

export interface Server extends vscode.Disposable {
  /** Resolves when the server has started for the first time; rejects if it could not. */
  readonly ready: Promise<void>;
  readonly state: ServerState;
  readonly onDidChangeState: vscode.Event<ServerState>;
  /** Asks; rejects if the server is not there or fails. Cancelling the token cancels the work. */
  ask<Method extends keyof Requests>(
    method: Method,
    params: Requests[Method]['params'],
    token?: vscode.CancellationToken,
  ): Promise<Requests[Method]['result']>;
  tell<Method extends keyof ClientNotifications>(method: Method, params: ClientNotifications[Method]): void;
  on<Method extends keyof ServerNotifications>(
    method: Method,
    handler: (params: ServerNotifications[Method]) => void,
  ): vscode.Disposable;
  restart(): Promise<void>;
}

/** Crashes within `CRASH_WINDOW_MS` after which it is not started again by itself. */
const MOST_CRASHES = 4;
const CRASH_WINDOW_MS = 3 * 60_000;

/** Starts `dist/server.js` in a process of its own. Never throws: what goes wrong is in the log and in `state`. */
export function startServer(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): Server {
  const client = new LanguageClient('heldout', 'Heldout', serverOptions(context), clientOptions(log));
  const changes = new vscode.EventEmitter<ServerState>();
  const ready = client.start();
  ready.catch((error: unknown) => log.error('The language server did not start:', error));
  const subscriptions = [
    changes,
    client.onDidChangeState(() => changes.fire(stateOf(client))),
    vscode.workspace.onDidGrantWorkspaceTrust(() => tell('heldout/workspace/trusted', {})),
  ];

  function tell<Method extends keyof ClientNotifications>(method: Method, params: ClientNotifications[Method]): void {
    if (!client.isRunning()) return;
    client.sendNotification(method, params).catch((error: unknown) => log.warn(`${method} was not sent:`, error));
  }

  return {
    ready,
    get state() {
      return stateOf(client);
    },
    onDidChangeState: changes.event,
    ask: (method, params, token) => client.sendRequest(method, params, token),
    tell,
    on: (method, handler) => client.onNotification(method, handler),
    restart: () => client.restart(),
    dispose: () => {
      vscode.Disposable.from(...subscriptions).dispose();
      client.dispose().catch((error: unknown) => log.warn('The language server did not stop cleanly:', error));
    },
  };
}

function stateOf(client: LanguageClient): ServerState {
  if (client.state === State.Running) return 'running';
  return client.state === State.Starting ? 'starting' : 'stopped';
}

function serverOptions(context: vscode.ExtensionContext): ServerOptions {
  const module = context.asAbsolutePath('dist/server.js');
  // Room for the short-lived data of a check: without it, half of the time for a long file goes to collecting garbage.
  // And the server may say when: between two keys (`lsp/garbage.ts`).
  const memory = ['--max-semi-space-size=64', '--expose-gc'];
  return {
    run: { module, transport: TransportKind.ipc, options: { execArgv: memory } },
    debug: { module, transport: TransportKind.ipc, options: { execArgv: [...memory, '--nolazy', '--inspect=6009'] } },
  };
}

function clientOptions(log: vscode.LogOutputChannel): LanguageClientOptions {
  const crashes: number[] = [];
  const initializationOptions = (): InitializationOptions => ({
    trusted: vscode.workspace.isTrusted,
    rulePages: true,
    modelEditor: true,
    clearsOutputs: true,
  });
  return {
    documentSelector: [
      { language: 'python', scheme: 'file' },
      { language: 'python', scheme: 'untitled' },
      { language: 'python', scheme: 'vscode-vfs' },
      { language: 'python', notebook: '*' },
    ],
    // The links of hover cards: to the model editor, and nothing else.
    markdown: { isTrusted: { enabledCommands: ['heldout.openModel'] } },
    outputChannel: log,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    // A function, so that a restart sends what holds then.
    initializationOptions,
    initializationFailedHandler: () => false,
    // What happens to the server shows in the language status and in the log, never as a notification.
    errorHandler: {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: () => {
        const now = Date.now();
        crashes.push(now);
        const recent = crashes.filter((time) => now - time < CRASH_WINDOW_MS).length;
        log.error(`The language server ended unexpectedly (${recent} in the last three minutes).`);
        return { action: recent < MOST_CRASHES ? CloseAction.Restart : CloseAction.DoNotRestart, handled: true };
      },
    },
  };
}
