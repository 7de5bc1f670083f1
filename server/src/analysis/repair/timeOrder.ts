// Repair of time turned round: splits in order instead of at random, and features that look back instead of ahead.
import { Kind, type Call, type Expr } from '../syntax';
import { callForm } from '../calls';
import type { Fit, Influence, Split } from '../flow/types';
import type { Module } from '../module';
import type { Edit, Span } from '../text';
import type { Repair } from './refit';
import { callAt, importedBy, splitCall } from './statements';

/** `train_test_split(…, shuffle=False)`; `KFold(5, shuffle=True)` becomes `TimeSeriesSplit(n_splits=5)`. */
export function splitInOrder(module: Module, split: Split): Repair | null {
  if (split.name === 'train_test_split') return everywhereUnshuffled(module, split);
  return split.name === 'KFold' && split.folds ? forwardFolds(module) : null;
}

/** One split may be made at several places: the same rows, size and seed. */
function everywhereUnshuffled(module: Module, { at, sites, name }: Split): Repair | null {
  const edits = (sites.length > 0 ? sites : [at]).map((site) =>
    unshuffled(module, splitCall(module, { at: site, name })),
  );
  const known = edits.filter((edit) => edit !== null);
  if (known.length !== edits.length) return null;
  return { title: 'Split in the order of the rows', edits: known, safety: 'unsafe' };
}

function unshuffled(module: Module, call: Call | null): Edit | null {
  if (call === null || call.keywords.some(({ arg }) => arg === null || arg === 'stratify')) return null;
  const shuffle = call.keywords.find(({ arg }) => arg === 'shuffle');
  if (shuffle !== undefined) return { start: shuffle.value.start, end: shuffle.value.end, text: 'False' };
  // A seed has nothing to draw any more.
  const seed = call.keywords.find(({ arg }) => arg === 'random_state');
  return seed === undefined
    ? callForm(call, module.source).addKeyword('shuffle=False')
    : { start: seed.start, end: seed.end, text: 'shuffle=False' };
}

const TIME_SERIES = 'from sklearn.model_selection import TimeSeriesSplit';

/** Where one KFold is made in the file, by literals, and nothing needs every row to be in a test fold once. */
function forwardFolds(module: Module): Repair | null {
  const [made, ...others] = module.callsTo('sklearn.model_selection.KFold');
  if (made === undefined || others.length > 0 || made.hidden) return null;
  if (module.callsTo('sklearn.model_selection.cross_val_predict').length > 0) return null;
  const count = made.argument(0, 'n_splits');
  if (count !== null && count.kind !== Kind.Num) return null;
  const imported = importedBy(module, TIME_SERIES, made.node.start);
  if (imported === null) return null;
  const { start, end } = made.node;
  const text = `TimeSeriesSplit(n_splits=${count === null ? '5' : module.textOf(count)})`;
  return {
    title: 'Test on the rows that follow, with `TimeSeriesSplit`',
    edits: [{ start, end, text }, ...imported],
    safety: 'unsafe',
  };
}

/** `shift(-1)` becomes `shift(1)`; `center=True` and other ways to look ahead have no such counterpart yet. */
export function lookBack(module: Module, { at }: Pick<Influence, 'at'>): Repair | null {
  const call = callAt(module, at);
  if (call === null || call.func.kind !== Kind.Attribute || !/^(shift|diff|pct_change)$/.test(call.func.attr))
    return null;
  // A loop over days before and after: turned round, it still looks ahead.
  const isBoth = ({ influences }: Fit): boolean =>
    influences.list.some((each) => each.kind === 'lag' && each.at.start === at.start);
  if (module.flow.fits.some(isBoth)) return null;
  const periods = callForm(call, module.source).argument(0, 'periods');
  const sign = periods === null ? null : minusOf(module, periods);
  if (sign === null) return null;
  return { title: 'Look back instead', edits: [{ ...sign, text: '' }], safety: 'unsafe' };
}

/** The minus of `-1`. */
function minusOf(module: Module, expr: Expr): Span | null {
  if (expr.kind !== Kind.UnaryOp || (expr.operand.kind !== Kind.Num && expr.operand.kind !== Kind.Name)) return null;
  return module.source[expr.start] === '-' ? { start: expr.start, end: expr.operand.start } : null;
}
