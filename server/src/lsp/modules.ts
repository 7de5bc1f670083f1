// The module of each open document: the one of its last check, or of its text now where that is newer.
import { createModule } from '../analysis/createModule';
import type { Module } from '../analysis/module';
import { joinCells } from '../analysis/notebook';
import { parse } from '../analysis/syntax';
import type { Span } from '../analysis/text';
import { NO_ENVIRONMENT } from '../project/environment';
import type { Location, Position } from 'vscode-languageserver';
import { documentAt, sourceOf, type Documents, type Opened } from './documents';
import { pathOf } from './paths';
import { folderOf, type Session } from './session';

/** An open file or notebook, what is known of its code, and the way between both. */
export interface Code {
  readonly opened: Opened;
  readonly module: Module;
  /** null: the document is no Python cell. */
  offsetAt(uri: string, position: Position): number | null;
  /** null: no document is there. A span that runs on into the next cell ends with its own. */
  locate(span: Span): Location | null;
}

export interface Modules {
  /** Of a file, or of the notebook that holds a cell, whose text speaks of ONNX. Others need not be read for models. */
  get(uri: string): Code | null;
  /** Whatever the text speaks of. */
  any(uri: string): Code | null;
  /** The module of a check of the document as it is now. */
  keep(opened: Opened, module: Module): void;
  forget(uri: string): void;
  /** Files beside the documents changed: what modules said of them no longer holds. */
  clear(): void;
}

export function createModules(session: Session, documents: Documents): Modules {
  const kept = new Map<string, { readonly versions: string; readonly module: Module }>();
  return {
    get(uri) {
      const opened = documents.holding(uri);
      return opened === null || !textsOf(opened).some((text) => /onnx/i.test(text)) ? null : this.any(uri);
    },
    any(uri) {
      const opened = documents.holding(uri);
      if (opened === null) return null;
      const versions = versionsOf(opened);
      let entry = kept.get(opened.uri);
      if (entry?.versions !== versions) kept.set(opened.uri, (entry = { versions, module: read(session, opened) }));
      return codeOf(opened, entry.module);
    },
    keep: (opened, module) => void kept.set(opened.uri, { versions: versionsOf(opened), module }),
    forget: (uri) => void kept.delete(uri),
    clear: () => kept.clear(),
  };
}

function versionsOf(opened: Opened): string {
  if (opened.kind === 'file') return String(opened.document.version);
  return opened.cells.map(({ uri, document, isPython }) => `${uri} ${document.version} ${isPython}`).join('\n');
}

function textsOf(opened: Opened): readonly string[] {
  return opened.kind === 'file' ? [opened.document.getText()] : opened.cells.map(({ document }) => document.getText());
}

/** Parsed anew, cells too: those that the checker keeps move with its next check. */
function read(session: Session, opened: Opened): Module {
  const source = sourceOf(opened);
  const path = pathOf(opened.uri);
  const environment =
    path === null ? NO_ENVIRONMENT : session.project.environmentOf(path, folderOf(session, opened.uri));
  return source.kind === 'notebook'
    ? createModule(joinCells(source.cells), environment)
    : createModule({ source: source.text, syntax: parse(source.text), notebook: null }, environment);
}

function codeOf(opened: Opened, module: Module): Code {
  const { notebook } = module;
  return {
    opened,
    module,
    offsetAt(uri, position) {
      if (opened.kind === 'file') return opened.document.offsetAt(position);
      const cell = opened.cells.findIndex((each) => each.uri === uri);
      const document = opened.cells[cell]?.document;
      return document === undefined
        ? null
        : (notebook?.offsetOf({ cell, offset: document.offsetAt(position) }) ?? null);
    },
    locate({ start, end }) {
      const place = notebook === null ? { cell: null, offset: start } : notebook.locate(start);
      const document = documentAt(opened, place.cell);
      if (document === null) return null;
      const range = { start: document.positionAt(place.offset), end: document.positionAt(place.offset + end - start) };
      return { uri: document.uri, range };
    },
  };
}
