// Sends diagnostics, and only where they changed: one key in a notebook must not send a hundred cells again.
import { isDeepStrictEqual } from 'node:util';
import { DiagnosticSeverity, type Connection, type Diagnostic } from 'vscode-languageserver';
import { LineIndex } from '../analysis/text';
import type { ProjectFile, ProjectFiles } from '../config/discover';
import { SOURCE } from './diagnostics';
import { sameUri, uriOf } from './paths';

export interface Publisher {
  /** Publishes what is new of these documents' diagnostics. `versions` of open documents, by URI. */
  publish(diagnostics: ReadonlyMap<string, readonly Diagnostic[]>, versions?: ReadonlyMap<string, number>): void;
  /** What is wrong in a project file that is in force, at its place in it. */
  publishProjectFile(file: ProjectFile): void;
  /** Looks again at the project files spoken of so far: they may be mended or gone. */
  recheckProjectFiles(files: ProjectFiles): void;
}

export function createPublisher(connection: Connection): Publisher {
  /**
   * What the client shows, with the version it was sent for; documents that show nothing have no entry.
   * The version counts: an edit moves or swallows marks in the editor, so after it they are sent again, even the same.
   */
  const shown = new Map<
    string,
    { readonly version: number | undefined; readonly diagnostics: readonly Diagnostic[] }
  >();
  const projectFiles = new Set<string>();

  function send(uri: string, diagnostics: readonly Diagnostic[], version?: number): void {
    const key = sameUri(uri);
    const before = shown.get(key);
    if (diagnostics.length === 0) {
      if (!shown.delete(key)) return;
    } else {
      if (before?.version === version && isDeepStrictEqual(before?.diagnostics, diagnostics)) return;
      shown.set(key, { version, diagnostics });
    }
    void connection.sendDiagnostics({
      uri,
      diagnostics: [...diagnostics],
      ...(version === undefined ? {} : { version }),
    });
  }

  function sendProjectFile(file: ProjectFile): void {
    projectFiles.add(file.path);
    const lines = new LineIndex(file.text);
    const diagnostics = file.problems.map(({ start, end, message }): Diagnostic => {
      const range = { start: lines.position(start), end: lines.position(end) };
      const severity = file.broken ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning;
      return { range, severity, source: SOURCE, message };
    });
    send(uriOf(file.path), diagnostics);
  }

  return {
    publish(diagnostics, versions) {
      for (const [uri, each] of diagnostics) send(uri, each, versions?.get(uri));
    },
    publishProjectFile: sendProjectFile,
    recheckProjectFiles(files) {
      for (const path of projectFiles) {
        const file = files.at(path);
        if (file !== null) sendProjectFile(file);
        else send(uriOf(path), []);
      }
    },
  };
}
