// Repair of early stopping on the test rows: a part of the training rows is held out to stop by.
import { Kind, type Expr, type Name, type Stmt } from '../syntax';
import { PREPROCESSING, type InfluenceKind } from '../flow/influence';
import { isClassifier } from '../flow/labels';
import type { StopOnTest } from '../flow/stopping';
import type { Module } from '../module';
import type { Edit } from '../text';
import type { Repair } from './refit';
import { callAt, importedBy, statementOf } from './statements';

const IMPORT = 'from sklearn.model_selection import train_test_split';
const PARTS = ['X_fit', 'X_stop', 'y_fit', 'y_stop'] as const;

/**
 * `fit(X_train, y_train, eval_set=[(X_test, y_test)])` becomes `fit(X_fit, y_fit, eval_set=[(X_stop, y_stop)])`, below a
 * split of the training part. Offered where both are plain names and the fit is a statement of its own line.
 */
export function stopByTrainPart(module: Module, { watched }: StopOnTest): Repair | null {
  const call = callAt(module, watched.at);
  const statement = call === null ? null : statementOf(module, call);
  if (call === null || statement === null) return null;
  const features = argument(module, call.args[0], call.keywords, /^(X|x)$/);
  const label = argument(module, call.args[1], call.keywords, /^y$/);
  const set = call.keywords.find(({ arg }) => arg === 'eval_set' || arg === 'validation_data');
  const pairs = set === undefined ? null : pairsOf(set.value);
  if (features === null || label === null || pairs === null) return null;
  if (PARTS.some((part) => module.scopes.named(part).length > 0) || !isDividedCleanly(watched)) return null;
  const indent = indentOf(module, statement);
  if (indent === null) return null;

  const edits: Edit[] = [renamed(features, 'X_fit'), renamed(label, 'y_fit')];
  for (const [X, y] of pairs) {
    const trained = X.id === features.id && y.id === label.id;
    if (!trained && (X.id === features.id || y.id === label.id)) return null;
    edits.push(renamed(X, trained ? 'X_fit' : 'X_stop'), renamed(y, trained ? 'y_fit' : 'y_stop'));
  }
  if (!pairs.some(([X]) => X.id !== features.id)) return null;
  const stratified = isClassifier(watched.model) ? `, stratify=${label.id}` : '';
  const line = `${PARTS.join(', ')} = train_test_split(${features.id}, ${label.id}, test_size=0.2, random_state=42${stratified})\n`;
  const imported = importedBy(module, IMPORT, statement.start);
  if (imported === null) return null;
  const start = statement.start - indent.length;
  return {
    title: 'Hold out a part of the training rows to stop by',
    edits: [{ start, end: start, text: indent + line }, ...edits, ...imported],
    safety: 'unsafe',
  };
}

/** Rows that were repeated, blended or put in order of time are not to be divided at random. */
const TIED: ReadonlySet<InfluenceKind> = new Set([
  'resample',
  'duplicate',
  'lag',
  'lead',
  'window',
  'sorted',
  'grouped',
]);

/** What was learnt of the training rows is learnt of those to stop by too, unless a split had set test rows apart. */
function isDividedCleanly({ fits }: StopOnTest['watched']): boolean {
  return fits.every(({ rows, influences }) => {
    if (influences.list.some(({ kind }) => TIED.has(kind))) return false;
    const divided = rows.atoms.every(({ steps }) => steps.some(({ kind }) => kind === 'split'));
    return divided || !influences.list.some(({ kind }) => PREPROCESSING.has(kind));
  });
}

function argument(
  module: Module,
  positional: Expr | undefined,
  keywords: readonly { readonly arg: string | null; readonly value: Expr }[],
  name: RegExp,
): Name | null {
  const given = positional ?? keywords.find(({ arg }) => arg !== null && name.test(arg))?.value;
  return given?.kind === Kind.Name ? given : null;
}

/** `[(X_test, y_test)]`, `(X_test, y_test)`: pairs of names. */
function pairsOf(value: Expr): readonly (readonly [Name, Name])[] | null {
  if (value.kind !== Kind.List && value.kind !== Kind.Tuple) return null;
  const own = pairOf(value);
  if (own !== null) return [own];
  const pairs = value.elts.map(pairOf);
  const known = pairs.filter((pair) => pair !== null);
  return known.length === pairs.length && known.length > 0 ? known : null;
}

function pairOf(value: Expr): readonly [Name, Name] | null {
  if ((value.kind !== Kind.Tuple && value.kind !== Kind.List) || value.elts.length !== 2) return null;
  const [X, y] = value.elts;
  return X?.kind === Kind.Name && y?.kind === Kind.Name ? [X, y] : null;
}

function renamed({ start, end }: Name, text: string): Edit {
  return { start, end, text };
}

function indentOf(module: Module, statement: Stmt): string | null {
  const lineStart = module.source.lastIndexOf('\n', statement.start - 1) + 1;
  const indent = module.source.slice(lineStart, statement.start);
  return indent.trim() === '' ? indent : null;
}
