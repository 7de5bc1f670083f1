// Sequences: rows put together to one, `steps.reshape(-1, 80, steps.shape[-1])`.
import { Kind, type Expr } from '../../syntax';
import { mapInfluences, type Data } from '../data';
import type { Influence, InfluenceKind } from '../influence';
import { objectOf, type Run } from '../interpreter/run';
import { numberOf, type Arguments, type Value } from '../value';

/**
 * The data with another shape. Where so many rows each become one, with as many columns as before, what was looked up among
 * the rows of one sequence, before and after or in its group, says nothing of another.
 */
export function reshaped(run: Run, data: Data, args: Arguments, first = 0): Data {
  const { values, nodes } = dimensions(run, args, first);
  const [count, steps] = values.map((value) => numberOf(value));
  if (values.length !== 3 || count !== -1 || (steps ?? 0) <= 1 || !isWidth(run, nodes[2])) return data;
  return mapInfluences(data, (influences) => run.influences.filter(influences, (each) => !isOfSequence(each)));
}

/** `reshape(a, b, c)`, `reshape((a, b, c))`. */
function dimensions(
  run: Run,
  { positional, nodes }: Arguments,
  first: number,
): { readonly values: readonly Value[]; readonly nodes: readonly Expr[] } {
  const [node] = nodes.slice(first);
  const given = objectOf(run, positional[first]);
  const together = (node?.kind === Kind.Tuple || node?.kind === Kind.List) && given?.type === 'list';
  return together
    ? { values: given.items, nodes: node.elts }
    : { values: positional.slice(first), nodes: nodes.slice(first) };
}

/** `x.shape[-1]`, `x.shape[1]`, `len(features)`: the number of columns. */
function isWidth({ source }: Run, node: Expr | undefined): boolean {
  return node !== undefined && /\.shape\[\s*(?:-\s*1|1)\s*\]$|^len\(/.test(source.slice(node.start, node.end));
}

function isOfSequence({ kind, within }: Influence): boolean {
  return within.length > 0 || OF_ORDER.has(kind);
}

/** Notes of what comes before and after, and of the group that a sequence is. */
const OF_ORDER: ReadonlySet<InfluenceKind> = new Set(['lag', 'lead', 'window', 'sorted', 'grouped']);
