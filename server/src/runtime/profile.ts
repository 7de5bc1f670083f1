// The runtime's own profile of a session, read from the trace it writes, as the time of each node.
import type { NodeTime } from './jobs';

/** An event of the trace; times in microseconds. */
interface Event {
  readonly cat: string;
  readonly name: string;
  readonly ts: number;
  readonly dur: number;
  readonly args: {
    readonly op_name?: string;
    readonly node_index?: string;
    readonly output_type_shape?: readonly Readonly<Record<string, readonly number[]>>[];
  };
}

export interface ReadProfile {
  readonly milliseconds: number;
  readonly runs: number;
  readonly nodes: readonly NodeTime[];
}

const KERNEL = '_kernel_time';

/** Reads a trace of several runs; the first, which is slower, is left out where there are others. */
export function readProfile(text: string): ReadProfile {
  const events: readonly Event[] = JSON.parse(text);
  const all = events.filter(({ cat, name }) => cat === 'Session' && name === 'model_run');
  const runs = all.length > 1 ? all.slice(1) : all;
  const kernels = events.filter(({ cat, name }) => cat === 'Node' && name.endsWith(KERNEL)).sort((a, b) => a.ts - b.ts);
  const holders = kernels.filter(({ args }) => HOLDERS.test(args.op_name ?? ''));
  const nodes = new Map<string, { event: Event; inside: boolean; times: number[]; calls: number }>();
  for (const [run, { ts, dur }] of runs.entries()) {
    for (const event of kernels) {
      if (event.ts < ts || event.ts > ts + dur) continue;
      const inside = holders.some((holder) => isWithin(event, holder));
      const key = `${inside} ${event.args.node_index} ${event.name}`;
      const known = nodes.get(key) ?? { event, inside, times: [], calls: 0 };
      known.times[run] = (known.times[run] ?? 0) + event.dur / 1000;
      known.calls++;
      nodes.set(key, known);
    }
  }
  return {
    milliseconds: median(runs.map(({ dur }) => dur / 1000)),
    runs: runs.length,
    nodes: [...nodes.values()].map(({ event, inside, times, calls }) => ({
      index: Number(event.args.node_index ?? -1),
      name: event.name.slice(0, -KERNEL.length),
      operator: event.args.op_name ?? '',
      milliseconds: median(Array.from({ length: runs.length }, (_, run) => times[run] ?? 0)),
      calls: Math.round(calls / runs.length),
      inside,
      shapes: (event.args.output_type_shape ?? []).flatMap((each) => Object.values(each)),
    })),
  };
}

/** Nodes with bodies: their time has that of what runs inside. */
const HOLDERS = /^(If|Loop|Scan|SequenceMap)$/;

const isWithin = (event: Event, holder: Event): boolean =>
  event !== holder && holder.ts <= event.ts && holder.ts + holder.dur >= event.ts + event.dur && holder.dur > event.dur;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
