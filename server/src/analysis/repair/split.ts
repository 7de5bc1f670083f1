// Repair of a missing split: one is inserted before the fit, and its parts are used in fit and score.
import { Kind, type Call, type Name } from '../syntax';
import { isClassifier } from '../flow/labels';
import type { Unsplit } from '../flow/unsplit';
import type { Module } from '../module';
import type { Edit } from '../text';
import type { Repair } from './refit';
import { callAt, importedBy, namedAfter, statementOf } from './statements';

const IMPORT = 'from sklearn.model_selection import train_test_split';
const PARTS = ['X_train', 'X_test', 'y_train', 'y_test'] as const;

/**
 * Offered only where the fit is a statement of its own at the top level, features and label are plain names, the names of
 * the parts are free, and each later use of the two names is an argument of the model's own methods or of a metric.
 */
export function insertSplit(module: Module, { fit, evaluation }: Unsplit): Repair | null {
  const call = callAt(module, fit.at);
  const [features, label] = call?.args ?? [];
  if (call === null || features?.kind !== Kind.Name || label?.kind !== Kind.Name || call.args.length !== 2) return null;
  const statement = statementOf(module, call);
  if (statement === null || module.parent(statement) !== module.tree || module.notebook !== null) return null;
  const lineStart = module.source.lastIndexOf('\n', statement.start - 1) + 1;
  if (lineStart !== statement.start) return null;
  if (PARTS.some((part) => module.scopes.named(part).length > 0)) return null;
  const scored = callAt(module, evaluation.at);
  if (scored === null || evaluation.at.start < fit.at.start) return null;
  const ids = [...new Set([features.id, label.id])];
  const later = ids.flatMap((id) => namedAfter(module, id, call.end)).sort((a, b) => a.start - b.start);
  if (!later.every((name) => isArgument(module, name))) return null;

  const stratified = isClassifier(fit.name) ? `, stratify=${label.id}` : '';
  const line = `X_train, X_test, y_train, y_test = train_test_split(${features.id}, ${label.id}, test_size=0.2, random_state=42${stratified})\n`;
  const edits: Edit[] = [
    { start: statement.start, end: statement.start, text: line },
    renamed(features, 'X_train'),
    renamed(label, 'y_train'),
    ...later.map((name) => renamed(name, name.id === features.id ? 'X_test' : 'y_test')),
  ];
  const imported = importedBy(module, IMPORT, statement.start);
  if (imported === null) return null;
  edits.push(...imported);
  return { title: 'Hold out 20 % of the rows with `train_test_split`', edits, safety: 'unsafe' };
}

function renamed(name: Name, text: string): Edit {
  return { start: name.start, end: name.end, text };
}

/** Handed over as it is: to `predict`, `score` or a metric. */
function isArgument(module: Module, name: Name): boolean {
  const parent = module.parent(name);
  return parent?.kind === Kind.Call && parent.args.includes(name) && isScoring(module, parent);
}

function isScoring(module: Module, { func }: Call): boolean {
  if (func.kind === Kind.Attribute && /^(predict|score|predict_proba|decision_function|evaluate)$/.test(func.attr))
    return true;
  return (module.qualifiedName(func) ?? '').startsWith('sklearn.metrics.');
}
