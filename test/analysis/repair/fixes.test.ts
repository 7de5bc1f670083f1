// Fixes of leakage: not offered where they would be wrong, and right wherever they are offered.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { rules } from '../../../server/src/rules';
import { END, HEAD, READ } from '../flow/program';
import { appliedAlone } from './alone';

const SPLIT = "X_train, X_test, y_train, y_test = train_test_split(df[['age', 'size']], df['rent'], random_state=3)\n";
const FILL = "df['age'] = df['age'].fillna(df['age'].mean())\n";

/** How often a fix is offered for `code`. */
function offers(code: string): number {
  return appliedAlone({ kind: 'file', text: HEAD + READ + code }).length;
}

const WITHHELD: Readonly<Record<string, string>> = {
  'the filled column is read in between':
    FILL + "df['rent'] = df['rent'] / df['age']\ndf = df.sort_values('rent')\n" + SPLIT + END,
  'rows are put in another order in between': FILL + "df = df.sort_values('size')\n" + SPLIT + END,
  'rows are left out in between': FILL + "df = df[df['size'] > 3]\n" + SPLIT + END,
  'the seed is not known, and the frame is read again':
    FILL + SPLIT.replace(', random_state=3', '') + END + 'print(df.mean())\n',
  'the classes are kept in proportion':
    FILL + 'total = df.sum(axis=1)\n' + SPLIT.replace('random', "stratify=df['rent'], random") + END,
  'folds divide the same rows': FILL + "print(cross_val_score(Ridge(), df[['age']], df['rent']))\n" + SPLIT + END,
  'a scaler whose output is read again':
    "X = StandardScaler().fit_transform(df[['age']])\nX_train, X_test, y_train, y_test = train_test_split(X, df['rent'])\n" +
    END +
    'print(X.mean())\n',
  'what is scaled changes before the split':
    "X = df[['age']]\ns = StandardScaler()\nZ = s.fit_transform(X)\nX['age'] = 0\nX_train, X_test, y_train, y_test = train_test_split(Z, df['rent'])\n" +
    END,
};

describe('fixes of leakage', () => {
  it('are offered for the plain case', () => assert.equal(offers(FILL + SPLIT + END), 1));
  for (const [title, code] of Object.entries(WITHHELD)) {
    it(`are withheld where ${title}`, () => assert.equal(offers(code), 0));
  }

  it('hold alone, in every example', () => {
    const wrong = rules
      .filter(({ category }) => category === 'leakage')
      .flatMap(({ examples }) => examples)
      .flatMap((example) => ('bad' in example && example.notebook !== true ? [example.bad] : []))
      .flatMap((text) => appliedAlone({ kind: 'file', text }))
      .flatMap((applied) => applied.wrong ?? []);
    assert.deepEqual(wrong, []);
  });
});

/** Scripts of other people, fetched into a folder that is not kept in the repository; skipped where it is not. */
describe('fixes of leakage in real scripts', () => {
  const folder = path.resolve(__dirname, '..', '..', '..', '.cache', 'leakage');
  const scripts = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.py')) : [];
  if (scripts.length === 0) {
    it.skip('.cache/leakage is not here: see ../shared/leakage/README.md');
    return;
  }
  it('hold alone', () => {
    const applied = scripts.flatMap((name) =>
      appliedAlone({ kind: 'file', text: readFileSync(path.join(folder, name), 'utf8') }),
    );
    assert.deepEqual(
      applied.flatMap(({ wrong }) => wrong ?? []),
      [],
    );
    assert.ok(applied.length >= 40, `${applied.length} fixes are offered`);
  }).timeout(120_000);
});
