// `heldout flow FILE[:LINE]`: what the engine saw of the data in a file, or of the values on a line.
import path from 'node:path';
import { createModule } from '../analysis/createModule';
import { joinCells } from '../analysis/notebook';
import { parse } from '../analysis/syntax';
import { LineIndex } from '../analysis/text';
import type { Source } from '../lint';
import type { Environment } from '../project/environment';
import { createProject } from '../project/project';
import { readSourceFile } from '../project/source';
import { rules } from '../rules';
import { UsageError } from './checkOptions';
import { colours } from './format/colour';
import { flowText, valuesText, type FlowView } from './format/flow';
import { textOfFailure } from './format/text';
import { CLEAN, FAILED, type Io } from './io';

/** @throws UsageError */
export function flowCommand(args: readonly string[], io: Io): number {
  const [target, ...rest] = args;
  if (target === undefined || rest.length > 0) {
    throw new UsageError('`heldout flow` takes one FILE, FILE:LINE, or NOTEBOOK:CELL:LINE.');
  }
  const paint = colours(io.colour);
  const { file, cell, line } = readTarget(target);
  const read = readSourceFile(path.resolve(io.cwd, file));
  if ('problem' in read) {
    io.err(`${textOfFailure({ file, ...read.problem }, paint)}\n`);
    return FAILED;
  }
  const environment = createProject({ rules }).environmentOf(path.resolve(io.cwd, file), io.cwd);
  const view = viewOf(read.source, environment);
  if (line === null) {
    io.out(flowText(view, paint));
    return CLEAN;
  }
  const within = spanOfLine(read.source, view, cell, line);
  if (within === null)
    throw new UsageError(`${file} has no ${cell === null ? '' : `cell ${cell} with a `}line ${line}.`);
  io.out(valuesText(view, within, paint));
  return CLEAN;
}

/** `a.py:12`, `a.ipynb:3:2` (cell, line); a colon and digits at the end are never part of a file's name here. */
function readTarget(target: string): {
  readonly file: string;
  readonly cell: number | null;
  readonly line: number | null;
} {
  const match = /^(.*?)(?::(\d+))?(?::(\d+))?$/.exec(target);
  const [, file = target, first, second] = match ?? [];
  if (second !== undefined) return { file, cell: Number(first), line: Number(second) };
  return { file, cell: null, line: first === undefined ? null : Number(first) };
}

function viewOf(
  source: Source,
  environment: Environment,
): FlowView & { readonly notebook: ReturnType<typeof joinCells>['notebook'] | null } {
  const parsed =
    source.kind === 'notebook'
      ? joinCells(source.cells)
      : { source: source.text, syntax: parse(source.text), notebook: null };
  const { flow, tree } = createModule(parsed, environment);
  const { notebook } = parsed;
  const lines = new LineIndex(parsed.source);
  const line = (offset: number): string => {
    const number = lines.position(offset).line;
    if (notebook === null) return String(number + 1);
    const { cell } = notebook.locate(offset);
    const start = notebook.offsetOf({ cell, offset: 0 }) ?? 0;
    return `${cell + 1}:${number - lines.position(start).line + 1}`;
  };
  return { flow, tree, source: parsed.source, line, notebook };
}

/** The offsets of a line (from 1), in a cell (from 1) of a notebook; null if there is none. */
function spanOfLine(source: Source, view: ReturnType<typeof viewOf>, cell: number | null, line: number) {
  let start = 0;
  let text = view.source;
  if (source.kind === 'notebook') {
    if (cell === null) throw new UsageError('A line of a notebook needs its cell: NOTEBOOK:CELL:LINE.');
    const found = view.notebook?.cells.find(({ index }) => index === cell - 1);
    if (found === undefined) return null;
    start = found.start;
    text = view.source.slice(found.start, found.end);
  } else if (cell !== null) throw new UsageError('A file has no cells: FILE:LINE.');
  const lines = new LineIndex(text);
  if (line < 1 || line > lines.lineCount) return null;
  const from = start + lines.offset({ line: line - 1, character: 0 });
  return { start: from, end: start + lines.offset({ line: line - 1, character: Number.MAX_SAFE_INTEGER }) - 1 };
}
