// Prints what a check finds, in the format asked for: file by file where the format allows it, else at the end.
import { LineIndex } from '../analysis/text';
import type { InternalProblem } from '../lint';
import type { LocatedFinding } from '../located';
import type { ProjectFile } from '../config/discover';
import { lineInFile } from '../project/notebookFile';
import { rules } from '../rules';
import type { CheckOptions } from './checkOptions';
import { colours } from './format/colour';
import { githubOfFailure, githubOfFile } from './format/github';
import { jsonOf } from './format/json';
import type { CheckedFile, Failure } from './format/report';
import { sarifOf } from './format/sarif';
import { textOfFailure, textOfFile, textOfSummary } from './format/text';
import type { Io } from './io';

/** Plain data: of a notebook, its JSON. */
export type Checked = Omit<CheckedFile, 'lineInFile'> & { readonly json: string | null };

export interface Reporter {
  /** A file was checked. */
  checked(file: Checked): void;
  /** A file could not be checked. */
  failure(failure: Failure): void;
  /** A project file is in force: what is wrong in it is said once. */
  projectFile(file: ProjectFile, shown: string): void;
  internalProblem(file: string, problem: InternalProblem): void;
  /** So many findings were mended. */
  fixed(count: number): void;
  /** What `--diff` shows. */
  patch(patch: string): void;
  /** The mended text of standard input. */
  fixedText(text: string): void;
  /** Prints what is left to print. */
  finish(): { readonly findings: number; readonly failures: number };
}

export function createReporter(options: CheckOptions, io: Io, version: string): Reporter {
  const paint = colours(io.colour);
  const files: CheckedFile[] = [];
  const failures: Failure[] = [];
  const findings: LocatedFinding[] = [];
  const projectFiles = new Set<string>();
  let filesWithFindings = 0;
  let fixed = 0;
  // A patch or a mended text is the output then; what is said about it goes beside it.
  const outputIsText = options.fixing === 'show' || (options.fixing === 'write' && options.inputName !== null);
  const say = outputIsText ? io.err : io.out;

  function failure(problem: Failure): void {
    failures.push(problem);
    if (options.format === 'github') say(`${githubOfFailure(problem)}\n`);
    else io.err(`${textOfFailure(problem, paint)}\n`);
  }

  return {
    failure,
    checked({ json, ...rest }) {
      const file: CheckedFile = { ...rest, lineInFile: json === null ? null : lineInFile(json) };
      findings.push(...file.findings);
      if (file.findings.length > 0) filesWithFindings++;
      if (options.format === 'github') say(githubOfFile(file));
      else if (options.format === 'text') say(textBlock(textOfFile(file, paint)));
      files.push(options.format === 'text' ? { ...file, source: { kind: 'file', text: '' } } : file);
    },
    projectFile({ path, text, problems, broken }, shown) {
      if (projectFiles.has(path)) return;
      projectFiles.add(path);
      const lines = new LineIndex(text);
      for (const { start, message } of problems) {
        const { line, character } = lines.position(start);
        const place = { file: shown, line: line + 1, column: character + 1 };
        if (broken) failure({ ...place, message });
        else io.err(`${shown}:${place.line}:${place.column} ${paint.yellow('settings')}: ${message}\n`);
      }
    },
    internalProblem(file, { where, message }) {
      const what = `${file} ${paint.red('internal error')}: \`${where}\` failed on this file; its other findings hold.`;
      io.err(`${what} Please report it with this text:\n${message}\n`);
    },
    fixed(count) {
      fixed += count;
    },
    patch: (patch) => io.out(patch),
    fixedText: (text) => io.out(text),
    finish() {
      if (options.format === 'json') say(jsonOf(files));
      else if (options.format === 'sarif') say(sarifOf(files, failures, rules, version));
      else if (options.format === 'text') {
        const summary = { files: files.length, findings, filesWithFindings, fixed, failures: failures.length };
        say(`${textOfSummary(summary, paint)}\n`);
      }
      return { findings: findings.length, failures: failures.length };
    },
  };
}

function textBlock(text: string): string {
  return text === '' ? '' : `${text}\n`;
}
