// The columns a frame may have, through what is done to it.
import assert from 'node:assert/strict';
import { columnsOf } from '../../server/src/analysis/columns';
import { createModule } from '../../server/src/analysis/createModule';
import { Kind, parse } from '../../server/src/analysis/syntax';
import { exampleEnvironment } from '../support/environment';

const FILES = { 'd.csv': 'a,b,c\n1,2,3\n' };

/** The columns of the last line, in order; null if they are not known. */
function columns(text: string): readonly string[] | null {
  const source = `import pandas as pd\ndf = pd.read_csv("d.csv")\n${text}\n`;
  const module = createModule({ source, syntax: parse(source), notebook: null }, exampleEnvironment(FILES));
  const statement = module.all(Kind.ExprStmt).at(-1);
  assert.ok(statement !== undefined);
  const found = columnsOf(module, statement.value);
  return found === null ? null : [...found].sort();
}

describe('columns', () => {
  it('come from the file, or a literal', () => {
    assert.deepEqual(columns('df'), ['a', 'b', 'c']);
    assert.deepEqual(columns('pd.read_csv("d.csv", usecols=["a"])'), ['a']);
    assert.deepEqual(columns('pd.DataFrame({"x": [], "y": []})'), ['x', 'y']);
    assert.deepEqual(columns('pd.DataFrame(rows, columns=["x"])'), ['x']);
  });

  it('are followed through methods, masks and selections', () => {
    assert.deepEqual(columns('df.drop(columns=["a"])'), ['b', 'c']);
    assert.deepEqual(columns('df.drop("a", axis=1).rename(columns={"b": "x"})'), ['c', 'x']);
    assert.deepEqual(columns('df.assign(d=1).head()'), ['a', 'b', 'c', 'd']);
    assert.deepEqual(columns('df[df["a"] > 1]'), ['a', 'b', 'c']);
    assert.deepEqual(columns('df[["c"]]'), ['c']);
  });

  it('grow by what is assigned anywhere', () => {
    assert.deepEqual(columns('def f():\n    df["late"] = 1\ndf.loc[0, "d"] = 2\ndf'), ['a', 'b', 'c', 'd', 'late']);
  });

  it('are unknown where anything unknown is done', () => {
    for (const text of [
      'prepare(df)\ndf',
      'alias = df\ndf',
      'df.columns = names\ndf',
      'df[name] = 1\ndf',
      'df.insert(0, "x", 1)\ndf',
      'df.rename(columns=f)',
      'df.rename(columns={"a": "x"}, inplace=True)\ndf',
      'if x:\n    df = other()\ndf',
      'df.set_index("a")',
      'df.pipe(f)',
      'pd.read_csv("d.csv", header=None)',
      'pd.read_csv("e.csv")',
      'chosen = ["a"]\nchosen.append("b")\ndf[chosen]',
      'df.to_csv("d.csv")\ndf',
    ])
      assert.equal(columns(text), null, text);
  });
});
