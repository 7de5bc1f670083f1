// `heldout check`: lints files and notebooks, prints what it finds, and mends it if asked.
import { createTwoFilesPatch } from 'diff';
import path from 'node:path';
import { fixAll } from '../fix';
import { lint, type LintOptions, type Linted } from '../lint';
import { locate } from '../located';
import type { Settings } from '../config/merge';
import { createProject, type Project } from '../project/project';
import type { WalkStep } from '../project/walk';
import { decodeSource, readSourceFile, textWith, writeSourceFile, type SourceFile } from '../project/source';
import { rules } from '../rules';
import { readCheckOptions, type CheckOptions } from './checkOptions';
import { CLEAN, FAILED, FOUND, type Io } from './io';
import { createReporter, type Reporter } from './reporter';
import { tell, type Says } from './recorder';
import { checkOnThreads, threadsFor } from './threads';

/** Runs the command. @returns the exit status: 0 clean, 1 findings, 2 something could not be checked */
export async function checkCommand(args: readonly string[], io: Io, version: string): Promise<number> {
  const options = readCheckOptions(args, { rules });
  const reporter = createReporter(options, io, version);
  const check = createCheck(options, io.cwd, reporter);
  if (options.inputName === null) await checkPaths(options, io, check, reporter);
  else checkInput(options.inputName, await io.readInput(), { ...check, reporter }, io);
  const { failures, findings } = reporter.finish();
  if (failures > 0) return FAILED;
  return findings > 0 && !options.exitZero ? FOUND : CLEAN;
}

export interface Check<Told extends Says = Says> {
  readonly project: Project;
  readonly options: CheckOptions;
  readonly reporter: Told;
  settingsOf(file: string): Settings;
  /** The path as it is printed. */
  show(file: string): string;
  /** Where models are looked for after the file's own folders. */
  readonly modelFolder: string;
}

export function createCheck(options: CheckOptions, cwd: string, reporter: Says): Check {
  const project = createProject({ rules });
  const defaults = { origin: 'command line', values: { syntaxErrors: true } };
  const choice = { origin: 'command line', values: options.choice, refines: true };
  const show = (file: string) => path.relative(cwd, file).replaceAll('\\', '/') || path.basename(file);
  return {
    project,
    options,
    reporter,
    show,
    modelFolder: cwd,
    settingsOf(file) {
      const { settings, projectFile } = project.settingsOf(file, [defaults], [choice]);
      if (projectFile !== null) reporter.projectFile(projectFile, show(projectFile.path));
      return settings;
    },
  };
}

async function checkPaths(options: CheckOptions, io: Io, check: Check, reporter: Reporter): Promise<void> {
  const paths = options.paths.map((given) => path.resolve(io.cwd, given));
  const steps: WalkStep[] = [];
  for (const step of check.project.walk(paths, (file) => check.settingsOf(file))) {
    steps.push(step);
    if (steps.length % STEPS_AT_ONCE === 0) await pause();
    if (io.cancelled.aborted) {
      const last = 'file' in step ? step.file : step.problem.path;
      reporter.failure({ file: check.show(last), message: 'Stopped by Ctrl+C while looking for files.' });
      return;
    }
  }
  const files = steps.flatMap((step) => ('file' in step ? [step.file] : []));
  const results = checked(files, options, io, check);
  for (const step of steps) {
    if ('problem' in step) {
      reporter.failure({ file: check.show(step.problem.path), message: step.problem.message });
      continue;
    }
    const result = await results.next();
    if (result.done !== true) result.value(reporter);
    if (!io.cancelled.aborted) continue;
    await results.return();
    const when = result.done === true ? 'before' : 'after';
    reporter.failure({ file: check.show(step.file), message: `Stopped by Ctrl+C ${when} this file.` });
    return;
  }
  await results.return();
}

/** Checks the files in order; each step tells what is to be reported of one. */
async function* checked(
  files: readonly string[],
  options: CheckOptions,
  io: Io,
  check: Check,
): AsyncGenerator<(reporter: Reporter) => void, void> {
  const threads = io.script === null ? 1 : threadsFor(files.length, options);
  let done = 0;
  if (threads > 1 && io.script !== null) {
    try {
      for await (const said of checkOnThreads(io.script, threads, files, { options, cwd: io.cwd }, io.cancelled)) {
        done++;
        yield (reporter) => tell(reporter, said);
      }
      return;
    } catch (error) {
      // For want of memory perhaps: what it had not done is done here.
      io.err(
        `A thread ended: ${error instanceof Error ? error.message : String(error)}. The rest is checked on one.\n`,
      );
    }
  }
  for (const file of files.slice(done)) {
    yield () => checkFile(file, check);
    await pause();
  }
}

/** So many files are looked for without a pause. */
const STEPS_AT_ONCE = 100;

/** Lets Ctrl+C through. */
function pause(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

export function checkFile(file: string, check: Check): void {
  const { reporter, options } = check;
  const read = readSourceFile(file);
  if ('problem' in read) {
    reporter.failure({ file: check.show(file), ...read.problem });
    return;
  }
  const { linted, mended } = lintOrFix(file, read, check);
  if (mended !== null && mended.text !== read.text && options.fixing === 'show') {
    reporter.patch(patchOf(check.show(file), read.text, mended.text));
    report(file, read, lint(read.source, lintOptions(file, check)), check);
    return;
  }
  if (mended !== null && mended.text !== read.text) {
    try {
      writeSourceFile(file, mended.text, read.byteOrderMark);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      reporter.failure({
        file: check.show(file),
        message: `The fixed file could not be written: ${why}. It is unchanged.`,
      });
      return;
    }
    reporter.fixed(mended.count);
  }
  report(file, mended?.file ?? read, linted, check);
}

/** Text on standard input: fixed text goes to standard output, as a patch with `--diff`; findings as for a file. */
function checkInput(name: string, bytes: Uint8Array, check: Check<Reporter>, io: Io): void {
  const file = path.resolve(io.cwd, name);
  const read = decodeSource(file, bytes);
  if ('problem' in read) {
    check.reporter.failure({ file: check.show(file), ...read.problem });
    return;
  }
  const { linted, mended } = lintOrFix(file, read, check);
  if (mended === null) {
    report(file, read, linted, check);
    return;
  }
  if (check.options.fixing === 'show') {
    check.reporter.patch(patchOf(check.show(file), read.text, mended.text));
    report(file, read, lint(read.source, lintOptions(file, check)), check);
    return;
  }
  check.reporter.fixedText(`${read.byteOrderMark ? '\uFEFF' : ''}${mended.text}`);
  check.reporter.fixed(mended.count);
  report(file, mended.file, linted, check);
}

interface Mended {
  readonly text: string;
  readonly file: SourceFile;
  readonly count: number;
}

function lintOptions(file: string, check: Check): LintOptions {
  const environment = check.project.environmentOf(file, check.modelFolder);
  return { settings: check.settingsOf(file).lint, environment };
}

function lintOrFix(file: string, read: SourceFile, check: Check): { linted: Linted; mended: Mended | null } {
  const options = lintOptions(file, check);
  if (check.options.fixing === 'none') return { linted: lint(read.source, options), mended: null };
  const fixed = fixAll(read.source, options, check.options.unsafeFixes ? ['safe', 'unsafe'] : ['safe']);
  const text = textWith(read, fixed.source);
  return { linted: fixed.linted, mended: { text, file: { ...read, text, source: fixed.source }, count: fixed.fixed } };
}

function report(file: string, read: SourceFile, linted: Linted, check: Check): void {
  const shown = check.show(file);
  for (const problem of linted.internalProblems) check.reporter.internalProblem(shown, problem);
  const json = read.source.kind === 'notebook' ? read.text : null;
  check.reporter.checked({ file: shown, source: read.source, findings: locate(linted), json });
}

function patchOf(file: string, before: string, after: string): string {
  return before === after ? '' : createTwoFilesPatch(file, file, before, after, 'before', 'after');
}
