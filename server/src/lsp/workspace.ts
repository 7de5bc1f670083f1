// "Check workspace": lints every file of the folders from the disk, and publishes what is found.
import { performance } from 'node:perf_hooks';
import type { CancellationToken, Diagnostic } from 'vscode-languageserver';
import { lint } from '../lint';
import { locate, type LocatedFinding } from '../located';
import { readSourceFile } from '../project/source';
import type { WorkspaceCheck } from '../protocol';
import type { Checker } from './checker';
import { lintOpened } from './checker';
import { plainDiagnostic } from './diagnostics';
import type { Documents } from './documents';
import { pathOf, uriOf } from './paths';
import type { Publisher } from './publisher';
import { folderOf, resolve, type Session } from './session';
import type { EditorSettings } from './settings';

export interface WorkspaceChecker {
  /** Checks the folders (all of the workspace, if none are named). Answers with what it has when it is cancelled. */
  check(
    folders: readonly string[] | undefined,
    progress: (message: string) => void,
    token: CancellationToken,
  ): Promise<WorkspaceCheck>;
  /** A file changed on the disk: if findings of it are shown from an earlier check, look again. */
  fileChanged(uri: string): Promise<void>;
}

/** Files between two words of progress. */
const REPORT_EVERY = 10;

export function createWorkspaceChecker(
  session: Session,
  documents: Documents,
  settings: EditorSettings,
  publisher: Publisher,
  checker: Checker,
): WorkspaceChecker {
  /** Paths of closed files whose findings are shown. */
  const checkedFromDisk = new Set<string>();

  /** Findings in a file, or why it could not be checked. Open files are checked as they are in the editor. */
  async function checkFile(path: string): Promise<number | string> {
    const opened = documents.atPath(path);
    if (opened !== null) {
      const resolved = await checker.resolve(opened.uri);
      return resolved.notChecked === null ? lintOpened(opened, resolved).findings.length : 0;
    }
    const uri = uriOf(path);
    const folder = folderOf(session, uri);
    const resolved = resolve(session, uri, await settings.layerOf(folder === null ? uri : uriOf(folder)));
    if (resolved.notChecked !== null) return 0;
    const read = readSourceFile(path);
    if ('problem' in read) return read.problem.message;
    const linted = lint(read.source, { settings: resolved.settings.lint, environment: resolved.environment });
    const found = locate(linted);
    publisher.publish(new Map([[uri, found.map((finding) => closedDiagnostic(finding, session.rulePages))]]));
    checkedFromDisk.add(path);
    return found.length;
  }

  return {
    async check(folders, progress, token) {
      const start = performance.now();
      const paths = folders?.flatMap((uri) => pathOf(uri) ?? []) ?? [...session.folders];
      const editor = new Map<string, Awaited<ReturnType<EditorSettings['layerOf']>>>();
      for (const path of paths) editor.set(path, await settings.layerOf(uriOf(path)));
      const layerFor = (file: string) => {
        const folder = folderOf(session, uriOf(file));
        return (folder === null ? undefined : editor.get(folder)) ?? { origin: 'editor', values: {} };
      };
      const steps = session.project.walk(
        paths,
        (file) => session.project.settingsOf(file, [layerFor(file)], []).settings,
      );

      const problems: { uri: string; message: string }[] = [];
      let files = 0;
      let findings = 0;
      let stopped: WorkspaceCheck['stopped'] = null;
      for (const step of steps) {
        if (token.isCancellationRequested) {
          stopped = 'cancelled';
          break;
        }
        if ('problem' in step) {
          if (step.problem.message.startsWith('Stopped')) stopped = 'too many files';
          problems.push({ uri: uriOf(step.problem.path), message: step.problem.message });
          continue;
        }
        const found = await checkFile(step.file);
        files++;
        if (typeof found === 'number') findings += found;
        else problems.push({ uri: uriOf(step.file), message: found });
        if (files % REPORT_EVERY === 0) progress(`${files} files, ${findings} findings`);
        await new Promise(setImmediate); // typing goes on meanwhile
      }
      return { files, findings, problems, stopped, milliseconds: performance.now() - start };
    },
    async fileChanged(uri) {
      const path = pathOf(uri);
      if (path === null || !checkedFromDisk.has(path) || documents.atPath(path) !== null) return;
      if (typeof (await checkFile(path)) === 'number') return;
      checkedFromDisk.delete(path);
      publisher.publish(new Map([[uri, []]]));
    },
  };
}

/** A finding of a closed file. Cells of a closed notebook have no documents: the message says where, the mark is at the top. */
function closedDiagnostic(finding: LocatedFinding, rulePages: boolean): Diagnostic {
  const diagnostic = plainDiagnostic(finding, rulePages);
  if (finding.cell === null) return diagnostic;
  const top = { line: 0, character: 0 };
  const place = `Cell ${finding.cell + 1}, line ${finding.range.start.line + 1}`;
  return { ...diagnostic, range: { start: top, end: top }, message: `${place}: ${finding.message}` };
}
