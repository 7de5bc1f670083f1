// A model at work, for the editor: the time of each node, the values along a run, two models or a saved result compared.
import type { CancellationToken } from 'vscode-languageserver';
import { advise } from '../model/advice/advise';
import { multiplyAdds } from '../model/infer/cost';
import { inferTypes } from '../model/infer/infer';
import { valuesFrom } from '../model/infer/values';
import type { Graph, Model } from '../model/model';
import type { NodeName } from '../model/diff/types';
import { nodesBehind } from '../model/profile';
import type { TensorStatistics } from '../model/graph/types';
import type { Answer, ModelProfile, ModelTrace, Requests, TraceRow } from '../protocol';
import { compareSaved } from '../runtime/compareSaved';
import { openFile, readModelFile } from '../runtime/files';
import type { JobKind, Jobs } from '../runtime/jobs';
import type { Models } from './models';
import { pathOf } from './paths';

type Asked<Method extends keyof Requests> = Requests[Method]['params'];
type Given<Method extends keyof Requests> = Promise<Requests[Method]['result']>;

export interface ModelAnalysis {
  profile(asked: Asked<'heldout/model/profile'>, token: CancellationToken): Given<'heldout/model/profile'>;
  trace(asked: Asked<'heldout/model/trace'>, token: CancellationToken): Given<'heldout/model/trace'>;
  compare(asked: Asked<'heldout/model/compare'>, token: CancellationToken): Given<'heldout/model/compare'>;
  compareSaved(
    asked: Asked<'heldout/model/compareSaved'>,
    token: CancellationToken,
  ): Given<'heldout/model/compareSaved'>;
}

const RUNS = 10;
const MOST_ROWS = 4000;
const MOST_REFUSED = 20;

export function createModelAnalysis(models: Models): ModelAnalysis {
  return {
    async profile({ uri, run, optimized }, token) {
      const done = await models.job('profile', { ...run, uri }, { optimized, runs: RUNS }, token);
      return done.problem === undefined ? { value: profileOf(done.value, optimized) } : done;
    },
    async trace({ uri, run }, token) {
      const done = await models.job('trace', { ...run, uri }, {}, token);
      return done.problem === undefined ? { value: traceOf(done.value) } : done;
    },
    async compare({ uri, other, run }, token) {
      const otherFile = pathOf(other);
      if (otherFile === null) return { problem: NO_FILE };
      return models.compare({ ...run, inputs: run?.inputs ?? {}, uri }, otherFile, run !== undefined, token);
    },
    async compareSaved({ uri, saved }, token) {
      const [file, place] = [pathOf(uri), pathOf(saved)];
      if (file === null) return { problem: NO_FILE };
      if (place === null) return { problem: NO_SAVED };
      const model = readModelFile(file);
      if (!model.ok) return { problem: model.problem };
      return compareSaved(place, model.value, async (inputs) => {
        const done = await models.job('run', { uri, inputs: {} }, { inputs, echo: false, warmRuns: 0 }, token);
        return done.problem === undefined ? { value: done.value.result } : done;
      });
    },
  };
}

const NO_FILE = {
  kind: 'unreadable',
  what: 'The other model is not a file on this machine.',
  why: 'Models are read from the disk.',
  todo: 'Save it to a local folder first.',
};

const NO_SAVED = {
  kind: 'unreadable',
  what: 'The saved result is not on this machine.',
  why: 'Results are read from the disk.',
  todo: 'Save it to a local folder first.',
};

interface Done<Kind extends JobKind> {
  readonly model: Model;
  readonly file: string;
  readonly result: Jobs[Kind]['result'];
}

function profileOf({ model, file, result }: Done<'profile'>, optimized: boolean): ModelProfile {
  const behind = nodesBehind(model.graph, result.nodes);
  const sizes = new Map(result.inputs.flatMap(({ name, shape }) => (shape === null ? [] : [[name, shape] as const])));
  const types = withValues(file, (values) => inferTypes(model, { values, fed: sizes })).types([]);
  return {
    optimized,
    milliseconds: result.milliseconds,
    runs: result.runs,
    runtime: `ONNX Runtime ${result.runtime.version}`,
    nodes: result.nodes.map(({ name, operator, milliseconds, calls, inside, shapes }, index) => {
      const node = inside ? null : (behind[index] ?? null);
      const own = node === null ? undefined : model.graph.nodes[node];
      return {
        node,
        name: own?.name || name || (own?.outputs[0] ?? ''),
        operator,
        milliseconds,
        calls,
        inside,
        shape: shapes[0] ?? null,
        multiplyAdds: own === undefined ? null : multiplyAdds(own, (tensor) => types.get(tensor) ?? null) || null,
      };
    }),
  };
}

function traceOf({ model, file, result }: Done<'trace'>): ModelTrace {
  const makers = makersOf(model.graph);
  const rows = result.tensors.map(({ name, elementType, shape, statistics }): TraceRow => {
    return {
      name,
      node: makers.get(name) ?? null,
      elementType,
      shape,
      statistics: statistics === null ? null : withoutBins(statistics),
    };
  });
  const advice = withValues(file, (values) => advise(model, rows, inferTypes(model, { values }), values));
  return {
    rows: rows.slice(0, MOST_ROWS),
    total: rows.length,
    refused: result.refused.slice(0, MOST_REFUSED).map(({ name, problem }) => ({ name, why: problem.why })),
    advice,
  };
}

const withoutBins = ({ histogram: _bins, ...counts }: TensorStatistics): TraceRow['statistics'] => counts;

function makersOf({ nodes }: Graph): ReadonlyMap<string, NodeName> {
  return new Map(
    nodes.flatMap(({ name, operator, domain, outputs }, node) =>
      outputs.map((output) => [output, { node, name, operator, domain }] as const),
    ),
  );
}

function withValues<Made>(file: string, make: (values: ReturnType<typeof valuesFrom>) => Made): Made {
  const source = openFile(file);
  try {
    return make(valuesFrom(source));
  } finally {
    source.close();
  }
}

export type JobAnswer<Kind extends JobKind> = Answer<Done<Kind>>;
