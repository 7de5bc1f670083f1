// What is learnt of all rows, learnt of the training rows instead: a number, the state of a transformer, the means of groups.
import { Kind, NameContext, type Call, type Expr, type Node } from '../syntax';
import type { Learnt } from '../flow/records';
import type { Module } from '../module';
import type { Edit } from '../text';
import { withoutTransform } from '../../knowledge';
import { callAt, statementOf } from './statements';
import { isLibraryName, onTrainRows, takenFrom, type Taken } from './trainSide';

export interface Relearnt {
  /** What it is learnt of: one expression, or features and label. */
  readonly taken: readonly Taken[];
  /** Only rows with labels can be used again by them. */
  readonly labelsOnly: boolean;
  /** @param drawn see `onTrainRows` */
  edits(drawn: string | null): readonly Edit[];
}

/** Null where it is not known how to learn it of fewer rows and use it for all. */
export function relearnt(module: Module, { influence }: Learnt): Relearnt | null {
  const call = callAt(module, influence.at);
  if (call === null) return null;
  if (influence.kind === 'fit' || influence.kind === 'vocabulary') return fitted(module, call);
  if (influence.kind !== 'statistic') return null;
  if (influence.name.startsWith('groupby.transform')) return groupTransform(module, call);
  return influence.name.startsWith('groupby') ? groupMeans(module, call) : number(module, call, influence.name);
}

/** `df['a'].mean()`, `np.median(df['a'])`. */
function number(module: Module, call: Call, name: string): Relearnt | null {
  if (call.func.kind !== Kind.Attribute || call.func.attr !== name) return null;
  if (!/^(mean|median|mode|min|max|std|quantile|var|sum)$/.test(name)) return null;
  const of = isLibraryName(call.func.value) ? call.args[0] : call.func.value;
  const taken = of === undefined ? null : takenFrom(module, of);
  if (taken === null) return null;
  return {
    taken: [taken],
    labelsOnly: false,
    edits: (drawn) => [replaced(taken.whole, onTrainRows(module, taken, drawn))],
  };
}

/** `clusters.labels_`: what it was fitted on is asked for. */
function hasLabels(module: Module, estimator: Expr): boolean {
  const text = module.textOf(estimator);
  return module.attributesNamed(LABELS).some(({ value }) => module.textOf(value) === text);
}

const LABELS = new Set(['labels_']);

/** `t.fit_transform(X)` becomes `t.fit(X.loc[train_rows]).transform(X)`. */
function fitted(module: Module, call: Call): Relearnt | null {
  const { func, args, keywords } = call;
  if (func.kind !== Kind.Attribute || (func.attr !== 'fit_transform' && func.attr !== 'fit')) return null;
  const type = module.flow.valueOf(func.value)?.type ?? '';
  if (!/^(sklearn|category_encoders|feature_engine)\./.test(type) || withoutTransform.has(type.split('.').at(-1)!))
    return null;
  if (func.attr === 'fit' && hasLabels(module, func.value)) return null;
  const [features] = args;
  const label = args[1] ?? keywords.find(({ arg }) => arg === 'y')?.value ?? null;
  if (features === undefined || args.length + keywords.length !== (label === null ? 1 : 2)) return null;
  const taken = [features, ...(label === null ? [] : [label])].map((each) => takenFrom(module, each));
  const known = taken.filter((each) => each !== null);
  if (known.length !== taken.length) return null;
  const edits = (drawn: string | null): readonly Edit[] => {
    const given = known.map((each) => onTrainRows(module, each, drawn)).join(', ');
    const used = func.attr === 'fit' ? '' : `.transform(${module.textOf(features)})`;
    return [{ start: func.attrStart, end: call.end, text: `fit(${given})${used}` }];
  };
  return { taken: known, labelsOnly: false, edits };
}

interface Groups {
  readonly frame: Taken;
  /** As written, quotes included. */
  readonly key: string;
  readonly column: string;
}

/** `df.groupby('k')['c']`. */
function groupsOf(module: Module, expr: Expr): Groups | null {
  if (expr.kind !== Kind.Subscript && expr.kind !== Kind.Attribute) return null;
  const column =
    expr.kind === Kind.Attribute ? `'${expr.attr}'` : expr.slice.kind === Kind.Str ? module.textOf(expr.slice) : null;
  const grouped = expr.value;
  if (column === null || grouped.kind !== Kind.Call || grouped.func.kind !== Kind.Attribute) return null;
  const [key] = grouped.args;
  const plain = grouped.args.length === 1 && grouped.keywords.length === 0;
  if (grouped.func.attr !== 'groupby' || !plain || key?.kind !== Kind.Str) return null;
  const frame = takenFrom(module, grouped.func.value);
  if (frame === null || frame.isArray || frame.whole !== frame.root) return null;
  return { frame, key: module.textOf(key), column };
}

const OF_GROUPS = /^(mean|median|min|max|std|var)$/;

/** `df.groupby('k')['c'].transform('mean')` becomes the group means of the training rows, mapped to all. */
function groupTransform(module: Module, call: Call): Relearnt | null {
  const [given] = call.args;
  if (call.func.kind !== Kind.Attribute || given === undefined || call.args.length + call.keywords.length !== 1)
    return null;
  const groups = groupsOf(module, call.func.value);
  const filled = given.kind === Kind.Lambda ? filledBy(module, given) : null;
  const statistic = filled ?? module.stringOf(given);
  if (groups === null || statistic === null || !OF_GROUPS.test(statistic)) return null;
  const { frame, key, column } = groups;
  const { id } = frame.root;
  const edits = (drawn: string | null): readonly Edit[] => {
    const train = onTrainRows(module, frame, drawn);
    const means = `${id}[${key}].map(${train}.groupby(${key})[${column}].${statistic}())`;
    const known = `${means}.fillna(${ofColumn(module, groups, drawn)}.${statistic}())`;
    return [replaced(call, filled === null ? known : `${id}[${column}].fillna(${known})`)];
  };
  return { taken: [frame], labelsOnly: true, edits };
}

/** `lambda x: x.fillna(x.median())`: `median`. */
function filledBy(module: Module, { params, body }: Extract<Expr, { readonly kind: Kind.Lambda }>): string | null {
  const [only] = params;
  const match = /^(\w+)\.fillna\((\w+)\.(\w+)\(\)\)$/.exec(module.textOf(body));
  return match !== null && only !== undefined && match[1] === only.name && match[2] === only.name ? match[3]! : null;
}

/** A category that is not in the training rows takes the number of all of them. */
function ofColumn(module: Module, { frame, column }: Groups, drawn: string | null): string {
  return onTrainRows(module, frame, drawn).replace(/\]$/, `, ${column}]`);
}

/** `means = df.groupby('k')['c'].mean()`, used by `map` alone. */
function groupMeans(module: Module, call: Call): Relearnt | null {
  if (call.func.kind !== Kind.Attribute || call.args.length + call.keywords.length > 0) return null;
  const statistic = call.func.attr;
  const groups = OF_GROUPS.test(statistic) ? groupsOf(module, call.func.value) : null;
  const maps = groups === null ? null : mappings(module, call);
  if (groups === null || maps === null) return null;
  const { frame } = groups;
  const edits = (drawn: string | null): readonly Edit[] => [
    replaced(frame.root, onTrainRows(module, frame, drawn)),
    ...maps.map(({ end }) => ({ start: end, end, text: `.fillna(${ofColumn(module, groups, drawn)}.${statistic}())` })),
  ];
  return { taken: [frame], labelsOnly: true, edits };
}

/** The calls `….map(means)` that use it; null where it is used in another way than that, or shown. */
function mappings(module: Module, call: Call): readonly Call[] | null {
  const around = module.parent(call);
  const asked = around === null ? null : module.parent(around);
  const isDict = around?.kind === Kind.Attribute && around.attr === 'to_dict' && asked?.kind === Kind.Call;
  const value: Expr = isDict ? asked : call;
  const direct = mapOf(module, value);
  if (direct !== null) return isFilled(module, direct) ? [] : [direct];
  const statement = statementOf(module, value);
  if (statement?.kind !== Kind.Assign || statement.value !== value || statement.targets.length !== 1) return null;
  const [target] = statement.targets;
  if (target?.kind !== Kind.Name) return null;
  const uses = module.scopes.named(target.id);
  const maps: Call[] = [];
  for (const use of uses) {
    if (use === target) continue;
    const map = use.ctx === NameContext.Load ? mapOf(module, use) : null;
    if (map === null && (use.ctx !== NameContext.Load || statementOf(module, use)?.kind !== Kind.ExprStmt)) return null;
    if (map !== null && !isFilled(module, map)) maps.push(map);
  }
  return maps;
}

function mapOf(module: Module, node: Expr): Call | null {
  const parent = module.parent(node);
  const maps = parent?.kind === Kind.Call && parent.func.kind === Kind.Attribute && parent.func.attr === 'map';
  return maps && parent.args.length === 1 && parent.args[0] === node ? parent : null;
}

/** `….map(means).fillna(…)`. */
function isFilled(module: Module, map: Call): boolean {
  const parent: Node | null = module.parent(map);
  return parent?.kind === Kind.Attribute && parent.attr === 'fillna';
}

function replaced({ start, end }: Node, text: string): Edit {
  return { start, end, text };
}
