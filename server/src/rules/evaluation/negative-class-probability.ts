// negative-class-probability: the probability of the first class is taken for the score of the second.
import { Kind } from '../../analysis/syntax';
import type { Expr, Subscript } from '../../analysis/syntax';
import { classNameOf, predictorOf } from '../../analysis/estimators';
import type { CallSite, Module } from '../../analysis/module';
import { scoreMethodOf } from '../../knowledge/classifiers';
import type { Fix } from '../rule';
import { rule } from '../rule';

/** Metrics of two classes, with the keyword of the score. */
const METRICS: Readonly<Record<string, readonly string[]>> = {
  roc_auc_score: ['y_score'],
  average_precision_score: ['y_score'],
  roc_curve: ['y_score'],
  precision_recall_curve: ['y_score', 'probas_pred'],
  brier_score_loss: ['y_proba', 'y_prob'],
};

export default rule({
  name: 'negative-class-probability',
  category: 'evaluation',
  severity: 'warning',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['sklearn'],
  summary: 'A metric gets the probabilities of the negative class',
  docs: `
\`predict_proba\` has a column for each class, in the order of \`classes_\`: for labels 0 and 1 column 0 is the probability of
*0*. Metrics want the score of the greater label
([scikit-learn: roc_auc_score](https://scikit-learn.org/stable/modules/generated/sklearn.metrics.roc_auc_score.html), "the
probability of the class with the greater label"). With column 0 an AUC of 0.9 is reported as 0.1.
`,
  silent: `
- \`1 - p\`, \`pos_label\` given, or the truth is a comparison (\`y_test == 0\`): the first class is meant.
- The model is not known as a classifier of scikit-learn, XGBoost or LightGBM, or several columns are used.
- The column is chosen by \`classes_\`, or is not the literal 0.
`,
  messages: {
    first:
      '`{metric}` wants the probability of the positive class, but column 0 is that of the negative one: the result is turned around. Use `[:, 1]`',
  },
  examples: [
    {
      title: 'column 0, directly and through a name',
      bad: `
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score, roc_curve
model = RandomForestClassifier(random_state=0).fit(X_train, y_train)
print(roc_auc_score(y_test, model.predict_proba(X_test)[:, 0]))
#                                                          ^
scores = model.predict_proba(X_test)[:, 0]
#                                       ^
fpr, tpr, _ = roc_curve(y_test, scores)`,
      good: `
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score, roc_curve
model = RandomForestClassifier(random_state=0).fit(X_train, y_train)
print(roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]))
scores = model.predict_proba(X_test)[:, 1]
fpr, tpr, _ = roc_curve(y_test, scores)`,
    },
    {
      title: 'the first class is meant, or the model is not known',
      fine: `
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score, roc_curve
model = LogisticRegression().fit(X_train, y_train)
p = model.predict_proba(X_test)
print(roc_auc_score(y_test, 1 - p[:, 0]), roc_auc_score(y_test == 0, p[:, 0]))
print(roc_curve(y_test, p[:, 0], pos_label=0), roc_auc_score(y_test, p[:, 1]))
print(roc_auc_score(y_test, unknown.predict_proba(X_test)[:, 0]))
is_benign = y_test == 0
print(roc_auc_score(is_benign, p[:, 0]))`,
    },
  ],
  *check(module) {
    const told = new Set<Expr>();
    for (const call of module.callsTo(...Object.keys(METRICS).map((name) => `sklearn.metrics.${name}`))) {
      const score = scoreOf(call);
      const column = score === null ? null : firstColumn(module, score);
      if (column === null || told.has(column) || call.has('pos_label') || call.hidden) continue;
      const truth = call.argument(0, 'y_true');
      if (truth === null || !isPlainLabel(module, truth)) continue;
      told.add(column);
      const fix: Fix = { title: 'Use column 1', edits: [{ start: column.start, end: column.end, text: '1' }] };
      yield { at: column, message: 'first', data: { metric: classNameOf(call.qualifiedName) }, fixes: [fix] };
    }
  },
});

function scoreOf(call: CallSite): Expr | null {
  const keywords = METRICS[classNameOf(call.qualifiedName)]!;
  return (
    keywords.map((keyword) => call.argument(null, keyword)).find((value) => value !== null) ?? call.argument(1, null)
  );
}

/** The literal 0 of `model.predict_proba(…)[:, 0]`, of a known classifier. */
function firstColumn(module: Module, score: Expr): Expr | null {
  const at = module.definition(score);
  if (at.kind !== Kind.Subscript) return null;
  const made = module.definition(at.value);
  if (made.kind !== Kind.Call || made.func.kind !== Kind.Attribute || made.func.attr !== 'predict_proba') return null;
  const predictor = predictorOf(module, made.func.value);
  const name = predictor === null ? null : module.qualifiedName(predictor.func);
  return name === null || scoreMethodOf(classNameOf(name)) === null ? null : columnZero(module, at);
}

function columnZero(module: Module, { slice }: Subscript): Expr | null {
  if (slice.kind !== Kind.Tuple || slice.elts.length !== 2) return null;
  const [rows, column] = slice.elts;
  const all = rows?.kind === Kind.Slice && module.textOf(rows).trim() === ':';
  return all && column?.kind === Kind.Num && module.textOf(column) === '0' ? column : null;
}

/** A label as it is: not compared, not turned around. */
function isPlainLabel(module: Module, truth: Expr): boolean {
  const at = module.definition(truth);
  return (
    at.kind === Kind.Name || at.kind === Kind.Attribute || (at.kind === Kind.Subscript && at.slice.kind === Kind.Str)
  );
}
