// Row labels of frames: fresh, counted, or kept from before; and what is done against zeros.
import assert from 'node:assert/strict';
import { createModule } from '../../server/src/analysis/createModule';
import type { Module } from '../../server/src/analysis/module';
import { rowLabelsOf } from '../../server/src/analysis/rowIndex';
import { Kind, parse } from '../../server/src/analysis/syntax';
import type { Expr } from '../../server/src/analysis/syntax';
import { isGuardedAgainstZero } from '../../server/src/analysis/zeros';
import { exampleEnvironment } from '../support/environment';

/** What stands in the call of `use`. */
function asked(source: string): [Module, Expr] {
  const module = createModule({ source, syntax: parse(source), notebook: null }, exampleEnvironment({}));
  return [module, module.all(Kind.Call).find(({ func }) => module.textOf(func) === 'use')!.args[0]!];
}

describe('row labels', () => {
  const head = `import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
df = pd.read_csv("a.csv")
`;
  const cases: [string, string | null][] = [
    ['use(df)', 'counted'],
    ['use(df[["a"]].copy())', 'counted'],
    ['use(df.dropna())', 'kept'],
    ['use(df[df["a"] > 1])', 'kept'],
    ['small = df.sample(3)\nuse(small["a"])', 'kept'],
    ['use(df.dropna().reset_index(drop=True))', 'counted'],
    ['use(pd.DataFrame(np.zeros((3, 2))))', 'fresh'],
    ['use(pd.DataFrame(np.zeros((3, 2)), index=df.index))', null],
    ['a, b = train_test_split(df)\nuse(b)', 'kept'],
    ['a, b = train_test_split(df, shuffle=False)\nuse(b)', null],
    ['small = df.dropna()\nsmall.index = range(3)\nuse(small)', null],
    ['small = df.dropna()\nsmall.reset_index(inplace=True)\nuse(small)', null],
    ['use(pd.read_csv("a.csv", index_col=0))', null],
    ['use(df.groupby("a").mean())', null],
    ['use(df.drop([1, 2]))', null],
    ['use(unknown)', null],
  ];
  for (const [source, kind] of cases)
    it(`of ${JSON.stringify(source)}: ${kind}`, () => {
      assert.equal(rowLabelsOf(...asked(head + source))?.kind ?? null, kind);
    });
});

describe('guards against zeros', () => {
  const guarded = [
    'use(x + 1e-8)',
    'use(x.clip(1))',
    's = x.std()\nif s == 0:\n  s\nuse(s)',
    'p = x[x > 0]\nuse(p)',
    'use(x + 1)',
  ];
  for (const source of guarded)
    it(`are seen in ${JSON.stringify(source)}`, () => assert.equal(isGuardedAgainstZero(...asked(source)), true));
  for (const source of ['use(x.std())', 's = x.std()\nuse(s)', 'use(x.max() - x.min())'])
    it(`are not in ${JSON.stringify(source)}`, () => assert.equal(isGuardedAgainstZero(...asked(source)), false));
});
