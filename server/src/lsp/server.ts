// The language server: what it can do, and who answers what. The parts do the work.
import {
  DidChangeWatchedFilesNotification,
  TextDocumentSyncKind,
  type CancellationToken,
  type ClientCapabilities,
  type Connection,
  type InitializeParams,
  type InitializeResult,
} from 'vscode-languageserver';
import { mergeSettings } from '../config/merge';
import { isLintedName } from '../project/walk';
import type { ClientNotifications, LastCheck, Requests, ServerNotifications, ServerStatus } from '../protocol';
import { rulePage } from '../rulePage';
import { rules } from '../rules';
import { version } from '../version';
import { createChecker } from './checker';
import { completionTriggers } from './completion';
import { codeActionKinds, codeActions } from './codeActions';
import { followDocuments } from './documents';
import { effectiveSettings } from './effective';
import { createModelAnalysis } from './modelAnalysis';
import { createModelGraphs } from './modelGraph';
import { answerInline } from './inline';
import { createModels } from './models';
import { takeAlong } from './takeAlong';
import { createModules } from './modules';
import { pathOf } from './paths';
import { createPublisher } from './publisher';
import { createSession, type Log, type Session } from './session';
import { followSettings } from './settings';
import { createWorkspaceChecker } from './workspace';

/** Files the client watches for us: settings, what git ignores, models and their weights, and sources for findings of closed files. */
const WATCHED = [
  '**/{pyproject.toml,heldout.toml,.gitignore}',
  '**/*.{onnx,ort,onnx.data,onnx_data}',
  '**/*.{py,pyw,ipynb}',
];

/** Serves until the client ends the connection. */
export function serve(connection: Connection): void {
  connection.onInitialize((params): InitializeResult => {
    start(connection, params);
    return {
      serverInfo: { name: 'Heldout', version },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        notebookDocumentSync: { notebookSelector: [{ notebook: { notebookType: 'jupyter-notebook' } }] },
        hoverProvider: true,
        definitionProvider: true,
        completionProvider: { triggerCharacters: [...completionTriggers] },
        inlayHintProvider: true,
        codeActionProvider: { codeActionKinds: [...codeActionKinds] },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  });
  connection.listen();
}

function start(connection: Connection, params: InitializeParams): void {
  const { capabilities } = params;
  const session = createSession(connection, params, (path) => documents.textAt(path));
  const status = createStatus(connection);
  const publisher = createPublisher(connection);
  const documents = followDocuments(connection, {
    changed: (uri) => checker.changed(uri),
    closed: (uri, closed) => checker.closed(uri, closed),
  });
  const settings = followSettings(connection, capabilities, session, {
    changed: () => {
      checker.scheduleAll();
      inline.filesChanged();
    },
    problem: (message) => session.log.warn(message),
  });
  const modules = createModules(session, documents);
  const checker = createChecker(session, documents, settings, publisher, modules, status.checked);
  const workspace = createWorkspaceChecker(session, documents, settings, publisher, checker);
  const models = createModels({
    trusted: () => session.trusted,
    settingsOf: async (uri) => mergeSettings([await settings.layerOf(uri)], { rules }).onnx,
    progress: (uri, message) => notify(connection, 'heldout/model/progress', { uri, message }),
  });

  const graphs = createModelGraphs();
  const analysis = createModelAnalysis(models);

  connection.onInitialized(() => {
    watch(connection, capabilities, session.log);
    settings.register();
    followFolders(session, capabilities, () => checker.scheduleAll());
    session.log.info(
      `Heldout ${version} with ${rules.length} rules, Node ${process.versions.node}, process ${process.pid}`,
    );
    status.ready();
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    session.project.recheck();
    const sources = changes.filter(({ uri }) => isLintedName(uri));
    for (const { uri, type } of changes) {
      const change = ([undefined, 'created', 'changed', 'deleted'] as const)[type];
      if (/\.(?:onnx|ort)$/i.test(uri) && change !== undefined)
        notify(connection, 'heldout/model/changed', { uri, change });
    }
    if (sources.length < changes.length) {
      publisher.recheckProjectFiles(session.project.files);
      modules.clear();
      inline.filesChanged();
      checker.scheduleAll();
    } else if (sources.some(({ uri }) => uri.endsWith('.py'))) checker.scheduleAll(); // others may import it
    for (const { uri } of sources) {
      workspace
        .fileChanged(uri)
        .catch((error: unknown) => session.log.error(`Checking ${uri} failed: ${String(error)}`));
    }
  });
  connection.onCodeAction((action) => codeActions(action, { documents, client: session, resolve: checker.resolve }));
  connection.onShutdown(async () => {
    checker.dispose();
    await models.dispose();
  });

  const inline = answerInline(session, modules, documents, settings, capabilities);

  type Result<Method extends keyof Requests> = Requests[Method]['result'] | Promise<Requests[Method]['result']>;
  const answer = <Method extends keyof Requests>(
    method: Method,
    handler: (params: Requests[Method]['params'], token: CancellationToken) => Result<Method>,
  ) =>
    connection.onRequest<unknown, unknown>(method, (asked: Requests[Method]['params'], token) => handler(asked, token));

  answer('heldout/model/show', ({ uri }) => models.show(uri));
  answer('heldout/model/run', (run, token) => models.run(run, token));
  answer('heldout/model/values', (request) => models.values(request));
  answer('heldout/model/statistics', (output) => models.statistics(output));
  answer('heldout/model/picture', (asked) => models.picture(asked));
  answer('heldout/model/table', (asked) => models.table(asked));
  answer('heldout/model/arrays', (asked) => models.arrays(asked));
  answer('heldout/model/profile', async (asked, token) => {
    const profiled = await analysis.profile(asked, token);
    if (profiled.problem === undefined) inline.profiled(asked.uri, profiled.value);
    return profiled;
  });
  answer('heldout/model/trace', (asked, token) => analysis.trace(asked, token));
  answer('heldout/model/takeAlong', (asked, token) => takeAlong(models, asked, token));
  answer('heldout/model/compareSaved', (asked, token) => analysis.compareSaved(asked, token));
  answer('heldout/model/compare', (asked, token) => analysis.compare(asked, token));
  answer('heldout/model/graph', (asked) => graphs.picture(asked));
  answer('heldout/model/cost', (asked) => graphs.cost(asked));
  answer('heldout/model/search', (asked) => graphs.search(asked));
  answer('heldout/model/node', (asked) => graphs.node(asked));
  answer('heldout/model/stored', (asked) => graphs.stored(asked));
  answer('heldout/model/storedStatistics', (asked, token) => graphs.storedStatistics(asked, token));
  answer('heldout/rule/list', () =>
    rules.map(({ name, category, severity, summary }) => ({ name, category, severity, summary })),
  );
  answer('heldout/rule/page', ({ name }) => {
    const rule = rules.find((each) => each.name === name);
    return rule === undefined ? null : { markdown: rulePage(rule) };
  });
  answer('heldout/settings/effective', async ({ uri }) => {
    const holding = documents.holding(uri)?.uri ?? uri;
    return effectiveSettings(pathOf(holding) ?? holding, await checker.resolve(holding));
  });
  answer('heldout/workspace/check', async (asked, token) => {
    const done = status.busy('Checking the workspace');
    try {
      return await workspace.check(asked.folders, (message) => status.message(message), token);
    } finally {
      done();
    }
  });

  const hear = <Method extends keyof ClientNotifications>(
    method: Method,
    handler: (params: ClientNotifications[Method]) => void,
  ) => connection.onNotification(method, handler);
  hear('heldout/workspace/trusted', () => {
    session.trusted = true;
  });
  hear('heldout/notebook/outputs', ({ uri, cells }) => documents.setOutputs(uri, cells));
  hear('heldout/model/closed', ({ uri }) => {
    models.closed(uri);
    graphs.closed(uri);
  });
}

function notify<Method extends keyof ServerNotifications>(
  connection: Connection,
  method: Method,
  params: ServerNotifications[Method],
): void {
  void connection.sendNotification(method, params);
}

function watch(connection: Connection, capabilities: ClientCapabilities, log: Log): void {
  if (capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration !== true) return;
  const watchers = WATCHED.map((globPattern) => ({ globPattern }));
  connection.client
    .register(DidChangeWatchedFilesNotification.type, { watchers })
    .catch((error: unknown) => log.warn(`The editor does not watch files: ${String(error)}`));
}

function followFolders(session: Session, capabilities: ClientCapabilities, changed: () => void): void {
  if (capabilities.workspace?.workspaceFolders !== true) return;
  session.connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
    for (const { uri } of added) session.folders.add(pathOf(uri) ?? uri);
    for (const { uri } of removed) session.folders.delete(pathOf(uri) ?? uri);
    changed();
  });
}

/** What the language status item shows. */
function createStatus(connection: Connection) {
  let status: ServerStatus = { state: 'ready', version, message: 'Ready' };
  const set = (change: Partial<ServerStatus>) => {
    status = { ...status, ...change };
    notify(connection, 'heldout/status', status);
  };
  return {
    ready: () => set({ state: 'ready', message: 'Ready' }),
    message: (message: string) => set({ message }),
    checked: (last: LastCheck) => set({ last }),
    /** Busy until the function it returns is called. */
    busy(message: string): () => void {
      set({ state: 'busy', message });
      return () => set({ state: 'ready', message: 'Ready' });
    },
  };
}
