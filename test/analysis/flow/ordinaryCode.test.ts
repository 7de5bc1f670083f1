// Ordinary code, as people write it in competitions and courses: what must be said of it, and of its clean twin.
import assert from 'node:assert/strict';
import { END, PARTS, READ, SPLIT, leaksIn } from './program';

const FIT = 'fit-before-split';
const STATISTIC = 'statistic-before-split';
const RESAMPLE = 'resample-before-split';
const NOTHING = '';

/** A title, what happens, and the rules that must speak (several with a blank between). */
type Case = readonly [title: string, code: string, expected: string];

/** Done to the frame before it is divided. */
function before(title: string, code: string, expected: string): Case {
  return [title, READ + code + PARTS + SPLIT + END, expected];
}
/** Done to the frame; `columns` of it are the features. */
function chosen(title: string, code: string, columns: string, expected: string): Case {
  return [title, `${READ}${code}X = df[${columns}]\ny = df['rent']\n${SPLIT}${END}`, expected];
}

const BINS = "df['band'] = pd.qcut(df['age'], 4)\n";

const GROUPS: Readonly<Record<string, readonly Case[]>> = {
  get_dummies: [
    before(
      'the frame given by name',
      "df['age'] = df['age'].fillna(df['age'].mean())\ndf = pd.get_dummies(data=df, columns=['town'])\n",
      STATISTIC,
    ),
    before(
      'the frame given by name, then resampled',
      "df = pd.get_dummies(data=df)\nX = df.drop(columns='rent')\nX, df['rent'] = SMOTE().fit_resample(X, df['rent'])\ndf = X\n",
      RESAMPLE,
    ),
    chosen('columns of a column that learnt', `${BINS}df = pd.get_dummies(df)\n`, "['size', 'band_1']", STATISTIC),
    chosen('named columns are spread', `${BINS}df = pd.get_dummies(df, columns=['band'])\n`, "['band_1']", STATISTIC),
    chosen(
      'under a prefix',
      `${BINS}df = pd.get_dummies(df, columns=['band'], prefix=['b'])\n`,
      "['size', 'b_1']",
      STATISTIC,
    ),
    chosen(
      'of a column, set beside the frame, which goes',
      `${BINS}df = pd.concat([df, pd.get_dummies(df['band'], prefix='b')], axis=1).drop(columns='band')\n`,
      "['b_1', 'b_2']",
      STATISTIC,
    ),
    chosen('other columns than those', `${BINS}df = pd.get_dummies(df)\n`, "['size', 'town_Rome']", NOTHING),
    before('the column dropped afterwards', `${BINS}df = pd.get_dummies(df).drop(columns='band')\n`, NOTHING),
  ],
  'columns under new names': [
    chosen(
      'renamed by a dict',
      "df['age'] = df['age'].fillna(df['age'].mean())\ndf = df.rename(columns={'age': 'years'})\n",
      "['size', 'years']",
      STATISTIC,
    ),
    chosen(
      'the other columns of that frame',
      "df['age'] = df['age'].fillna(df['age'].mean())\ndf.rename(columns={'age': 'years'}, inplace=True)\n",
      "['size', 'floor']",
      NOTHING,
    ),
    chosen(
      'renamed by a function',
      "df['age'] = df['age'].fillna(df['age'].mean())\ndf = df.rename(columns=str.title)\n",
      "['Size', 'Age']",
      STATISTIC,
    ),
    chosen(
      'rows renamed',
      "df['age'] = df['age'].fillna(df['age'].mean())\ndf = df.rename(index={0: 1})\n",
      "['size']",
      NOTHING,
    ),
  ],
  'a column called name': [
    [
      'rows without one dropped by it',
      `${READ}df = df.loc[df.name == df.name]\nX = pd.DataFrame(TfidfVectorizer().fit_transform(df['name']))\ny = df['rent']\n${SPLIT}${END}`,
      FIT,
    ],
  ],
  'gaps filled at random': [
    before(
      'around the mean of all rows',
      "m, s = df['age'].mean(), df['age'].std()\ndf['age'][np.isnan(df['age'])] = np.random.randint(m - s, m + s, size=df['age'].isnull().sum())\n",
      STATISTIC,
    ),
    before(
      'between bounds that are given',
      "df['age'][np.isnan(df['age'])] = np.random.randint(20, 40, size=df['age'].isnull().sum())\n",
      NOTHING,
    ),
  ],
  'arguments by name': [
    before('of a function of NumPy', "df['age'] = df['age'].fillna(np.nanmedian(a=df['age']))\n", STATISTIC),
    before('of a binning', "df['band'] = pd.qcut(x=df['age'], q=4, labels=False)\n", STATISTIC),
  ],
};

describe('ordinary code', () => {
  for (const [group, cases] of Object.entries(GROUPS)) {
    describe(group, () => {
      for (const [title, code, expected] of cases) {
        it(title, () => assert.deepEqual(leaksIn(code).join(' '), expected));
      }
    });
  }
});
