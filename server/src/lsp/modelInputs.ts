// What is fed to a model: the values of a request, rows of tables, arrays of files.
import { readTableFile, readArrays, readInputFile } from '../runtime/valueFiles';
import { bytesTensor } from '../model/inputs/bytes';
import { feedsOfRows } from '../model/inputs/tableFeeds';
import { imageTensor, suggestRecipe } from '../model/imageRecipe';
import type { Model } from '../model/model';
import { parseValue } from '../model/parse';
import type { Result } from '../model/problem';
import { suggestInput, suggestSymbols } from '../model/suggest';
import type {
  Answer,
  ArrayFile,
  InputSpec,
  InputSuggestion,
  ModelRun,
  Problem,
  Requests,
  Suggestions,
} from '../protocol';
import type { Feed, RunRequest } from '../runtime/protocol';
import { pathOf } from './paths';

/** Runs after the first, for the latency of a loaded model. The runtime ends them after a second. */
const WARM_RUNS = 5;
/** Where a number of runs was asked for: how many at most, and for how long. */
const MOST_RUNS = 10_000;
const MEASURING_MS = 10 * 60_000;

/** What the model tells about its inputs. */
export function suggestionsOf(model: Model): Suggestions {
  const symbols = suggestSymbols(model);
  const inputs: Record<string, InputSuggestion> = {};
  for (const input of model.requiredInputs) {
    if (input.type.kind !== 'tensor') continue;
    const suggestion = suggestInput(model, input, input.type, symbols);
    inputs[input.name] = { ...suggestion, recipe: suggestRecipe(model, input, suggestion.shape) };
  }
  return { symbols, inputs };
}

/** The request for the runtime, or what is wrong with the values. */
export function prepare(request: ModelRun, file: string, model: Model): Answer<RunRequest> {
  const inputs: Record<string, Feed> = {};
  for (const [name, spec] of Object.entries(request.inputs)) {
    const made = feedOf(name, spec, model);
    if (made === null) continue;
    if (made.problem !== undefined) return { problem: made.problem };
    inputs[name] = made.value;
  }
  const { otherwise, symbols, warmRuns } = request;
  return {
    value: {
      file,
      inputs,
      ...(otherwise?.kind === 'zeros' || otherwise?.kind === 'ones' ? { fill: otherwise.kind } : {}),
      ...(otherwise?.kind === 'random' ? { fill: 'random', seed: otherwise.seed } : {}),
      ...(symbols === undefined ? {} : { sizes: symbols }),
      ...(warmRuns === undefined
        ? { warmRuns: WARM_RUNS }
        : { warmRuns: Math.min(Math.max(0, warmRuns), MOST_RUNS), warmTime: MEASURING_MS }),
      echo: true,
      retry: request.ignoreQuarantine === true,
      ...(request.results === undefined ? {} : { results: request.results }),
      ...(request.inside === undefined ? {} : { inside: request.inside }),
    },
  };
}

/** null: the input keeps its default. */
function feedOf(name: string, spec: InputSpec, model: Model): Answer<Feed> | null {
  switch (spec.kind) {
    case 'default':
      return null;
    case 'zeros':
    case 'ones':
    case 'random': {
      const shape = spec.shape === undefined ? {} : { shape: spec.shape };
      const seed = spec.kind === 'random' ? { seed: spec.seed } : {};
      return { value: { kind: 'fill', fill: spec.kind, ...seed, ...shape } };
    }
    default: {
      const input = model.graph.inputs.find((each) => each.name === name);
      if (input === undefined) return null; // the runtime says which names there are
      return answer(valueOf(input, spec));
    }
  }
}

type Given = Exclude<InputSpec, { readonly kind: 'default' | 'zeros' | 'ones' | 'random' }>;

function valueOf(input: Model['graph']['inputs'][number], spec: Given): Result<Feed> {
  switch (spec.kind) {
    case 'values':
      return parseValue(input, spec.text, spec.shape);
    case 'text':
      return bytesTensor(input, new TextEncoder().encode(spec.text), spec.shape);
    case 'image':
      return imageTensor(input, new Uint8Array(Buffer.from(spec.pixels, 'base64')), spec.recipe);
    case 'file': {
      const file = pathOf(spec.file);
      if (file === null) return { ok: false, problem: { ...NOT_HERE, kind: 'unreadable' } };
      return readInputFile(input, file, spec.array, spec.shape);
    }
  }
}

/** Rows of a table as values for the model's inputs. */
export async function tableFor(
  model: Model,
  { file, row, rows, columns }: Requests['heldout/model/table']['params'],
): Promise<Requests['heldout/model/table']['result']> {
  const path = pathOf(file);
  if (path === null) return { problem: NOT_HERE };
  const read = await readTableFile(path);
  if (!read.ok) return { problem: read.problem };
  const { table, isCut } = read.value;
  const feeds = feedsOfRows(model, table, row, rows, columns);
  return { value: { columns: table.columns, rowCount: table.rows.length, isCut, ...feeds } };
}

/** The arrays of a file, as far as they are tensors. */
export function arraysIn(uri: string): Answer<ArrayFile> {
  const file = pathOf(uri);
  if (file === null) return { problem: NOT_HERE };
  const read = readArrays(file, null);
  if (!read.ok) return { problem: read.problem };
  const arrays = read.value.flatMap(({ name, value }) =>
    value.kind === 'tensor' ? [{ name, elementType: value.elementType, shape: value.shape }] : [],
  );
  return { value: { arrays } };
}

const answer = <T>(result: Result<T>): Answer<T> => (result.ok ? { value: result.value } : { problem: result.problem });

const NOT_HERE: Problem = {
  kind: 'unreadable',
  what: 'The file is not on this machine.',
  why: 'Values are read from the disk where the model runs.',
  todo: 'Save it to a local folder.',
};
