// Checks what is open, as it changes, and publishes what is found.
//
// Diagnostics are pushed, to every client. Pulled ones would be slower and worse in notebooks: vscode-languageclient 11
// pulls only the cell that was typed in, and comes to the other cells one by one in the background, 200 ms apart, while
// an edit of the first cell changes the findings of the last.
import { performance } from 'node:perf_hooks';
import { createMemory, type Memory } from '../analysis/memory';
import { lint, type Linted } from '../lint';
import { locate } from '../located';
import type { LastCheck } from '../protocol';
import { diagnosticsOf } from './diagnostics';
import { sourceOf, type Documents, type Opened } from './documents';
import { createGarbage } from './garbage';
import { createImporters } from './importers';
import type { Modules } from './modules';
import type { Publisher } from './publisher';
import { resolve, type Resolved, type Session } from './session';
import type { EditorSettings } from './settings';

export interface Checker {
  /** The document changed: check it soon, then those that import it. Changes that come close together are checked once. */
  changed(uri: string): void;
  /** Settings or files beside it changed: check all that is open. */
  scheduleAll(): void;
  closed(uri: string, documents: readonly string[]): void;
  /** What holds for a document, for code actions and pages. */
  readonly resolve: (uri: string) => Promise<Resolved>;
  dispose(): void;
}

/**
 * The first change after a rest is checked at once. While changes come faster than that, checking rests as long as it
 * worked, so that time is free for what else the editor asks; but never longer than this. Every millisecond of it is
 * added to the next key's wait: with 30 of them, a long script's findings came 14 ms later at 16 keys a second.
 */
const LONGEST_REST_MS = 10;
/** How long documents that import a changed one wait: nobody looks at them while typing in the other. */
const IMPORTERS_WAIT_MS = 150;

export function createChecker(
  session: Session,
  documents: Documents,
  settings: EditorSettings,
  publisher: Publisher,
  modules: Modules,
  checked: (last: LastCheck) => void,
): Checker {
  const timers = new Map<string, { stop(): void }>();
  const last = new Map<string, { readonly took: number; readonly ended: number }>();
  const memories = new Map<string, Memory>();
  const importers = createImporters();
  const garbage = createGarbage();
  /** Documents that import what changed. */
  const waiting = new Set<string>();
  let waiter: NodeJS.Timeout | null = null;

  function schedule(uri: string): void {
    garbage.wait();
    timers.get(uri)?.stop();
    const rested = performance.now() - (last.get(uri)?.ended ?? -Infinity);
    const wait = Math.min(last.get(uri)?.took ?? 0, LONGEST_REST_MS) - rested;
    timers.set(
      uri,
      soon(wait, () => {
        timers.delete(uri);
        checkNow(uri);
      }),
    );
  }

  function checkNow(uri: string): void {
    check(uri).catch((error: unknown) => session.log.error(`Checking ${uri} failed: ${described(error)}`));
  }

  function scheduleImporters(uri: string): void {
    for (const importer of importers.of(uri)) waiting.add(importer);
    if (waiting.size > 0) waiter ??= setTimeout(checkWaiting, IMPORTERS_WAIT_MS);
  }

  /** One by one, so that a key that is typed meanwhile comes between. */
  function checkWaiting(): void {
    const [uri] = waiting;
    waiter = null;
    if (uri === undefined) return;
    waiting.delete(uri);
    checkNow(uri);
    if (waiting.size > 0) waiter = setTimeout(checkWaiting, 1);
  }

  async function check(uri: string): Promise<void> {
    const layer = settings.known(uri) ?? (await settings.layerOf(uri));
    const opened = documents.get(uri);
    if (opened === null) return;
    const start = performance.now();
    const resolved = resolve(session, uri, layer);
    if (resolved.projectFile !== null) publisher.publishProjectFile(resolved.projectFile);
    const { diagnostics, count } = findingsOf(opened, resolved);
    publisher.publish(diagnostics, versionsOf(opened));
    const ended = performance.now();
    const took = ended - start;
    last.set(uri, { took, ended });
    const { version } = opened.kind === 'file' ? opened.document : opened;
    checked({ uri, version, milliseconds: took, findings: count });
    garbage.leftBehind();
  }

  function findingsOf(opened: Opened, resolved: Resolved) {
    if (resolved.notChecked !== null) {
      session.log.debug(`${opened.uri} is not checked: ${resolved.notChecked}`);
      return { diagnostics: diagnosticsOf(opened, [], session), count: 0 };
    }
    const environment = importers.noting(opened.uri, resolved.environment);
    const linted = lintOpened(opened, { ...resolved, environment }, memoryOf(opened));
    modules.keep(opened, linted.module);
    for (const { where, message } of linted.internalProblems) {
      session.log.error(`${where} failed on ${opened.uri}; the other findings hold. ${message}`);
    }
    return { diagnostics: diagnosticsOf(opened, locate(linted), session), count: linted.findings.length };
  }

  function memoryOf({ uri }: Opened): Memory {
    const memory = memories.get(uri) ?? createMemory();
    memories.set(uri, memory);
    return memory;
  }

  return {
    changed(uri) {
      schedule(uri);
      scheduleImporters(uri);
    },
    scheduleAll() {
      for (const { uri } of documents.all()) schedule(uri);
    },
    closed(uri, closed) {
      publisher.publish(new Map(closed.map((each) => [each, []])));
      if (documents.get(uri) !== null) return; // a notebook lost some cells
      scheduleImporters(uri); // the file is again as it is on the disk
      timers.get(uri)?.stop();
      timers.delete(uri);
      waiting.delete(uri);
      importers.forget(uri);
      last.delete(uri);
      memories.delete(uri);
      modules.forget(uri);
      settings.forget(uri);
    },
    resolve: async (uri) => resolve(session, uri, await settings.layerOf(uri)),
    dispose() {
      for (const timer of timers.values()) timer.stop();
      if (waiter !== null) clearTimeout(waiter);
      garbage.wait();
    },
  };
}

/** Runs `task` after so many milliseconds, or as soon as what is under way is done: a timer of 0 would wait for one. */
function soon(milliseconds: number, task: () => void): { stop(): void } {
  if (milliseconds > 0) {
    const timer = setTimeout(task, milliseconds);
    return { stop: () => clearTimeout(timer) };
  }
  const immediate = setImmediate(task);
  return { stop: () => clearImmediate(immediate) };
}

/** Lints a document as it is now. */
export function lintOpened(opened: Opened, { settings, environment }: Resolved, memory?: Memory): Linted {
  return lint(sourceOf(opened), { settings: settings.lint, environment, ...(memory && { memory }) });
}

function versionsOf(opened: Opened): ReadonlyMap<string, number> {
  const documents = opened.kind === 'file' ? [opened.document] : opened.cells.map((cell) => cell.document);
  return new Map(documents.map(({ uri, version }) => [uri, version]));
}

function described(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
