// A small editor for tests and benchmarks: drives the real dist/server.js over its standard streams.
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type ClientCapabilities,
  type CodeAction,
  type Diagnostic,
  type InitializeResult,
  type NotebookCell,
  type ProtocolConnection,
  type WorkspaceEdit,
} from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { InitializationOptions, Requests, ServerNotifications } from '../../server/src/protocol';

/** The project's folder, wherever this file is bundled into. */
export const root = projectFolder(path.dirname(fileURLToPath(import.meta.url)));
export const serverFile = path.join(root, 'dist', 'server.js');

export interface EditorOptions {
  readonly initialization?: InitializationOptions;
  /** Paths of workspace folders. */
  readonly folders?: readonly string[];
  /** The editor's `heldout` settings, for every document. May be changed, see `changeSettings`. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Options of Node for the server; by default those the extension gives it. */
  readonly nodeOptions?: readonly string[];
}

export interface Cell {
  readonly text: string;
  readonly language?: string;
}

export interface TestEditor {
  readonly connection: ProtocolConnection;
  readonly process: ChildProcessWithoutNullStreams;
  readonly initialized: InitializeResult;
  /** What the server logged, and every notification of ours, in order. */
  readonly log: readonly string[];
  /** Opens a Python file; resolves when it was checked. */
  open(uri: string, text: string): Promise<void>;
  /** Opens a notebook; its cells are `uri#0`, `uri#1`, …. */
  openNotebook(uri: string, cells: readonly Cell[]): Promise<void>;
  close(uri: string): Promise<void>;
  /** Replaces `from` (its first occurrence) in a document or a cell; resolves when it was checked. */
  replace(uri: string, from: string, to: string): Promise<void>;
  /** Sends one change without waiting. */
  change(uri: string, range: { start: number; end: number }, text: string): Promise<void>;
  /** Changes the cells of a notebook; resolves when it was checked. */
  spliceCells(uri: string, start: number, deleteCount: number, cells: readonly Cell[]): Promise<void>;
  /** Puts a cell in another place. */
  moveCell(uri: string, from: number, to: number): Promise<void>;
  /** The documents of a notebook's cells, in order. */
  cells(uri: string): readonly string[];
  text(uri: string): string;
  diagnostics(uri: string): readonly Diagnostic[];
  /** All documents with diagnostics. */
  shown(): readonly string[];
  actions(uri: string, diagnostics: readonly Diagnostic[], only?: readonly string[]): Promise<readonly CodeAction[]>;
  /** Makes an edit as an editor does; refuses one for another version. Resolves when it was checked. */
  apply(edit: WorkspaceEdit): Promise<void>;
  changeSettings(settings: Readonly<Record<string, unknown>>): Promise<void>;
  filesChanged(uris: readonly string[]): Promise<void>;
  ask<Method extends keyof Requests>(
    method: Method,
    params: Requests[Method]['params'],
  ): Promise<Requests[Method]['result']>;
  /** Resolves with the next notification of this kind that fits. */
  next<Method extends keyof ServerNotifications>(
    method: Method,
    fits?: (params: ServerNotifications[Method]) => boolean,
  ): Promise<ServerNotifications[Method]>;
  stop(): Promise<void>;
}

const CAPABILITIES: ClientCapabilities = {
  workspace: {
    configuration: true,
    workspaceFolders: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
  },
  textDocument: { publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true, dataSupport: true } },
  notebookDocument: { synchronization: { dynamicRegistration: true } },
};

/** Starts a server and initializes it. */
export async function startEditor(options: EditorOptions = {}): Promise<TestEditor> {
  const { nodeOptions = ['--max-semi-space-size=64', '--expose-gc'] } = options;
  if (!existsSync(serverFile)) throw new Error('dist/server.js is not built: run `npm run build`');
  const child = spawn(process.execPath, [...nodeOptions, serverFile, '--stdio'], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const documents = new Map<string, TextDocument>();
  const notebooks = new Map<string, { version: number; cells: NotebookCell[] }>();
  const published = new Map<string, readonly Diagnostic[]>();
  const log: string[] = [];
  const notifications = new EventEmitter();
  notifications.setMaxListeners(0); // one for each open document
  let settings = options.settings ?? {};
  let cellNumber = 0;

  child.stderr.on('data', (chunk: Buffer) => log.push(`stderr: ${chunk.toString()}`));
  connection.onNotification('textDocument/publishDiagnostics', (params: { uri: string; diagnostics: Diagnostic[] }) => {
    if (params.diagnostics.length === 0) published.delete(params.uri);
    else published.set(params.uri, params.diagnostics);
  });
  connection.onNotification('window/logMessage', ({ message }: { message: string }) => {
    log.push(message);
  });
  connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) => items.map(() => settings));
  connection.onRequest('client/registerCapability', () => null);
  connection.onRequest('client/unregisterCapability', () => null);
  for (const method of ['heldout/status', 'heldout/model/changed', 'heldout/model/progress'] as const) {
    connection.onNotification(method, (params: object) => {
      notifications.emit(method, params);
    });
  }
  connection.listen();

  const folders = (options.folders ?? []).map((folder) => ({ uri: fileUri(folder), name: path.basename(folder) }));
  const initialized: InitializeResult = await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    workspaceFolders: folders,
    capabilities: CAPABILITIES,
    initializationOptions: options.initialization ?? { trusted: true, rulePages: true, clearsOutputs: true },
  });
  await connection.sendNotification('initialized', {});

  const next: TestEditor['next'] = (method, fits = () => true) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no ${method} within 20 s; log:\n${log.join('\n')}`)), 20_000);
      const listener = (params: ServerNotifications[typeof method]) => {
        if (!fits(params)) return;
        clearTimeout(timer);
        notifications.off(method, listener);
        resolve(params);
      };
      notifications.on(method, listener);
    });
  /** Waits until the document is checked as it is then. The check of an older version may be told of after a change. */
  const checked = (uri: string) =>
    next('heldout/status', ({ last }) => last?.uri === uri && last.version >= versionOf(uri));
  const versionOf = (uri: string) => (notebooks.get(uri) ?? document(uri)).version;
  const holder = (uri: string) =>
    [...notebooks].find(([, { cells }]) => cells.some((cell) => cell.document === uri))?.[0];
  const document = (uri: string): TextDocument => {
    const found = documents.get(uri);
    if (found === undefined) throw new Error(`${uri} is not open`);
    return found;
  };

  /** Tells the server of changes already made here. */
  async function send(uri: string, changes: readonly { range: unknown; text: string }[]): Promise<void> {
    const { version } = document(uri);
    const notebook = holder(uri);
    if (notebook === undefined) {
      await connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges: changes,
      });
      return;
    }
    await changeNotebook(notebook, { textContent: [{ document: { uri, version }, changes }] });
  }

  async function changeNotebook(uri: string, cells: object): Promise<void> {
    const notebook = notebooks.get(uri);
    if (notebook === undefined) throw new Error(`${uri} is not open`);
    const version = ++notebook.version;
    await connection.sendNotification('notebookDocument/didChange', {
      notebookDocument: { uri, version },
      change: { cells },
    });
  }

  async function edit(
    uri: string,
    edits: readonly { range: { start: number; end: number }; text: string }[],
  ): Promise<void> {
    const old = document(uri);
    // From the end, so that each change's range holds when it is made.
    const changes = [...edits]
      .sort((a, b) => b.range.start - a.range.start)
      .map(({ range, text }) => ({
        range: { start: old.positionAt(range.start), end: old.positionAt(range.end) },
        text,
      }));
    TextDocument.update(old, changes, old.version + 1);
    await send(uri, changes);
  }

  function makeCells(uri: string, cells: readonly Cell[]): { cells: NotebookCell[]; texts: object[] } {
    const made = cells.map(({ text, language = 'python' }) => {
      const cell = { kind: language === 'markdown' ? (1 as const) : (2 as const), document: `${uri}#${cellNumber++}` };
      documents.set(cell.document, TextDocument.create(cell.document, language, 1, text));
      return { cell, text: { uri: cell.document, languageId: language, version: 1, text } };
    });
    return { cells: made.map(({ cell }) => cell), texts: made.map(({ text }) => text) };
  }

  const editor: TestEditor = {
    connection,
    process: child,
    initialized,
    log,
    next,
    async open(uri, text) {
      documents.set(uri, TextDocument.create(uri, 'python', 1, text));
      const done = checked(uri);
      await connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri, languageId: 'python', version: 1, text },
      });
      await done;
    },
    async openNotebook(uri, cells) {
      const made = makeCells(uri, cells);
      notebooks.set(uri, { version: 1, cells: made.cells });
      const done = checked(uri);
      await connection.sendNotification('notebookDocument/didOpen', {
        notebookDocument: { uri, notebookType: 'jupyter-notebook', version: 1, cells: made.cells },
        cellTextDocuments: made.texts,
      });
      await done;
    },
    async close(uri) {
      const notebook = notebooks.get(uri);
      if (notebook === undefined) {
        await connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
        return;
      }
      notebooks.delete(uri);
      const cells = notebook.cells.map((cell) => ({ uri: cell.document }));
      await connection.sendNotification('notebookDocument/didClose', {
        notebookDocument: { uri },
        cellTextDocuments: cells,
      });
    },
    async replace(uri, from, to) {
      const start = document(uri).getText().indexOf(from);
      if (start === -1) throw new Error(`${uri} does not hold ${from}`);
      const done = checked(holder(uri) ?? uri);
      await edit(uri, [{ range: { start, end: start + from.length }, text: to }]);
      await done;
    },
    change: (uri, range, text) => edit(uri, [{ range, text }]),
    async spliceCells(uri, start, deleteCount, cells) {
      const made = makeCells(uri, cells);
      const removed = notebooks.get(uri)?.cells.splice(start, deleteCount, ...made.cells) ?? [];
      const done = checked(uri);
      await changeNotebook(uri, {
        structure: {
          array: { start, deleteCount, cells: made.cells },
          didOpen: made.texts,
          didClose: removed.map((cell) => ({ uri: cell.document })),
        },
      });
      await done;
    },
    async moveCell(uri, from, to) {
      const cells = notebooks.get(uri)?.cells ?? [];
      cells.splice(to, 0, ...cells.splice(from, 1));
      const start = Math.min(from, to);
      const count = Math.abs(from - to) + 1;
      const done = checked(uri);
      const array = { start, deleteCount: count, cells: cells.slice(start, start + count) };
      await changeNotebook(uri, { structure: { array } });
      await done;
    },
    cells: (uri) => notebooks.get(uri)?.cells.map((cell) => cell.document) ?? [],
    text: (uri) => document(uri).getText(),
    diagnostics: (uri) => published.get(uri) ?? [],
    shown: () => [...published.keys()],
    async actions(uri, diagnostics, only) {
      const whole = { start: { line: 0, character: 0 }, end: document(uri).positionAt(Infinity) };
      const range = diagnostics[0]?.range ?? whole;
      const context = { diagnostics, ...(only === undefined ? {} : { only }) };
      return (await connection.sendRequest('textDocument/codeAction', { textDocument: { uri }, range, context })) ?? [];
    },
    async apply({ documentChanges = [] }) {
      let done: Promise<unknown> = Promise.resolve();
      for (const change of documentChanges) {
        if (!('edits' in change)) throw new Error('only edits of texts are expected');
        const { uri, version } = change.textDocument;
        const target = document(uri);
        if (version !== target.version) throw new Error(`${uri} is at ${target.version}, the edit is for ${version}`);
        const edits = change.edits.flatMap((one) => {
          if (!('newText' in one)) return [];
          const { start, end } = one.range;
          return [{ range: { start: target.offsetAt(start), end: target.offsetAt(end) }, text: one.newText }];
        });
        if (change === documentChanges.at(-1)) done = checked(holder(uri) ?? uri);
        await edit(uri, edits);
      }
      await done;
    },
    async changeSettings(changed) {
      settings = changed;
      const open = [...notebooks.keys(), ...[...documents.keys()].filter((uri) => holder(uri) === undefined)];
      const done = Promise.all(open.map(checked));
      await connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
      await done;
    },
    async filesChanged(uris) {
      await connection.sendNotification('workspace/didChangeWatchedFiles', {
        changes: uris.map((uri) => ({ uri, type: 2 })),
      });
    },
    ask: (method, params) => connection.sendRequest(method, params),
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      await ended;
      connection.dispose();
    },
  };
  return editor;
}

function projectFolder(folder: string): string {
  return existsSync(path.join(folder, 'esbuild.mjs')) ? folder : projectFolder(path.dirname(folder));
}

export function fileUri(file: string): string {
  return `file://${file.split(path.sep).map(encodeURIComponent).join('/')}`;
}
