// Beside the lines of a network's code: what the nodes they became give, from models nearby that tell their source.
import path from 'node:path';
import type { InlayHint } from 'vscode-languageserver';
import { describeType } from '../model/boundary/inputs';
import type { Model } from '../model/model';
import { lastPart, tracedLines, type TracedLine } from '../model/stackTrace';
import type { Environment } from '../project/environment';
import type { ModelFiles } from '../project/modelFiles';
import { code, escape } from './modelCard';
import type { NodeTimes } from './nodeTimes';

/** The newest models are asked; a folder full of checkpoints is not read whole. */
const MOST_MODELS = 8;
const MOST_NODES = 12;

export interface TracedFile {
  readonly path: string;
  readonly text: string;
  readonly environment: Environment;
  /** The workspace folder that holds it. */
  readonly folder: string | null;
}

/** The hints of a Python file. A line that reads otherwise than when the model was exported gets none. */
export function tracedHints(file: TracedFile, files: ModelFiles, times: NodeTimes): InlayHint[] {
  if (!/\btorch\b/.test(file.text)) return [];
  const told = new Map<number, InlayHint>();
  const newest = files.near(file.path, file.folder).toSorted((a, b) => b.writtenAt - a.writtenAt);
  if (newest.length === 0) return [];
  const lines = file.text.split(/\r\n|\n|\r/);
  for (const { file: modelFile } of newest.slice(0, MOST_MODELS)) {
    const found = file.environment.model(modelFile);
    if (found.state !== 'found') continue;
    const measured = times.of(modelFile);
    for (const traced of linesFor(found.model, file.path)) {
      const text = lines[traced.line - 1]?.trimEnd() ?? '';
      const label = labelOf(traced);
      if (told.has(traced.line) || label === null || traced.code === '' || text.trimStart() !== traced.code) continue;
      told.set(traced.line, {
        position: { line: traced.line - 1, character: text.length },
        label: label + timeOf(traced, measured),
        tooltip: { kind: 'markdown', value: tooltipOf(traced, modelFile) },
        paddingLeft: true,
      });
    }
  }
  return [...told.values()];
}

/** Lines of the file itself, or, of a model that came from another machine, of one with its name. */
function linesFor(model: Model, file: string): readonly TracedLine[] {
  const lines = tracedLines(model).get(lastPart(file)) ?? [];
  const own = lines.filter((each) => path.resolve(path.dirname(file), each.file) === file);
  return own.length > 0 ? own : lines;
}

/** What the line gives at its end; null where the model does not say. */
function labelOf({ runs }: TracedLine): string | null {
  const given = new Set(runs.map((nodes) => nodes.at(-1)?.type ?? null).map((type) => type && describeType(type)));
  const [first = null, ...others] = given;
  if (first === null) return null;
  return others.length === 0 ? `→ ${first}` : `→ ${given.size} shapes in ${runs.length} runs`;
}

/** ` · 1.2 ms` for all runs of the line; nothing where a part of it was not measured, as nodes that were fused are not. */
function timeOf({ runs }: TracedLine, measured: ReadonlyMap<number, number> | null): string {
  if (measured === null) return '';
  let sum = 0;
  for (const { node } of runs.flat()) {
    const time = node === null ? undefined : measured.get(node);
    if (time === undefined) return '';
    sum += time;
  }
  return ` · ${sum >= 10 ? sum.toFixed(1) : sum.toFixed(2)} ms`;
}

function tooltipOf({ runs }: TracedLine, file: string): string {
  const rows = runs.flatMap((nodes, run) =>
    nodes.map(({ operator, name, type }) => {
      const which = runs.length > 1 ? `${run + 1}. ` : '';
      const given = type === null ? '' : ` → ${code(describeType(type))}`;
      return `- ${escape(`${which}${operator}`)}${name === '' ? '' : ` ${code(name)}`}${given}`;
    }),
  );
  const shown = rows.slice(0, MOST_NODES);
  if (rows.length > MOST_NODES) shown.push(`- and ${rows.length - MOST_NODES} more`);
  return `In **${escape(path.basename(file))}** this line became\n\n${shown.join('\n')}`;
}
