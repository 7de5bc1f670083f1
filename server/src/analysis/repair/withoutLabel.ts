// Repair of a label among the features: it is dropped where the features are chosen, for training and evaluation alike.
import { Kind, NameContext, type Call, type Expr, type Name } from '../syntax';
import type { LabelFeature } from '../flow/labels';
import type { Module } from '../module';
import type { Edit } from '../text';
import type { Repair } from './refit';
import { callAt, splitStatement, statementOf } from './statements';

/** Offered where fit and evaluations get their features from places that are known, and nothing between reads the label. */
export function withoutLabel(module: Module, { fit, column }: LabelFeature): Repair | null {
  const { evaluations } = module.flow;
  const others = module.flow.fits.filter((each) => each.features !== null && each.target === column);
  if (others.some((each) => each.at.start !== fit.at.start)) return null;
  const tests = evaluations.filter(({ fits }) => fits.some(({ at }) => at.start === fit.at.start));
  if (tests.some(({ method }) => method !== 'predict' && method !== 'score')) return null;
  const edits = new Map<string, Edit>();
  for (const { start, end } of [fit.at, ...tests.map(({ at }) => at)]) {
    const features = callAt(module, { start, end })?.args[0];
    const made = features === undefined ? null : dropped(module, features, column, 0);
    if (made === null) return null;
    for (const edit of made) edits.set(`${edit.start}:${edit.end}`, edit);
  }
  return { title: `Drop \`${column}\` from the features`, edits: [...edits.values()], safety: 'unsafe' };
}

/** The edits that leave the column out of `expr`; null where it can't be seen where it comes from. */
function dropped(module: Module, expr: Expr, column: string, depth: number): readonly Edit[] | null {
  if (depth > 6) return null;
  if (expr.kind === Kind.Name) return ofName(module, expr, column, depth);
  if (expr.kind === Kind.Subscript) {
    const list = module.definition(expr.slice);
    return list.kind === Kind.List ? outOfList(module, list, column) : null;
  }
  if (expr.kind === Kind.Attribute)
    return expr.attr === 'values' ? dropped(module, expr.value, column, depth + 1) : null;
  if (expr.kind !== Kind.Call || expr.func.kind !== Kind.Attribute) return null;
  const { attr, value } = expr.func;
  if (attr === 'copy' || attr === 'to_numpy') return dropped(module, value, column, depth + 1);
  if (attr === 'drop') return intoDrop(module, expr, column);
  const [given] = expr.args;
  const learns = attr === 'transform' || attr === 'fit_transform';
  return learns && given !== undefined && expr.args.length === 1 ? dropped(module, given, column, depth + 1) : null;
}

/** A part of a split, a name for something else, or a frame as it was read. */
function ofName(module: Module, name: Name, column: string, depth: number): readonly Edit[] | null {
  const bound = module.scopes.named(name.id).filter(({ ctx }) => ctx !== NameContext.Load);
  const [target] = bound;
  const binding = target === undefined ? null : statementOf(module, target);
  if (bound.length !== 1 || binding?.kind !== Kind.Assign || binding.targets.length !== 1) return null;
  const { value, targets } = binding;
  const split = targets[0]?.kind === Kind.Tuple && value.kind === Kind.Call ? splitStatement(module, value) : null;
  if (split !== null) {
    const index = split.parts.indexOf(name.id);
    const array = index < 0 ? undefined : split.call.args[Math.floor(index / 2)];
    if (array === undefined || isReadFrom(module, name.id, column)) return null;
    return array.kind === Kind.Name && isFrame(module, array)
      ? withoutColumn(module, array, column)
      : dropped(module, array, column, depth + 1);
  }
  if (targets[0] !== target) return null;
  if (isFrame(module, name)) return withoutColumn(module, name, column);
  return isReadFrom(module, name.id, column) ? null : dropped(module, value, column, depth + 1);
}

/** A frame that is read from a file, or a part of one: it may hold the label, its features may not. */
function isFrame(module: Module, name: Name): boolean {
  const made = module.definition(name);
  const read = made.kind === Kind.Call && /(^|\.)read_\w+$/.test(module.textOf(made.func));
  return read && module.flow.valueOf(name)?.data?.kind === 'frame';
}

function withoutColumn(module: Module, name: Name, column: string): readonly Edit[] {
  return [{ start: name.end, end: name.end, text: `.drop(columns=${quoted(column)})` }];
}

function quoted(column: string): string {
  return column.includes("'") ? JSON.stringify(column) : `'${column}'`;
}

/** `X['price']`, `X.price` or `X.pop('price')` stands somewhere: the label is taken of it. */
function isReadFrom(module: Module, name: string, column: string): boolean {
  return module.scopes.named(name).some((use) => {
    const parent = module.parent(use);
    if (parent?.kind === Kind.Subscript && parent.value === use) return module.stringOf(parent.slice) === column;
    if (parent?.kind !== Kind.Attribute) return false;
    return parent.attr === column || parent.attr === 'pop';
  });
}

/** `drop(columns=['id'])`, `drop(['id', 'name'], axis=1)`, `drop(columns='id')`: one more. */
function intoDrop(module: Module, { args, keywords }: Call, column: string): readonly Edit[] | null {
  const named = keywords.find(({ arg }) => arg === 'columns')?.value;
  const axis = keywords.find(({ arg }) => arg === 'axis')?.value ?? args[1];
  const columns = named ?? (axis !== undefined && module.textOf(axis) === '1' ? args[0] : undefined);
  if (columns === undefined || keywords.some(({ arg }) => arg === 'inplace')) return null;
  if (columns.kind === Kind.Str)
    return [{ start: columns.start, end: columns.end, text: `[${module.textOf(columns)}, ${quoted(column)}]` }];
  const last = columns.kind === Kind.List ? columns.elts.at(-1) : undefined;
  return last === undefined ? null : [{ start: last.end, end: last.end, text: `, ${quoted(column)}` }];
}

/** `['area', 'price']` without `'price'`, which stands in it once. */
function outOfList(
  module: Module,
  { elts }: Extract<Expr, { readonly kind: Kind.List }>,
  column: string,
): readonly Edit[] | null {
  const index = elts.findIndex((each) => module.stringOf(each) === column);
  const found = elts[index];
  if (found === undefined || elts.length < 2) return null;
  const before = elts[index - 1];
  const after = elts[index + 1];
  return [
    before !== undefined
      ? { start: before.end, end: found.end, text: '' }
      : { start: found.start, end: after!.start, text: '' },
  ];
}
