// fit-on-validation: a transformer learns from training and evaluation rows that come from sources of their own.
import { groupNeighbours, leakStory, place } from '../../analysis/flow/story';
import { fittedOnTrainPart } from '../../analysis/repair/trainPart';
import { rule } from '../rule';

export default rule({
  name: 'fit-on-validation',
  category: 'leakage',
  severity: 'information',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: [],
  summary: 'A transformer is fitted on training and evaluation files together',
  docs: `
Joining \`train.csv\` and \`test.csv\` before fitting a vectorizer, scaler or imputer lets it know the words and the spread
of the rows that are to be predicted. In a competition that may be allowed, since the test file is at hand; the score on
such rows still says too much about new ones.
`,
  silent: `
- The transformer is fitted on the training file and only transforms the other.
- Encoders of categories and row-wise transformers.
- Both parts come from one file: see \`fit-before-split\`.
`,
  messages: {
    joined:
      '`{name}` is fitted on the training rows together with rows of another source that `{model}` is evaluated on. Fit it on the training rows only',
    alone:
      '`{name}` is fitted on rows of another source that `{model}` is evaluated on, and prepares the training rows. Fit it on the training rows',
  },
  examples: [
    {
      title: 'a vocabulary of both files',
      bad: `
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
train = pd.read_csv('train.csv')
test = pd.read_csv('test.csv')
vectorizer = TfidfVectorizer()
vectorizer.fit(pd.concat([train['text'], test['text']]))
#<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
model = LogisticRegression().fit(vectorizer.transform(train['text']), train['label'])
print(model.score(vectorizer.transform(test['text']), test['label']))`,
      good: `
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
train = pd.read_csv('train.csv')
test = pd.read_csv('test.csv')
vectorizer = TfidfVectorizer()
vectorizer.fit(train['text'])
model = LogisticRegression().fit(vectorizer.transform(train['text']), train['label'])
print(model.score(vectorizer.transform(test['text']), test['label']))`,
    },
    {
      title: 'fitted on the training file',
      fine: `
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
train = pd.read_csv('train.csv')
test = pd.read_csv('test.csv')
vectorizer = TfidfVectorizer().fit(train['text'])
model = LogisticRegression().fit(vectorizer.transform(train['text']), train['label'])
print(model.score(vectorizer.transform(test['text']), test['label']))`,
    },
  ],
  *check(module) {
    const leaks = module.flow.leaks.filter(
      ({ influence, scope, separateSource }) =>
        (influence.kind === 'fit' || influence.kind === 'vocabulary') && scope === 'both' && separateSource,
    );
    for (const [leak, ...others] of groupNeighbours(leaks, module)) {
      if (leak === undefined) continue;
      const fix = others.length === 0 ? fittedOnTrainPart(module, leak) : null;
      yield {
        at: place(leak.influence.at),
        message: module.flow.judged.relation.overlap(leak.influence.rows, leak.fit.rows) ? 'joined' : 'alone',
        data: { name: leak.influence.name, model: leak.fit.name },
        related: leakStory(leak),
        ...(fix === null ? {} : { fixes: [fix] }),
      };
    }
  },
});
