// Which rows a model is fitted on, and which it is asked about.
import assert from 'node:assert/strict';
import { createModule } from '../../server/src/analysis/createModule';
import { modelBetween } from '../../server/src/analysis/roles';
import { Kind, parse } from '../../server/src/analysis/syntax';
import { exampleEnvironment } from '../support/environment';

const HEAD = `import pandas as pd
from sklearn.linear_model import Ridge
train, test = pd.read_csv("train.csv"), pd.read_csv("test.csv")
`;

/** The name of the model between the first arguments of `a(…)` and `b(…)`. */
function between(body: string): string | null {
  const source = HEAD + body;
  const module = createModule({ source, syntax: parse(source), notebook: null }, exampleEnvironment({}));
  const [a, b] = ['a', 'b'].map(
    (name) => module.all(Kind.Call).find(({ func }) => module.textOf(func) === name)!.args[0]!,
  );
  return modelBetween(module, a!, b!)?.fit.name ?? null;
}

describe('the model between rows', () => {
  const fit = 'model = Ridge().fit(train[["a"]], train["y"])\n';
  const cases: [string, string, string | null][] = [
    ['is found', `a(train)\nb(test)\n${fit}model.predict(test[["a"]])\n`, 'Ridge'],
    ['not the other way round', `a(test)\nb(train)\n${fit}model.predict(test[["a"]])\n`, null],
    ['nor where nothing is asked', `a(train)\nb(test)\n${fit}`, null],
    ['nor of rows both have', `a(train)\nb(train.head())\n${fit}model.predict(test[["a"]])\n`, null],
    ['nor of rows it also saw', `a(train)\nb(test)\n${fit}model.fit(test, y)\nmodel.predict(test[["a"]])\n`, null],
    ['nor of unknown rows', `a(train)\nb(other)\n${fit}model.predict(other)\n`, null],
  ];
  for (const [title, body, found] of cases) it(title, () => assert.equal(between(body), found));
});
