// A rewritten model as pieces: ranges of the original file and new bytes between them. Nothing is decoded or re-encoded.
import type { ByteRange, ByteSource } from '../bytes';
import { WireReader } from '../wire';
import type { Bytes } from './encode';
import { header, modelGraph } from './encode';

/** What follows what in the rewritten file. */
export type Piece = ByteRange | Bytes;

export interface Rewriting {
  /** Fields of GraphProto to put in front of and behind those that are there. */
  readonly before: readonly Bytes[];
  readonly after: readonly Bytes[];
  /** Fields of ModelProto to add. */
  readonly model: readonly Bytes[];
  /** Inputs, outputs and nodes of the main graph to leave out, by their number in the file. */
  readonly cut: {
    readonly inputs: ReadonlySet<number>;
    readonly outputs: ReadonlySet<number>;
    readonly nodes: ReadonlySet<number>;
  };
}

const GRAPH = 7;
const PARTS: Readonly<Record<number, keyof Rewriting['cut']>> = { 1: 'nodes', 11: 'inputs', 12: 'outputs' };

/**
 * The pieces of the rewritten model. Protobuf merges several fields `graph` into one graph, so fields are added by
 * another `graph` in front of or behind the model, and left out by ending one `graph` before them and beginning the
 * next after them. Faults of the file are thrown problems.
 */
export function rewrite(source: ByteSource, { before, after, model, cut }: Rewriting): Piece[] {
  const pieces: Piece[] = [];
  if (before.length > 0) pieces.push(modelGraph(...before));
  if (cut.inputs.size + cut.outputs.size + cut.nodes.size === 0) pieces.push({ start: 0, end: source.length });
  else pieces.push(...withoutFields(source, cut));
  pieces.push(...model);
  if (after.length > 0) pieces.push(modelGraph(...after));
  return pieces;
}

function withoutFields(source: ByteSource, cut: Rewriting['cut']): Piece[] {
  const pieces: Piece[] = [];
  const seen = { inputs: 0, outputs: 0, nodes: 0 };
  const reader = new WireReader(source);
  let kept = 0;
  const keepUntil = (end: number): void => {
    if (end > kept) pieces.push({ start: kept, end });
  };
  reader.fields((field, start) => {
    if (field !== GRAPH) {
      reader.skip();
      return;
    }
    keepUntil(start);
    let from = reader.position;
    const keepGraph = (end: number): void => {
      if (end > from) pieces.push(header(GRAPH, end - from), { start: from, end });
    };
    let first = true;
    const graph = reader.message((inGraph, at) => {
      if (first) from = at;
      first = false;
      reader.skip();
      const part = PARTS[inGraph];
      if (!part || !cut[part].has(seen[part]++)) return;
      keepGraph(at);
      from = reader.position;
    });
    if (first) from = graph.end;
    keepGraph(graph.end);
    kept = graph.end;
  });
  keepUntil(source.length);
  return pieces;
}

/** The length of the file the pieces make. */
export function lengthOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, piece) => sum + (piece instanceof Uint8Array ? piece.length : piece.end - piece.start), 0);
}

/** The whole rewritten model in memory. */
export function assemble(source: ByteSource, pieces: readonly Piece[]): Uint8Array {
  const whole = new Uint8Array(lengthOf(pieces));
  let position = 0;
  for (const piece of pieces) {
    const bytes = piece instanceof Uint8Array ? piece : source.read(piece.start, piece.end);
    whole.set(bytes, position);
    position += bytes.length;
  }
  return whole;
}
