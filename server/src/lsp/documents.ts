// What is open in the editor: Python files and notebooks, kept in step with the client, edit by edit.
//
// Notebooks are synchronized whole, cells that are not Python included, so that cells keep their numbers. This is done here
// and not by the library's `NotebookDocuments`, which tells nobody when cells only change places.
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Connection, NotebookCell, NotebookDocument, NotebookDocumentChangeEvent } from 'vscode-languageserver';
import { isHosted } from '../analysis/notebook';
import type { CellSource, Source } from '../lint';
import type { CellOutputs } from '../protocol';
import { pathOf } from './paths';

export interface OpenFile {
  readonly kind: 'file';
  readonly uri: string;
  readonly document: TextDocument;
}

export interface OpenNotebook {
  readonly kind: 'notebook';
  readonly uri: string;
  readonly version: number;
  /** Written for a service, as its metadata say. */
  readonly hosted: boolean;
  /** All cells; those of other kinds and languages too. */
  readonly cells: readonly OpenCell[];
}

export interface OpenCell {
  readonly uri: string;
  readonly isPython: boolean;
  readonly executionCount: number | null;
  readonly tags: readonly string[];
  /** The text of its outputs, where the client sends them. */
  readonly outputs: readonly string[];
  readonly document: TextDocument;
}

export type Opened = OpenFile | OpenNotebook;

export interface Documents {
  /** The file or notebook of this URI. */
  get(uri: string): Opened | null;
  /** The file or notebook at this path, however its URI is spelt. */
  atPath(path: string): Opened | null;
  /** The text of the Python file that is open under this path; null if it is not open. */
  textAt(path: string): string | null;
  /** The file of this URI, or the notebook that holds the cell of this URI. */
  holding(uri: string): Opened | null;
  all(): readonly Opened[];
  /** What the client says of the outputs of cells. It may come before the notebook itself. */
  setOutputs(uri: string, cells: readonly CellOutputs[]): void;
}

export interface DocumentEvents {
  /** It was opened, or its content changed. */
  changed(uri: string): void;
  /** It was closed; `uris` are its documents: the file, or the notebook's cells. */
  closed(uri: string, uris: readonly string[]): void;
}

const PYTHON = 'python';
/** `NotebookCellKind.Code` of the protocol. */
const CODE = 2;

/** Listens to the client. Events come after the change is made. */
export function followDocuments(connection: Connection, events: DocumentEvents): Documents {
  const texts = new Map<string, TextDocument>();
  const files = new Set<string>();
  /** Of files, by path: asked for at each check, for each import. */
  const byPath = new Map<string, string>();
  const notebooks = new Map<string, NotebookDocument>();
  const notebookOfCell = new Map<string, string>();
  /** By notebook, then by cell. */
  const outputs = new Map<string, Map<string, CellOutputs>>();

  const open = (item: { uri: string; languageId: string; version: number; text: string }) => {
    texts.set(item.uri, TextDocument.create(item.uri, item.languageId, item.version, item.text));
  };

  connection.onDidOpenTextDocument(({ textDocument }) => {
    open(textDocument);
    files.add(textDocument.uri);
    const path = pathOf(textDocument.uri);
    if (path !== null) byPath.set(path, textDocument.uri);
    events.changed(textDocument.uri);
  });
  connection.onDidChangeTextDocument(({ textDocument, contentChanges }) => {
    const document = texts.get(textDocument.uri);
    if (document === undefined) return;
    TextDocument.update(document, contentChanges, textDocument.version);
    events.changed(textDocument.uri);
  });
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    texts.delete(uri);
    const path = pathOf(uri);
    if (path !== null && byPath.get(path) === uri) byPath.delete(path);
    if (files.delete(uri)) events.closed(uri, [uri]);
  });

  const { synchronization } = connection.notebooks;
  synchronization.onDidOpenNotebookDocument(({ notebookDocument, cellTextDocuments }) => {
    cellTextDocuments.forEach(open);
    notebooks.set(notebookDocument.uri, notebookDocument);
    for (const cell of notebookDocument.cells) notebookOfCell.set(cell.document, notebookDocument.uri);
    events.changed(notebookDocument.uri);
  });
  synchronization.onDidChangeNotebookDocument(({ notebookDocument: { uri, version }, change }) => {
    const notebook = notebooks.get(uri);
    if (notebook === undefined) return;
    const gone = (change.cells?.structure?.didClose ?? []).map((cell) => cell.uri);
    for (const cell of change.cells?.structure?.didOpen ?? []) open(cell);
    for (const { document, changes } of change.cells?.textContent ?? []) {
      const text = texts.get(document.uri);
      if (text !== undefined) TextDocument.update(text, changes, document.version);
    }
    notebook.version = version;
    if (change.metadata !== undefined) notebook.metadata = change.metadata;
    notebook.cells = cellsAfter(notebook.cells, change);
    for (const cell of notebook.cells) notebookOfCell.set(cell.document, uri);
    forget(gone);
    for (const cell of gone) outputs.get(uri)?.delete(cell);
    if (gone.length > 0) events.closed(uri, gone);
    events.changed(uri);
  });
  synchronization.onDidCloseNotebookDocument(({ notebookDocument: { uri } }) => {
    const notebook = notebooks.get(uri);
    if (notebook === undefined) return;
    notebooks.delete(uri);
    outputs.delete(uri);
    const uris = notebook.cells.map((cell) => cell.document);
    forget(uris);
    events.closed(uri, uris);
  });

  function forget(cells: readonly string[]): void {
    for (const cell of cells) {
      texts.delete(cell);
      notebookOfCell.delete(cell);
    }
  }

  function get(uri: string): Opened | null {
    const notebook = notebooks.get(uri);
    if (notebook !== undefined) {
      const shown = outputs.get(uri);
      const cells = notebook.cells.flatMap((cell) => {
        return openCell(cell, texts.get(cell.document), shown?.get(cell.document));
      });
      return { kind: 'notebook', uri, version: notebook.version, hosted: isHosted(notebook.metadata), cells };
    }
    const document = files.has(uri) ? texts.get(uri) : undefined;
    return document === undefined || document.languageId !== PYTHON ? null : { kind: 'file', uri, document };
  }

  return {
    get,
    atPath(path) {
      const uri = [...files, ...notebooks.keys()].find((each) => pathOf(each) === path);
      return uri === undefined ? null : get(uri);
    },
    textAt(path) {
      const opened = get(byPath.get(path) ?? '');
      return opened?.kind === 'file' ? opened.document.getText() : null;
    },
    holding: (uri) => get(notebookOfCell.get(uri) ?? uri),
    all: () => [...files, ...notebooks.keys()].flatMap((uri) => get(uri) ?? []),
    setOutputs(uri, cells) {
      const shown = outputs.get(uri) ?? new Map<string, CellOutputs>();
      outputs.set(uri, shown);
      for (const cell of cells) shown.set(cell.uri, cell);
      if (notebooks.has(uri)) events.changed(uri);
    },
  };
}

function cellsAfter(cells: readonly NotebookCell[], { cells: change }: NotebookDocumentChangeEvent): NotebookCell[] {
  const after = [...cells];
  if (change?.structure !== undefined) {
    const { start, deleteCount, cells: added = [] } = change.structure.array;
    after.splice(start, deleteCount, ...added);
  }
  const data = new Map(change?.data?.map((cell) => [cell.document, cell]));
  return after.map((cell) => data.get(cell.document) ?? cell);
}

/** Nothing for a cell whose text never came. */
function openCell(cell: NotebookCell, document: TextDocument | undefined, shown: CellOutputs | undefined): OpenCell[] {
  if (document === undefined) return [];
  return [
    {
      uri: cell.document,
      document,
      isPython: cell.kind === CODE && document.languageId === PYTHON,
      executionCount: shown?.executionCount ?? cell.executionSummary?.executionOrder ?? null,
      tags: tagsOf(cell.metadata),
      outputs: shown?.outputs ?? [],
    },
  ];
}

/** VS Code keeps a cell's own metadata one level down. */
function tagsOf(metadata: unknown): readonly string[] {
  if (typeof metadata !== 'object' || metadata === null) return [];
  if ('tags' in metadata && Array.isArray(metadata.tags)) return metadata.tags.filter((tag) => typeof tag === 'string');
  return 'metadata' in metadata ? tagsOf(metadata.metadata) : [];
}

/** What lint takes of an open file or notebook. */
export function sourceOf(opened: Opened): Source {
  if (opened.kind === 'file') return { kind: 'file', text: opened.document.getText() };
  const cells = opened.cells.flatMap((cell, index): CellSource[] => {
    const { isPython, executionCount, tags, outputs, document } = cell;
    return isPython ? [{ index, text: document.getText(), executionCount, tags, outputs }] : [];
  });
  return { kind: 'notebook', cells, hosted: opened.hosted };
}

/** The document a place of a finding is in: the file, or the cell of this number. */
export function documentAt(opened: Opened, cell: number | null): TextDocument | null {
  if (opened.kind === 'file') return opened.document;
  return cell === null ? null : (opened.cells[cell]?.document ?? null);
}
