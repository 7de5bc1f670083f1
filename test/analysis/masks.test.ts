// Which expressions surely are frames, columns and masks of pandas.
import assert from 'node:assert/strict';
import { createModule } from '../../server/src/analysis/createModule';
import { isColumn, isElementwise, isFrame, isMask, isPartOfFrame } from '../../server/src/analysis/masks';
import type { Module } from '../../server/src/analysis/module';
import { Kind, parse } from '../../server/src/analysis/syntax';
import type { Expr } from '../../server/src/analysis/syntax';
import { NO_ENVIRONMENT } from '../../server/src/project/environment';

const HEAD = 'import pandas as pd\ndf = pd.read_csv("a.csv")\nsmall = df[["a", "b"]].dropna()\n';

function last(text: string): [Module, Expr] {
  const source = HEAD + text;
  const module = createModule({ source, syntax: parse(source), notebook: null }, NO_ENVIRONMENT);
  const statement = module.all(Kind.ExprStmt).at(-1);
  assert.ok(statement !== undefined);
  return [module, statement.value];
}

describe('columns and masks', () => {
  it('are followed from the reader', () => {
    for (const text of ['df', 'small', 'df.copy().head()', 'df[df["a"] > 3]'])
      assert.equal(isFrame(...last(text)), true, text);
    for (const text of ['df["a"]', 'small["b"].astype(int)', 'x = df["a"]\nx'])
      assert.equal(isColumn(...last(text)), true, text);
    for (const text of ['df["a"] > 3', '~(df["a"] == 1)', '(df["a"] > 3) & other', 'm = df["a"].isna()\nm == True'])
      assert.equal(isMask(...last(text)), true, text);
  });

  it('are not what has one value, or may have', () => {
    const single = [
      'df["a"].max() > 3',
      'df["a"].iloc[0] == 1',
      'df.empty',
      'df.iloc[0]["a"] > 1',
      '"a" in df',
      'df is None',
    ];
    const unknown = ['given["a"] > 3', 'if x:\n    df = load()\ndf["a"] > 1', 'for df in frames:\n    df["a"] > 1'];
    for (const text of [...single, ...unknown]) assert.equal(isElementwise(...last(text)), false, text);
  });

  it('are joined, or taken out of a frame by whatever stands in the brackets', () => {
    for (const text of ['pd.concat(parts, axis=1)', 'pd.get_dummies(x)'])
      assert.equal(isFrame(...last(text)), true, text);
    for (const text of ['df[names]', 'x = df[key]\nx']) assert.equal(isPartOfFrame(...last(text)), true, text);
    for (const text of ['pd.concat(parts)', 'df.loc[names]', 'given[names]'])
      assert.equal(isFrame(...last(text)) || isPartOfFrame(...last(text)), false, text);
  });

  it('are not frames where a reader gives chunks', () => {
    assert.equal(isFrame(...last('parts = pd.read_csv("a.csv", chunksize=9)\nparts')), false);
  });
});
