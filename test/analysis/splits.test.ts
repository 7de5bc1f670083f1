// Parts of a split, and how many classes a label surely has.
import assert from 'node:assert/strict';
import { createModule } from '../../server/src/analysis/createModule';
import { classCountOf, splitPartOf } from '../../server/src/analysis/splits';
import { Kind, parse } from '../../server/src/analysis/syntax';
import type { Expr } from '../../server/src/analysis/syntax';
import type { Module } from '../../server/src/analysis/module';
import { exampleEnvironment } from '../support/environment';

/** The module, and what stands in its one call of `use`. */
function asked(source: string): { module: Module; expr: Expr } {
  const text = `from sklearn.datasets import load_iris, make_moons\nfrom sklearn.model_selection import train_test_split\n${source}\n`;
  const module = createModule({ source: text, syntax: parse(text), notebook: null }, exampleEnvironment({}));
  const call = module.all(Kind.Call).find(({ func }) => module.textOf(func) === 'use')!;
  return { module, expr: call.args[0]! };
}

describe('parts of a split', () => {
  const split = 'a, b, c, d = train_test_split(X, y)\n';
  it('tells the side, the place and what was split', () => {
    const { module, expr } = asked(`${split}use(d)`);
    const part = splitPartOf(module, expr);
    assert.equal(part?.side, 'test');
    assert.equal(part.place, 3);
    assert.equal(module.textOf(part.whole!), 'y');
  });
  for (const source of [
    `${split}if z:\n  d = 3\nuse(d)`,
    'a, *b = train_test_split(X, y)\nuse(a)',
    'a, b = other(X, y)\nuse(b)',
    `${split}use(d[0])`,
  ])
    it(`claims nothing of ${JSON.stringify(source)}`, () => {
      const { module, expr } = asked(source);
      assert.equal(splitPartOf(module, expr), null);
    });
});

describe('the number of classes', () => {
  const known: [string, number | null][] = [
    ['use(load_iris().target)', 3],
    ['iris = load_iris()\nuse(iris["target"])', 3],
    ['X, y = load_iris(return_X_y=True)\nuse(y)', 3],
    ['X, y = make_moons(100)\na, b, c, d = train_test_split(X, y)\nuse(d)', 2],
    ['X, y = load_iris(return_X_y=True)\nuse(X)', null],
    ['X, y = load_iris(return_X_y=True)\ny = y[y < 2]\nuse(y)', null],
    ['iris = load_iris()\nuse(iris.data)', null],
    ['X, y = load_iris(**options)\nuse(y)', null],
  ];
  for (const [source, count] of known)
    it(`of ${JSON.stringify(source)} is ${count}`, () => {
      const { module, expr } = asked(source);
      assert.equal(classCountOf(module, expr), count);
    });
});
