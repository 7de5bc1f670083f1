// best-score-reported: the best score of a search is shown as the result, and nothing is held out to check it.
import { evaluationChapter, place, withoutRepeats } from '../../analysis/flow/story';
import { reportedBest } from '../../analysis/flow/best';
import { rule } from '../rule';

export default rule({
  name: 'best-score-reported',
  category: 'leakage',
  severity: 'hint',
  fix: 'none',
  since: '0.1.0',
  libraries: ['sklearn'],
  summary: 'The best score of a search is the only result',
  docs: `
\`best_score_\` is the highest of many cross-validated scores: it was chosen for being high, so the model will do somewhat
worse on new rows. Keep a test set apart from the search and score \`best_estimator_\` there, or cross-validate the search
itself (Cawley and Talbot, *On Over-fitting in Model Selection*, JMLR 11, 2010).
`,
  silent: `
- A held-out score exists anywhere in the file, or the search itself is cross-validated.
- \`best_score_\` is not shown.
`,
  messages: {
    best: '`best_score_` is the highest of many scores, chosen for being high, and no rows are held out to check it. Score the best model on rows the search did not see',
  },
  examples: [
    {
      title: 'only the best score',
      bad: `
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import GridSearchCV
df = pd.read_csv('houses.csv')
search = GridSearchCV(Ridge(), {'alpha': [1, 10]}).fit(df[['area']], df['price'])
print(search.best_score_)
#     ^^^^^^^^^^^^^^^^^^`,
    },
    {
      title: 'a test set beside it',
      fine: `
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import GridSearchCV, train_test_split
df = pd.read_csv('houses.csv')
X_train, X_test, y_train, y_test = train_test_split(df[['area']], df['price'], random_state=0)
search = GridSearchCV(Ridge(), {'alpha': [1, 10]}).fit(X_train, y_train)
print(search.best_score_, search.score(X_test, y_test))`,
    },
  ],
  *check(module) {
    const best = reportedBest(module);
    if (best === null) return;
    yield {
      at: place(best.shown),
      message: 'best',
      related: withoutRepeats([evaluationChapter(best.search)], best.shown),
    };
  },
});
