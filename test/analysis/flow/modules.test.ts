// Programs of several files: imported modules are followed once, and what they do is told of where they are called.
import assert from 'node:assert/strict';
import { FlowMemory, interpret } from '../../../server/src/analysis/flow';
import { describeRows } from '../../../server/src/analysis/flow/describe';
import { parse } from '../../../server/src/analysis/syntax';
import { lint } from '../../../server/src/lint';
import { exampleEnvironment } from '../../support/environment';

const HELPERS = `
import pandas as pd
from sklearn.preprocessing import StandardScaler
from sklearn.model_selection import train_test_split

def read():
    return pd.read_csv('flats.csv')

def prepare(df):
    df[['size']] = StandardScaler().fit_transform(df[['size']])
    return df

def parts(df):
    return train_test_split(df, random_state=0)
`;
const MAIN = `
from sklearn.linear_model import Ridge
from helpers import read, prepare, parts
df = prepare(read())
train, test = parts(df)
model = Ridge().fit(train[['size']], train['rent'])
print(model.score(test[['size']], test['rent']))
`;

function flowOf(main: string, files: Readonly<Record<string, string>>, memory?: FlowMemory) {
  const { python } = exampleEnvironment(files);
  const flow = interpret(parse(main).tree, main, { find: python, ...(memory && { memory }) });
  assert.deepEqual([flow.failure, flow.complete], [null, true]);
  return flow;
}

/** The text at which each leak is told. */
function leaks(main: string, files: Readonly<Record<string, string>>, memory?: FlowMemory): readonly string[] {
  return flowOf(main, files, memory).leaks.map(
    ({ influence: { name, at } }) => `${name} at ${main.slice(at.start, at.end)}`,
  );
}

describe('several files', () => {
  it('what a module does is told of where it is called', () => {
    assert.deepEqual(leaks(MAIN, { 'helpers.py': HELPERS }), ['StandardScaler at prepare(read())']);
  });

  it('its splits and sources are those of the program', () => {
    const [evaluation] = flowOf(MAIN, { 'helpers.py': HELPERS }).evaluations;
    assert.equal(describeRows(evaluation!.rows), 'flats.csv › train_test_split part 1');
  });

  it('without the file nothing is known of it', () => {
    assert.deepEqual(leaks(MAIN, {}), []);
  });

  it('the module by name, below a folder, with a star, and through another', () => {
    const named = MAIN.replace('from helpers import read, prepare, parts', 'import helpers').replace(
      'df = prepare(read())\ntrain, test = parts(df)',
      'df = helpers.prepare(helpers.read())\ntrain, test = helpers.parts(df)',
    );
    assert.deepEqual(leaks(named, { 'helpers.py': HELPERS }), ['StandardScaler at helpers.prepare(helpers.read())']);
    const below = MAIN.replace('from helpers import', 'from tools.helpers import');
    assert.deepEqual(leaks(below, { 'tools/helpers.py': HELPERS }), ['StandardScaler at prepare(read())']);
    const star = MAIN.replace('from helpers import read, prepare, parts', 'from helpers import *');
    assert.deepEqual(leaks(star, { 'helpers.py': HELPERS }), ['StandardScaler at prepare(read())']);
    const through = { 'helpers.py': 'from .deep.er import read, prepare, parts', 'deep/er.py': HELPERS };
    assert.deepEqual(leaks(MAIN, through), ['StandardScaler at prepare(read())']);
  });

  it('classes, and functions of the program that a module calls', () => {
    const module = `
class Steps:
    def __init__(self, fill):
        self.fill = fill
    def run(self, df):
        return self.fill(df)
`;
    const main = `
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
from steps import Steps
def fill(df):
    df['size'] = df['size'].fillna(df['size'].mean())
    return df
df = Steps(fill).run(pd.read_csv('flats.csv'))
train, test = train_test_split(df, random_state=0)
print(Ridge().fit(train[['size']], train['rent']).score(test[['size']], test['rent']))
`;
    assert.deepEqual(leaks(main, { 'steps.py': module }), ["mean at df['size'].mean()"]);
  });

  it('%run, as if the text stood there', () => {
    const source = MAIN.replace('from helpers import read, prepare, parts', '%run helpers.py');
    const { tree } = parse(source, { notebook: true });
    const flow = interpret(tree, source, { find: exampleEnvironment({ 'helpers.py': HELPERS }).python });
    assert.equal(flow.leaks.length, 1);
  });

  it('what a module does only as a program is not done', () => {
    const guarded = `${HELPERS}\nif __name__ == '__main__':\n    prepare = None\n`;
    assert.equal(leaks(MAIN, { 'helpers.py': guarded }).length, 1);
  });

  it('modules that import each other end', () => {
    const a = 'from b import g\ndef f(x):\n    return g(x)';
    const b = 'from a import f\ndef g(x):\n    return f(x)';
    flowOf('from a import f\nf(1)\n', { 'a.py': a, 'b.py': b });
  });

  it('a changed file renews what depends on it', () => {
    const memory = new FlowMemory();
    assert.equal(leaks(MAIN, { 'helpers.py': HELPERS }, memory).length, 1);
    const clean = HELPERS.replace('StandardScaler().fit_transform', 'abs');
    assert.equal(leaks(MAIN, { 'helpers.py': clean }, memory).length, 0);
    assert.equal(leaks(MAIN, {}, memory).length, 0);
    assert.equal(leaks(MAIN, { 'helpers.py': HELPERS }, memory).length, 1);
  });

  it('no fix is offered for what stands in another file', () => {
    const { findings, internalProblems } = lint(
      { kind: 'file', text: MAIN },
      { settings: { rules: {} }, environment: exampleEnvironment({ 'helpers.py': HELPERS }) },
    );
    assert.deepEqual(internalProblems, []);
    const found = findings.filter(({ category }) => category === 'leakage');
    assert.deepEqual(
      found.map(({ rule, fixes }) => [rule, fixes.length]),
      [['fit-before-split', 0]],
    );
  });
});
