// missing-split: a model is scored on the rows it was fitted on, and nothing in the file holds rows back.
import { evaluationChapter, fitChapter, place, withoutRepeats } from '../../analysis/flow/story';
import { unsplitEvaluations } from '../../analysis/flow/unsplit';
import { insertSplit } from '../../analysis/repair/split';
import { rule } from '../rule';

export default rule({
  name: 'missing-split',
  category: 'leakage',
  severity: 'information',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['sklearn', 'xgboost', 'lightgbm', 'catboost', 'keras', 'tensorflow'],
  summary: 'A model is scored on the rows it was fitted on, and no rows are held out',
  docs: `
A score on the training rows says how well the model remembers them, not how well it predicts new ones: a decision tree
reaches 100 % on any labels. Hold rows out with \`train_test_split\`, or cross-validate.
`,
  silent: `
- Any split, fold, validation share or second data file is in sight, or rows come in as a function's parameter.
- No score is reported; the model is unsupervised; the data are typed in.
`,
  messages: {
    unsplit:
      '`{model}` is scored on the very rows it was fitted on, and the file holds none out: the score says nothing about new rows. Split them with `train_test_split` first',
  },
  examples: [
    {
      title: 'fitted and scored on all rows',
      bad: `
import pandas as pd
from sklearn.tree import DecisionTreeClassifier
df = pd.read_csv('loans.csv')
X = df.drop(columns='default')
y = df['default']
model = DecisionTreeClassifier()
model.fit(X, y)
print(model.score(X, y))
#     ^^^^^^^^^^^^^^^^^`,
      good: `
import pandas as pd
from sklearn.tree import DecisionTreeClassifier
from sklearn.model_selection import train_test_split
df = pd.read_csv('loans.csv')
X = df.drop(columns='default')
y = df['default']
model = DecisionTreeClassifier()
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=42, stratify=y)
model.fit(X_train, y_train)
print(model.score(X_test, y_test))`,
    },
    {
      title: 'cross-validated, or without a score',
      fine: `
import pandas as pd
from sklearn.model_selection import cross_val_score
from sklearn.tree import DecisionTreeClassifier
df = pd.read_csv('loans.csv')
X, y = df.drop(columns='default'), df['default']
print(cross_val_score(DecisionTreeClassifier(), X, y))
model = DecisionTreeClassifier().fit(X, y)
print(model.score(X, y))`,
    },
    {
      title: 'a file of its own for the test',
      fine: `
import pandas as pd
from sklearn.tree import DecisionTreeClassifier
train = pd.read_csv('train.csv')
test = pd.read_csv('test.csv')
model = DecisionTreeClassifier().fit(train[['age']], train['default'])
print(model.score(train[['age']], train['default']))`,
    },
    {
      title: 'what a model has learnt is drawn, not scored',
      fine: `
import pandas as pd
from sklearn.inspection import DecisionBoundaryDisplay, PartialDependenceDisplay
from sklearn.linear_model import LogisticRegression
flats = pd.read_csv("flats.csv")
X, y = flats[["area", "rooms"]], flats["sold"]
model = LogisticRegression().fit(X, y)
DecisionBoundaryDisplay.from_estimator(model, X, response_method="predict")
PartialDependenceDisplay.from_estimator(model, X, ["area"])`,
    },
  ],
  *check(module) {
    const [first, ...others] = unsplitEvaluations(module.flow);
    if (first === undefined) return;
    const { evaluation, fit } = first;
    const also = others.map((other) => ({ ...place(other.evaluation.at), message: 'And here' }));
    const fix = insertSplit(module, first);
    yield {
      at: place(evaluation.at),
      message: 'unsplit',
      data: { model: fit.name },
      related: withoutRepeats([fitChapter(fit), ...also, evaluationChapter(evaluation)].slice(0, 6), evaluation.at),
      ...(fix === null ? {} : { fixes: [fix] }),
    };
  },
});
