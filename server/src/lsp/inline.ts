// What the editor shows of models inside Python code: hover, definitions, completion, inlay hints, and sites to run.
import type { ClientCapabilities, InlayHint, Range } from 'vscode-languageserver';
import { mergeSettings, type Settings } from '../config/merge';
import { createModelFiles } from '../project/modelFiles';
import { rules } from '../rules';
import type { ModelProfile, Requests } from '../protocol';
import { completionsAt } from './completion';
import type { Documents } from './documents';
import { hoverAt, modelDefinition } from './hover';
import { inlayHints } from './inlay';
import type { Modules } from './modules';
import { createNodeTimes } from './nodeTimes';
import { pathOf } from './paths';
import { folderOf, type Session } from './session';
import type { EditorSettings } from './settings';
import { sitesOf } from './sites';
import { tracedHints } from './traced';

/** Registers the answers of the protocol. Nothing of it runs a model. */
export function answerInline(
  session: Session,
  modules: Modules,
  documents: Documents,
  settings: EditorSettings,
  capabilities: ClientCapabilities,
): Inline {
  const { connection } = session;
  const files = createModelFiles();
  const times = createNodeTimes();
  const refreshes = capabilities.workspace?.inlayHint?.refreshSupport === true;
  /** Of the file, or of the notebook that holds the cell. */
  const settingsOf = async (asked: string): Promise<Settings['onnx']> => {
    const uri = documents.holding(asked)?.uri ?? asked;
    return mergeSettings([settings.known(uri) ?? (await settings.layerOf(uri))], { rules }).onnx;
  };

  /** A cell has no line of its own in a stack trace. */
  function hintsOfSource(uri: string): InlayHint[] {
    const opened = documents.get(uri);
    const path = pathOf(uri);
    if (opened?.kind !== 'file' || path === null) return [];
    const folder = folderOf(session, uri);
    const environment = session.project.environmentOf(path, folder);
    return tracedHints({ path, text: opened.document.getText(), environment, folder }, files, times);
  }

  connection.onHover(({ textDocument: { uri }, position }) => hoverAt(modules, uri, position, session.modelEditor));
  connection.onDefinition(({ textDocument: { uri }, position }) => modelDefinition(modules, uri, position));
  connection.onCompletion(({ textDocument: { uri }, position }) =>
    completionsAt(modules, uri, position, files, folderOf(session, uri)),
  );
  connection.languages.inlayHint.on(async ({ textDocument: { uri }, range }: Asked) => {
    if (!(await settingsOf(uri)).inlayHints) return [];
    const hints = inlayHints(modules, uri, range);
    const lines = new Set(hints.map(({ position }) => position.line));
    const traced = hintsOfSource(uri).filter(({ position: { line } }) => !lines.has(line));
    return [...hints, ...traced.filter(({ position: { line } }) => range.start.line <= line && line <= range.end.line)];
  });
  connection.onRequest('heldout/inline/sites', ({ uri }: Requests['heldout/inline/sites']['params']) =>
    sitesOf(modules, uri),
  );
  const refresh = (): void => {
    if (!refreshes) return;
    connection.languages.inlayHint.refresh().catch((error: unknown) => session.log.debug(String(error)));
  };
  return {
    filesChanged() {
      files.recheck();
      refresh();
    },
    profiled(uri, profile) {
      times.keep(uri, profile);
      refresh();
    },
  };
}

export interface Inline {
  /** A watcher saw something. */
  filesChanged(): void;
  /** The nodes of a model were measured. */
  profiled(uri: string, profile: ModelProfile): void;
}

interface Asked {
  readonly textDocument: { readonly uri: string };
  readonly range: Range;
}
