// Fixes of leakage under a real Python: programs on scikit-learn's bundled data run before and after, and say both scores.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { appliedAlone } from '../analysis/repair/alone';
import { describeWithPython, type Python } from './python';

/** Writes the bundled tables, with gaps, as the files that the programs read. */
const TABLES = `
import numpy as np
from sklearn import datasets
generator = np.random.default_rng(0)
for name in ['wine', 'breast_cancer', 'diabetes']:
    frame = getattr(datasets, 'load_' + name)(as_frame=True).frame
    frame.columns = [column.replace(' ', '_') for column in frame.columns]
    features = frame.drop(columns='target')
    gaps = generator.random(features.shape) < 0.1
    frame[features.columns] = features.mask(gaps)
    frame.to_csv(name + '.csv', index=False)
`;

/** Runs each program of the JSON list on standard input; prints the list of what they printed, or how they failed. */
const DRIVER = `
import contextlib, io, json, sys, warnings
warnings.simplefilter('ignore')
results = []
for code in json.load(sys.stdin):
    out = io.StringIO()
    try:
        with contextlib.redirect_stdout(out):
            exec(compile(code, 'program', 'exec'), {'__name__': '__main__'})
        results.append({'score': float(out.getvalue().split()[-1])})
    except Exception as error:
        results.append({'error': f'{type(error).__name__}: {error}'})
print(json.dumps(results))
`;

const IMPORTS = `import numpy as np
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler, StandardScaler
`;
const WINE = `df = pd.read_csv('wine.csv')\n`;
const CANCER = `df = pd.read_csv('breast_cancer.csv')\n`;
const DIABETES = `df = pd.read_csv('diabetes.csv')\n`;
const COMPLETE = `df = df.dropna()\nX = df.drop(columns='target')\ny = df['target']\n`;
const CLASSES = `model = LogisticRegression(max_iter=5000).fit(X_train, y_train)\nprint(model.score(X_test, y_test))\n`;
const NUMBERS = CLASSES.replace('LogisticRegression(max_iter=5000)', 'Ridge()');
const divide = (X: string, y: string, more = ''): string =>
  `X_train, X_test, y_train, y_test = train_test_split(${X}, ${y}, random_state=4${more})\n`;

const PROGRAMS: Readonly<Record<string, string>> = {
  'a column filled with its mean':
    WINE + "df['ash'] = df['ash'].fillna(df['ash'].mean())\n" + divide("df[['ash']]", "df['target']") + CLASSES,
  'columns filled by neighbouring lines':
    WINE +
    "df['ash'] = df['ash'].fillna(df['ash'].mean())\ndf['hue'] = df['hue'].fillna(df['hue'].median())\n" +
    divide("df[['ash', 'hue']]", "df['target']", ", stratify=df['target']") +
    CLASSES,
  'filled, then scaled':
    CANCER +
    "df['mean_area'] = df['mean_area'].fillna(df['mean_area'].median())\ns = MinMaxScaler()\nX = s.fit_transform(df[['mean_area']])\n" +
    divide('X', "df['target']") +
    CLASSES,
  'the mode of a column':
    DIABETES + "df['sex'] = df['sex'].fillna(df['sex'].mode()[0])\n" + divide("df[['sex']]", "df['target']") + NUMBERS,
  'a loop over columns':
    DIABETES +
    "for column in ['bmi', 'bp', 's5']:\n    df[column] = df[column].fillna(df[column].median())\ndf['both'] = df['bmi'] * df['bp']\n" +
    divide("df[['bmi', 'bp', 's5', 'both']].values", "df['target']") +
    NUMBERS,
  'all columns at once':
    WINE + 'df = df.fillna(df.mean())\n' + divide("df.drop(columns='target')", "df['target']") + CLASSES,
  'divided by the largest':
    DIABETES +
    "df['bmi'] = df['bmi'].fillna(0)\ndf['bmi'] = df['bmi'] / df['bmi'].max()\n" +
    divide("df[['bmi']]", "df['target']") +
    NUMBERS,
  scaled: CANCER + COMPLETE + 's = StandardScaler()\nX = s.fit_transform(X)\n' + divide('X', 'y') + CLASSES,
  'fitted, then transformed':
    WINE + COMPLETE + 's = StandardScaler()\ns.fit(X)\nX_scaled = s.transform(X)\n' + divide('X_scaled', 'y') + CLASSES,
  'made where it is fitted':
    WINE + COMPLETE + "X = StandardScaler().fit_transform(X[['ash', 'hue']])\n" + divide('X', 'y') + CLASSES,
  components: DIABETES + COMPLETE + 'X_few = PCA(n_components=4).fit_transform(X)\n' + divide('X_few', 'y') + NUMBERS,
  'selected by the label':
    CANCER +
    COMPLETE +
    'best = SelectKBest(k=3)\nX_best = best.fit_transform(X, y)\n' +
    divide('X_best', 'y') +
    CLASSES,
  'fitted again on the test part':
    CANCER +
    COMPLETE +
    divide('X', 'y') +
    's = StandardScaler()\nX_train = s.fit_transform(X_train)\nX_test = s.fit_transform(X_test)\n' +
    CLASSES,
};

interface Result {
  readonly score?: number;
  readonly error?: string;
}

function run(python: Python, folder: string, programs: readonly string[]): readonly Result[] {
  const { status, output, errors } = python(['-c', DRIVER], folder, { input: JSON.stringify(programs) });
  assert.equal(status, 0, errors);
  const results: readonly Result[] = JSON.parse(output);
  return results;
}

describeWithPython('fixes of leakage with scikit-learn', ['sklearn', 'pandas'], (python) => {
  it('run, and both scores are told', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'heldout-fixes-'));
    try {
      const made = python(['-c', TABLES], folder);
      assert.equal(made.status, 0, made.errors);
      const titles = Object.keys(PROGRAMS);
      const before = titles.map((title) => IMPORTS + PROGRAMS[title]!);
      const after = before.map((text, i) => {
        const [applied] = appliedAlone({ kind: 'file', text });
        assert.ok(applied !== undefined && applied.fixed.kind === 'file', `${titles[i]!}: no fix is offered`);
        assert.equal(applied.wrong, null, titles[i]);
        return applied.fixed.text;
      });
      const results = run(python, folder, [...before, ...after]);
      titles.forEach((title, i) => {
        const [old, fixed] = [results[i]!, results[i + titles.length]!];
        assert.deepEqual([old.error, fixed.error], [undefined, undefined], title);
        console.log(`      ${title}: ${old.score!.toFixed(4)} before, ${fixed.score!.toFixed(4)} after`);
        assert.ok(Math.abs(old.score! - fixed.score!) < 0.15, `${title}: the score is of another kind`);
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
