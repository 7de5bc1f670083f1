// Which side a statistic is of, and at what level it is told: both sides, the evaluated rows' own, or rows only predicted.
import assert from 'node:assert/strict';
import { END, FILES, FILES_END, HEAD, PARTS, READ, SPLIT } from './program';
import { lint } from '../../../server/src/lint';
import { NO_ENVIRONMENT } from '../../../server/src/project/environment';

const LEVELS = [
  'statistic-before-split',
  'fit-before-split',
  'fit-on-validation',
  'fit-outside-cv',
  'refit-on-test',
  'resample-before-split',
  'duplicate-before-split',
];

/** Rules that speak, each with its level. */
function told(code: string): string {
  const { findings } = lint(
    { kind: 'file', text: HEAD + code },
    { settings: { rules: {}, select: LEVELS }, environment: NO_ENVIRONMENT },
  );
  return [...new Set(findings.map(({ rule, severity }) => `${rule} ${severity}`))].sort().join(', ');
}

const PREDICTED = `model = Ridge().fit(train[['size', 'age']], train['rent'])\ntest['rent'] = model.predict(test[['size', 'age']])\ntest.to_csv('out.csv')\n`;
const SCORED = FILES_END;
const FILL = "df['age'] = df['age'].fillna(df['age'].mean())\n";
const SCALE = "df[['size', 'age']] = StandardScaler().fit_transform(df[['size', 'age']])\n";
const JOINED = 'df = pd.concat([train, test])\n';
const APART = 'train, test = df[:len(train)], df[len(train):]\n';
const BY_LABEL = "train, test = df[df['rent'].notnull()], df[df['rent'].isnull()]\n";
const BY_DATE = "train, test = df[df['date'] < '2020-01-01'], df[df['date'] >= '2020-01-01']\n";
const OWN = "test['age'] = test['age'].fillna(test['age'].mean())\n";

const BREATHS =
  "df['most'] = df.groupby('breath')['flow'].transform('max')\ny = df['pressure'].to_numpy()\nX = df[['flow', 'most']].to_numpy()\n";
const FOLDED =
  'for i, j in KFold(5, shuffle=True).split(X):\n    model = Sequential()\n    model.fit(X[i], y[i], validation_data=(X[j], y[j]))\n';

const SEARCH = "search = GridSearchCV(RandomForestClassifier(), {'max_depth': [3, 9]}).fit(A, b)\n";
const SEARCHED = 'print(accuracy_score(y_test, search.predict(X_test)))\n';

const STATISTIC = 'statistic-before-split';
const CASES: Readonly<Record<string, readonly [code: string, expected: string]>> = {
  'the rows evaluated are filled by their own mean': [FILES + OWN + SCORED, 'refit-on-test information'],
  'their mean fills the training rows': [
    FILES + "train['age'] = train['age'].fillna(test['age'].mean())\n" + SCORED,
    `${STATISTIC} warning`,
  ],
  'a scaler of theirs scales the training rows': [
    FILES +
      's = StandardScaler().fit(test[["size", "age"]])\ntrain[["size", "age"]] = s.transform(train[["size", "age"]])\n' +
      SCORED,
    'fit-on-validation information',
  ],
  'filled by their own mean, joined for a while': [
    FILES + OWN + JOINED + "df['town'] = df['town'].map(str)\n" + APART + SCORED,
    'refit-on-test information',
  ],
  'each filled by its own mean, joined for a while': [
    FILES + "train['age'] = train['age'].fillna(train['age'].mean())\n" + OWN + JOINED + APART + SCORED,
    'refit-on-test information',
  ],
  'filled by their own mean, joined, and divided at a number': [
    FILES + OWN + JOINED + 'train, test = df[:1460], df[1460:]\n' + SCORED,
    'refit-on-test information',
  ],
  'filled while joined, divided at two numbers, and scored': [
    FILES + JOINED + FILL + 'train, test = df[:1000], df[1000:1400]\n' + SCORED,
    `${STATISTIC} warning`,
  ],
  'a power of all rows, given to the transformation': [
    READ + "df = df.assign(age=stats.boxcox(df['age'] + 1)[0])\n" + PARTS + SPLIT + END,
    `${STATISTIC} warning`,
  ],
  'a power that somebody typed in': [
    READ + "df['age'] = stats.boxcox(df['age'] + 1, lmbda=0.3)\n" + PARTS + SPLIT + END,
    '',
  ],
  'a power of the training rows': [
    READ +
      PARTS +
      SPLIT +
      "_, power = stats.boxcox(X_train['age'])\nX_train['age'] = stats.boxcox(X_train['age'], lmbda=power)\nX_test['age'] = stats.boxcox(X_test['age'], power)\n" +
      END,
    '',
  ],
  'the slope of one row, by a model of its own': [
    FILES +
      "for i in test.index:\n    wave = test.loc[i, 'wave']\n    test.loc[i, 'slope'] = LinearRegression().fit(np.arange(9).reshape(-1, 1), wave).coef_[0]\n" +
      SCORED,
    '',
  ],
  'the greatest of each breath, whose steps become one row': [
    READ + BREATHS + 'X = X.reshape(-1, 80, X.shape[-1])\n' + FOLDED,
    '',
  ],
  'the greatest of each breath, whose steps stay apart': [READ + BREATHS + FOLDED, `${STATISTIC} warning`],
  'resampled training rows are searched, the test rows are apart': [
    READ + PARTS + SPLIT + 'A, b = SMOTE().fit_resample(X_train, y_train)\n' + SEARCH + SEARCHED,
    'resample-before-split information',
  ],
  'resampled rows are searched, and nothing is apart': [
    READ + PARTS + 'A, b = SMOTE().fit_resample(X, y)\n' + SEARCH,
    'resample-before-split warning',
  ],
  'resampled rows are divided, then searched': [
    READ +
      PARTS +
      'X, y = SMOTE().fit_resample(X, y)\n' +
      SPLIT +
      SEARCH.replace('A, b', 'X_train, y_train') +
      SEARCHED,
    'resample-before-split warning',
  ],
  'models vote on rows that are only predicted, and are stacked': [
    FILES +
      "y = train.pop('rent')\na, b = Ridge().fit(train, y), Lasso().fit(train, y)\nfor i in range(9):\n    print(np.bincount([a.predict(test)[i], b.predict(test)[i]]).argmax())\nX = np.column_stack([a.predict(train), b.predict(train)])\nprint(cross_val_score(LinearRegression(), X, y))\n",
    'fit-outside-cv warning',
  ],
  'filled while joined, by place, and only predicted': [
    FILES + JOINED + FILL + 'train, test = df[:891], df[891:]\n' + PREDICTED,
    `${STATISTIC} information`,
  ],
  'filled while joined, by the label, and only predicted': [
    FILES + JOINED + FILL + BY_LABEL + PREDICTED,
    `${STATISTIC} information`,
  ],
  'scaled while joined, by the label, and only predicted': [
    FILES + JOINED + SCALE + BY_LABEL + PREDICTED,
    'fit-before-split information',
  ],
  'one file, whose rows without a label are predicted': [
    READ + FILL + BY_LABEL + PREDICTED,
    `${STATISTIC} information`,
  ],
  'one file, whose later rows are predicted, and seen by somebody': [
    READ + FILL + 'train, test = df[:800], df[800:]\n' + PREDICTED,
    `${STATISTIC} warning`,
  ],
  'filled while joined, and a part of the training file is scored': [
    FILES +
      JOINED +
      FILL +
      APART +
      PREDICTED +
      "a, b = train_test_split(train)\nprint(Ridge().fit(a[['size', 'age']], a['rent']).score(b[['size', 'age']], b['rent']))\n",
    `${STATISTIC} warning`,
  ],
  'a mean of each day, divided by days': [
    READ + "df['age'] = df.groupby('date')['age'].transform('mean')\n" + BY_DATE + SCORED,
    '',
  ],
  'a mean of each day and town, divided by days': [
    READ + "df['age'] = df.groupby(['town', 'date'])['age'].transform('mean')\n" + BY_DATE + SCORED,
    '',
  ],
  'a mean of each town, divided by days': [
    READ + "df['age'] = df.groupby('town')['age'].transform('mean')\n" + BY_DATE + SCORED,
    `${STATISTIC} warning`,
  ],
};

describe('sides and levels', () => {
  for (const [title, [code, expected]] of Object.entries(CASES)) {
    it(title, () => assert.equal(told(code), expected));
  }
});
