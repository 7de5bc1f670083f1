// The graph of a model for the editor: pictures, details and search, and stored tensors read from the file by pieces.
import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CancellationToken } from 'vscode-languageserver';
import { elementCount } from '../model/elements';
import { nodeDetails, storedAt } from '../model/graph/details';
import { indexGraph } from '../model/graph/indexGraph';
import { pictureOf, withScopes } from '../model/graph/picture';
import type { ScopedGraph } from '../model/graph/picture';
import { searchGraph } from '../model/graph/search';
import { gatherStatistics } from '../model/graph/statistics';
import { inferTypes } from '../model/infer/infer';
import type { Inference } from '../model/infer/infer';
import { costOf } from '../model/infer/total';
import { valuesFrom } from '../model/infer/values';
import type { Initializer, Model } from '../model/model';
import { attempt } from '../model/problem';
import type { TensorData } from '../model/values';
import { partsOf } from '../model/values';
import { readWeights } from '../model/weights';
import type { Answer, InGraph, Problem, Requests, StoredPlace } from '../protocol';
import { openFile, readModelFile } from '../runtime/files';
import type { OpenFile } from '../runtime/files';
import { pageOf } from './modelValues';
import { pathOf } from './paths';

type Asked<Method extends keyof Requests> = Requests[Method]['params'];
type Given<Method extends keyof Requests> = Requests[Method]['result'];

export interface ModelGraphs {
  picture(asked: Asked<'heldout/model/graph'>): Given<'heldout/model/graph'>;
  cost(asked: Asked<'heldout/model/cost'>): Given<'heldout/model/cost'>;
  search(asked: Asked<'heldout/model/search'>): Given<'heldout/model/search'>;
  node(asked: Asked<'heldout/model/node'>): Given<'heldout/model/node'>;
  stored(asked: Asked<'heldout/model/stored'>): Given<'heldout/model/stored'>;
  storedStatistics(
    asked: Asked<'heldout/model/storedStatistics'>,
    token: CancellationToken,
  ): Promise<Given<'heldout/model/storedStatistics'>>;
  /** Its view was closed. */
  closed(uri: string): void;
}

interface Kept {
  /** Of the file when it was read: its size and time. */
  readonly state: string;
  readonly model: Model;
  readonly graphs: Map<string, ScopedGraph>;
  /** Inferred when first asked for. */
  inference: Inference | null;
  cost: ReturnType<typeof costOf> | null;
}

const MOST_MODELS = 3;
const MOST_GRAPHS = 8;
const MOST_VALUES = 10_000;
const MOST_DISAGREEMENTS = 20;
/** Elements read at once: a few milliseconds, between which the server answers others. */
const PIECE = 256 * 1024;
/** Elements that statistics are of; of a larger tensor, the first so many. */
const MOST_SEEN = 64 * 1024 * 1024;

export function createModelGraphs(): ModelGraphs {
  const kept = new Map<string, Kept>();

  function modelAt(uri: string): Answer<{ readonly file: string; readonly kept: Kept }> {
    const file = pathOf(uri);
    if (file === null) return { problem: GONE };
    const stat = statSync(file, { throwIfNoEntry: false });
    const state = `${stat?.size} ${stat?.mtimeMs}`;
    const known = kept.get(uri);
    if (known?.state === state) return { value: { file, kept: known } };
    kept.delete(uri);
    const read = readModelFile(file);
    if (!read.ok) return { problem: read.problem };
    const made: Kept = { state, model: read.value, graphs: new Map(), inference: null, cost: null };
    kept.set(uri, made);
    for (const [oldest] of kept) if (kept.size > MOST_MODELS) kept.delete(oldest);
    return { value: { file, kept: made } };
  }

  function graphAt(asked: InGraph<unknown>): Answer<{ readonly file: string; readonly graph: ScopedGraph }> {
    const found = modelAt(asked.uri);
    if (found.problem !== undefined) return found;
    const { file, kept: at } = found.value;
    const key = JSON.stringify(asked.path);
    let graph = at.graphs.get(key);
    if (graph === undefined) {
      const indexed = indexGraph(at.model, asked.path, inferenceAt(file, at)?.types(asked.path));
      if (indexed === null) return { problem: GONE };
      graph = withScopes(indexed);
      at.graphs.set(key, graph);
      for (const [oldest] of at.graphs) if (at.graphs.size > MOST_GRAPHS) at.graphs.delete(oldest);
    }
    return { value: { file, graph } };
  }

  /** With the symbols of the file, whatever sizes they will have. */
  function inferenceAt(file: string, at: Kept): Inference | null {
    at.inference ??= withSource(file, (source) => inferTypes(at.model, { values: valuesFrom(source) }));
    return at.inference;
  }

  /** At the sizes a run takes by itself, kept; at other sizes anew. */
  function costAt(uri: string, symbols: Readonly<Record<string, number>>): ReturnType<typeof costOf> | null {
    const found = modelAt(uri);
    if (found.problem !== undefined) return null;
    const { file, kept: at } = found.value;
    const sizes = Object.entries(symbols).filter(([, size]) => size !== 1);
    if (sizes.length === 0 && at.cost !== null) return at.cost;
    const made = withSource(file, (source) => costOf(at.model, valuesFrom(source), symbols));
    if (sizes.length === 0) at.cost = made;
    return made;
  }

  function within<Value>(asked: InGraph<unknown>, make: (graph: ScopedGraph) => Value | null): Answer<Value> {
    const found = graphAt(asked);
    if (found.problem !== undefined) return found;
    const made = make(found.value.graph);
    return made === null ? { problem: GONE } : { value: made };
  }

  function open(asked: InGraph<{ readonly place: StoredPlace }>): Answer<OpenTensor> {
    const found = graphAt(asked);
    if (found.problem !== undefined) return found;
    const tensor = storedAt(found.value.graph, asked.place);
    return tensor === null ? { problem: GONE } : openTensor(found.value.file, tensor);
  }

  return {
    picture: (asked) => within(asked, (graph) => pictureOf(graph, asked.query)),
    search: (asked) => within(asked, (graph) => searchGraph(graph, asked.text)),
    node(asked) {
      const cost = costAt(asked.uri, {});
      return within(asked, (graph) => nodeDetails(graph, asked.node, cost?.inference.types(asked.path)));
    },
    cost({ uri, symbols }) {
      const found = modelAt(uri);
      if (found.problem !== undefined) return found;
      const made = costAt(uri, symbols ?? {});
      if (made === null) return { problem: GONE };
      const { disagreements } = inferenceAt(found.value.file, found.value.kept) ?? made.inference;
      return { value: { ...made.cost, disagreements: disagreements.slice(0, MOST_DISAGREEMENTS) } };
    },
    stored(asked) {
      const opened = open(asked);
      if (opened.problem !== undefined) return opened;
      const { tensor, source } = opened.value;
      try {
        const { first, count } = boundsOf(asked, tensor);
        const read = readWeights(source, tensor, { first, count });
        if (!read.ok) return { problem: read.problem };
        const { elementType, shape } = tensor;
        const page = pageOf({ kind: 'tensor', elementType, shape, data: read.value.data }, 0, count);
        return { value: { ...page, count: read.value.total, offset: first } };
      } finally {
        source.close();
      }
    },
    async storedStatistics(asked, token) {
      const opened = open(asked);
      if (opened.problem !== undefined) return opened;
      try {
        return await statisticsByPieces(opened.value, token);
      } finally {
        opened.value.source.close();
      }
    },
    closed: (uri) => void kept.delete(uri),
  };
}

/** null where the file cannot be opened any more. */
function withSource<Value>(file: string, make: (source: OpenFile) => Value): Value | null {
  const opened = attempt('unreadable', 'The model file could not be opened.', () => openFile(file));
  if (!opened.ok) return null;
  try {
    return make(opened.value);
  } finally {
    opened.value.close();
  }
}

function boundsOf({ offset, count }: { offset: number; count: number }, tensor: Initializer) {
  // Complex numbers have two parts an element, and a page of them is not shown.
  const total = partsOf(tensor.elementType) === 1 ? elementCount(tensor.shape) : 0;
  const first = Math.min(total, Math.max(0, Math.floor(offset)));
  return { first, count: Math.max(0, Math.min(Math.floor(count), MOST_VALUES, total - first)) };
}

interface OpenTensor {
  readonly tensor: Initializer;
  readonly source: OpenFile;
}

/** Opens the file that has the values. One outside the model's folder is not looked at: ONNX Runtime refuses it too. */
function openTensor(model: string, tensor: Initializer): Answer<OpenTensor> {
  const { external } = tensor;
  const opened = attempt('unreadable', `The values of \`${tensor.name}\` could not be read.`, () => {
    if (external === null) return openFile(model);
    const folder = realpathSync(path.dirname(model));
    const target = path.resolve(folder, external.location);
    const real = statSync(target, { throwIfNoEntry: false }) === undefined ? target : realpathSync(target);
    return real.startsWith(folder + path.sep) ? openFile(real) : null;
  });
  if (!opened.ok) {
    const { what, why } = opened.problem;
    const where = external === null ? why : `They are in the file ${external.location} beside the model. ${why}`;
    return {
      problem: {
        ...opened.problem,
        what: external === null ? what : `The values of ${tensor.name} could not be read.`,
        why: where,
      },
    };
  }
  return opened.value === null
    ? { problem: outside(external?.location ?? '') }
    : { value: { tensor, source: opened.value } };
}

async function statisticsByPieces(
  { tensor, source }: OpenTensor,
  token: CancellationToken,
): Promise<Given<'heldout/model/storedStatistics'>> {
  const gathering = gatherStatistics(tensor.elementType);
  if (gathering === null) return { value: null };
  const total = elementCount(tensor.shape);
  const end = Math.min(total, MOST_SEEN);
  const rounds = [(data: TensorData) => gathering.add(data), (data: TensorData) => gathering.bin(data)];
  for (const take of rounds) {
    for (let first = 0; first < end; first += PIECE) {
      const read = readWeights(source, tensor, { first, count: Math.min(PIECE, end - first) });
      if (!read.ok) return { problem: read.problem };
      take(read.value.data);
      await nextTurn();
      if (token.isCancellationRequested) return { problem: CANCELLED };
    }
  }
  return { value: gathering.result(total) };
}

const CANCELLED: Problem = { kind: 'cancelled', what: '', why: '', todo: '' };

const GONE: Problem = {
  kind: 'gone',
  what: 'This part of the model is not there.',
  why: 'The file has changed since its graph was drawn, or cannot be reached any more.',
  todo: 'Read the model again.',
};

const outside = (location: string): Problem => ({
  kind: 'unreadable',
  what: 'The values are in a file that is not read.',
  why: `The model names ${location}, which is outside its own folder.`,
  todo: 'Put the file into the folder of the model, and name it so.',
});
