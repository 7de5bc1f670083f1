// The first node whose result has NaN or infinity, and what made it so.
import { inOrder } from '../infer/order';
import type { Graph, GraphNode } from '../model';
import type { Advice, Seen } from './types';

export function brokenValues(graph: Graph, seen: ReadonlyMap<string, Seen>): readonly Advice[] {
  const broken = (name: string): boolean => {
    const statistics = seen.get(name)?.statistics;
    return statistics !== null && statistics !== undefined && statistics.nan + statistics.infinite > 0;
  };
  const inputs = graph.inputs.filter(({ name }) => broken(name));
  if (inputs.length > 0) {
    return inputs.map(({ name }) => ({
      level: 'wrong',
      what: `The input ${name} has ${counts(seen.get(name)!)}.`,
      why: 'Whatever is computed from them is NaN or infinite as well.',
      todo: 'Mend the data before it is fed: impute missing values, and look for a division by zero in the preparation.',
      tensor: name,
    }));
  }
  for (const [node, each] of inOrder(graph.nodes)) {
    const name = each.outputs.find(broken);
    if (name === undefined) continue;
    return [
      {
        level: 'wrong',
        what: `${label(each)} is the first to give ${counts(seen.get(name)!)}.`,
        why: reason(each, seen, name),
        todo: 'Look at what goes into this node; all that comes after it is not worth a look.',
        tensor: name,
        node,
      },
    ];
  }
  return [];
}

export const label = ({ operator, name, outputs }: GraphNode): string => `${operator} ${name || (outputs[0] ?? '')}`;

function counts({ statistics }: Seen): string {
  const { nan = 0, infinite = 0, count = 0 } = statistics ?? {};
  const parts = [nan > 0 && `${nan} NaN`, infinite > 0 && `${infinite} infinite values`].filter(Boolean);
  return `${parts.join(' and ')} among ${count}`;
}

function reason({ operator, inputs }: GraphNode, seen: ReadonlyMap<string, Seen>, output: string): string {
  const ranges = inputs.map((name) => seen.get(name)?.statistics ?? null);
  const [first, second] = ranges;
  const low = first?.range?.min ?? 0;
  if (/^(Log|Sqrt|Pow|Acosh|Asin|Acos|Atanh)$/.test(operator) && low < 0) {
    return `${operator} is not defined for all it gets: its input goes down to ${short(low)}.`;
  }
  if (operator === 'Log' && (first?.zeros ?? 0) > 0) return `It takes the logarithm of 0, ${first!.zeros} times.`;
  if (operator === 'Div' && (second?.zeros ?? 0) > 0) return `It divides by 0, ${second!.zeros} times.`;
  if (operator === 'Reciprocal' && (first?.zeros ?? 0) > 0) return `It divides by 0, ${first!.zeros} times.`;
  if (/^(Exp|Softmax|Sinh|Cosh)$/.test(operator) && first?.range) {
    return `Its input goes up to ${short(first.range.max)}, of which the exponential does not fit.`;
  }
  if (seen.get(output)?.elementType === 'float16') {
    const most = first?.range
      ? ` Its input goes up to ${short(Math.max(Math.abs(low), Math.abs(first.range.max)))}.`
      : '';
    return `float16 ends at 65,504.${most} Keep this node in float32 when you convert the model.`;
  }
  if (/^(BatchNormalization|InstanceNormalization|LayerNormalization)$/.test(operator)) {
    return 'A variance of zero or below, or a weight that is itself not finite, does that.';
  }
  const text = first?.range ? ` Its first input goes from ${short(low)} to ${short(first.range.max)}.` : '';
  return `All that goes into it is finite, so it happens here, or in its weights.${text}`;
}

export const short = (value: number): string => String(Number(value.toPrecision(4)));
