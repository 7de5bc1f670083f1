// Stack traces that PyTorch's exporter leaves in nodes: which line of Python made each, and the nodes of each line.
import { graphsOf } from './summary';
import type { GraphNode, Model, ValueType } from './model';

/**
 * The key in a node's metadata: https://docs.pytorch.org/docs/stable/onnx_export.html, "Metadata". Its value is a piece
 * of a Python traceback, outermost call first:
 * `File "net.py", line 7, in forward\n    return torch.add(x, y)`.
 */
export const STACK_TRACE = 'pkg.torch.onnx.stack_trace';

export interface SourceFrame {
  /** As the exporter saw it: a path of the machine that it ran on. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly function: string;
  /** The line's text, without its indentation; '' where it is not told. */
  readonly code: string;
}

export interface TracedNode {
  /** Its number in the main graph; null inside another graph. */
  readonly node: number | null;
  readonly operator: string;
  readonly name: string;
  /** Of its first output; null where the file does not say. */
  readonly type: ValueType | null;
}

/** What a line of Python made. */
export interface TracedLine {
  readonly file: string;
  readonly line: number;
  readonly code: string;
  /** The nodes of each time that it ran, in the order of the graph; those of functions it calls included. */
  readonly runs: readonly (readonly TracedNode[])[];
}

const MOST_FRAMES = 20;

/** The calls that made a node, the outermost first; empty if the model does not say. */
export function framesOf({ metadata }: Pick<GraphNode, 'metadata'>): readonly SourceFrame[] {
  const trace = Object.hasOwn(metadata, STACK_TRACE) ? metadata[STACK_TRACE]! : '';
  const lines = trace.split(/\r?\n/, 4 * MOST_FRAMES);
  const frames: SourceFrame[] = [];
  for (const [i, text] of lines.entries()) {
    const match = /^\s*File "([^"]+)", line (\d{1,7})(?:, in (.+?))?\s*$/.exec(text);
    if (match === null || frames.length === MOST_FRAMES) continue;
    const next = lines[i + 1] ?? '';
    const code = /^\s*File "/.test(next) ? '' : next.trim();
    frames.push({ file: match[1]!, line: Number(match[2]), function: match[3] ?? '', code });
  }
  return frames;
}

const kept = new WeakMap<Model, ReadonlyMap<string, readonly TracedLine[]>>();

/** The lines that made the nodes of a model, by the last part of their file's path. */
export function tracedLines(model: Model): ReadonlyMap<string, readonly TracedLine[]> {
  let lines = kept.get(model);
  if (lines === undefined) kept.set(model, (lines = readLines(model)));
  return lines;
}

interface Line extends TracedLine {
  readonly runs: TracedNode[][];
  /** The number of its last node, among those that tell their source. */
  last: number;
}

function readLines(model: Model): ReadonlyMap<string, readonly TracedLine[]> {
  const files = new Map<string, Map<string, Line>>();
  let count = 0;
  for (const graph of graphsOf(model.graph)) {
    const types = new Map([...graph.values, ...graph.outputs].map(({ name, type }) => [name, type]));
    const isMain = graph === model.graph;
    for (const [index, node] of graph.nodes.entries()) {
      const frames = framesOf(node);
      if (frames.length === 0) continue; // it does not end a run
      count++;
      const type = types.get(node.outputs[0] ?? '') ?? null;
      const traced = { node: isMain ? index : null, operator: node.operator, name: node.name, type };
      for (const frame of frames) {
        const entry = lineOf(files, frame);
        if (entry.last === count) continue; // a function that calls itself
        if (entry.last === count - 1) entry.runs.at(-1)?.push(traced);
        else entry.runs.push([traced]);
        entry.last = count;
      }
    }
  }
  return new Map([...files].map(([name, lines]) => [name, [...lines.values()]]));
}

function lineOf(files: Map<string, Map<string, Line>>, { file, line, code }: SourceFrame): Line {
  const name = lastPart(file);
  const lines = files.get(name) ?? new Map<string, Line>();
  files.set(name, lines);
  const key = `${line} ${file}`;
  const entry = lines.get(key) ?? { file, line, code, runs: [], last: -1 };
  lines.set(key, entry);
  return entry;
}

/** `net.py` of a path of any system. */
export function lastPart(file: string): string {
  return file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
}
