// Recall: an answer about a module is kept over edits that touch nothing it asked, and made anew over all others.
import assert from 'node:assert/strict';
import { createMemory, parseAgain, type Memory } from '../../server/src/analysis/memory';
import { createModule } from '../../server/src/analysis/createModule';
import type { Module } from '../../server/src/analysis/module';
import type { Move, Recallable } from '../../server/src/analysis/recall';
import { siblingsOf } from '../../server/src/analysis/statements';
import { Kind, type Node } from '../../server/src/analysis/syntax';
import type { Span } from '../../server/src/analysis/text';
import { NO_ENVIRONMENT, type Environment } from '../../server/src/project/environment';

const PROGRAM = `import numpy as np
import pandas as pd
df = pd.read_csv('a.csv')
SEED = 7
model = fit(df, seed=SEED)
print(model.score(df))
total = np.sum(df.values)
`;

function moduleOf(text: string, memory: Memory, environment: Environment = NO_ENVIRONMENT): Module {
  return createModule({ source: text, syntax: parseAgain(text, memory), notebook: null }, environment, memory);
}

/** Asks, and counts how often that was really done. */
function asking(ask: (module: Module) => unknown): Recallable<object, readonly Span[]> & { asked: number } {
  return {
    asked: 0,
    compute(module) {
      this.asked++;
      ask(module);
      return [];
    },
    moved: (kept) => kept,
  };
}

const KEY = {};

/** How often the question is asked again when the program changes so. */
function askedAgain(ask: (module: Module) => unknown, edit: (text: string) => string, text = PROGRAM): boolean {
  const how = asking(ask);
  const memory = createMemory();
  moduleOf(text, memory).recalled(how, KEY);
  moduleOf(edit(text), memory).recalled(how, KEY);
  return how.asked === 2;
}

const adds = (line: string) => (text: string) => text + line;
const replaces = (old: string, now: string) => (text: string) => {
  assert.ok(text.includes(old), `${old} is in the program`);
  return text.replace(old, now);
};

describe('recall', () => {
  const READ_CSV = (module: Module) => module.callsTo('pandas.read_csv');
  const touched: [string, (module: Module) => unknown, (text: string) => string][] = [
    ['a call by its full name', READ_CSV, adds("other = pd.read_csv('b.csv')\n")],
    ['a call that goes', READ_CSV, replaces("df = pd.read_csv('a.csv')", 'df = 1')],
    ['a call whose callee means something else now', READ_CSV, replaces('import pandas as pd', 'import polars as pd')],
    ['calls by a pattern', (module) => module.callsMatching(/^numpy\./), adds('np.mean(df)\n')],
    ['a method', (module) => module.methodCalls('score'), adds('model.score(1)\n')],
    ['a spelling', (module) => module.callsSpelt(/^fit$/), adds('fit(1)\n')],
    ['an attribute', (module) => module.attributesNamed(new Set(['values'])), adds('df.values\n')],
    ['a keyword', (module) => module.keywordsNamed(new Set(['seed'])), adds('f(seed=1)\n')],
    ['a kind of node', (module) => module.all(Kind.For), adds('for x in df: pass\n')],
    ['where a name stands', (module) => module.scopes.named('SEED'), adds('use(SEED)\n')],
    ['whether a name stands anywhere', (module) => module.scopes.matching(/^cuda/), adds('cuda_0\n')],
    ['all names', (module) => module.scopes.names, adds('x\n')],
    ['all calls', (module) => module.scopes.calls, adds('f()\n')],
    [
      'what a name is defined as',
      (module) => module.definition(module.all(Kind.Keyword)[0]!.value),
      adds('SEED = 8\n'),
    ],
    [
      'the value of a definition',
      (module) => module.definition(module.all(Kind.Keyword)[0]!.value),
      replaces('SEED = 7', 'SEED = 8'),
    ],
    ['a binding of the module', (module) => module.scopes.module.bindings.get('new'), adds('new = 1\n')],
    ['all bindings of the module', (module) => [...module.scopes.module.bindings], adds('new = 1\n')],
    ['the packages', (module) => module.imports.has('torch'), adds('import torch\n')],
    ['the statements of the module', (module) => module.tree.body.length, adds('pass\n')],
    ['siblings, by way of the parent', (module) => siblingsOf(module, module.scopes.imports[0]!), adds('pass\n')],
    ['problems', (module) => module.problems, adds('1 +\n')],
    ['a text anywhere', (module) => module.says(/deterministic/), adds('# deterministic\n')],
    ['a stretch of text', (module) => module.textOf({ start: 0, end: 50 }), replaces('as np', 'as  np')],
    ['where imports go', (module) => module.importEdit('import os'), replaces('as pd\n', 'as pd\nimport re\n')],
    ['the flow of data', (module) => module.flow.fits, adds('from sklearn.svm import SVC\nSVC().fit(df, df)\n')],
    ['what was kept of other questions', (module) => module.kept(callsOfModule), adds('f()\n')],
    ['a plain answer that is another one now', (module) => module.kept(countOfFor), adds('for x in df: pass\n')],
    [
      'the comment behind a statement',
      (module) => module.scopes.named('total'),
      replaces('df.values)\n', 'df.values)  # all\n'),
    ],
  ];
  for (const [what, ask, edit] of touched)
    it(`asks again where an edit touches ${what}`, () => assert.equal(askedAgain(ask, edit), true));

  const untouched: [string, (module: Module) => unknown, (text: string) => string][] = [
    ['calls of something else', READ_CSV, adds('f(df)\n')],
    ['another kind of node', (module) => module.all(Kind.For), adds('f(df)\n')],
    ['another name', (module) => module.scopes.named('SEED'), adds('use(df)\n')],
    ['a text that is found elsewhere too', (module) => module.says(/df/), adds('df\n')],
    ['a plain answer that stays', (module) => module.kept(countOfFor), adds('while df: pass\n')],
    ['text elsewhere', (module) => module.textOf({ start: 0, end: 50 }), adds('f(df)\n')],
    ['what comes before', (module) => module.scopes.named('total'), replaces('import numpy', '\n\nimport numpy')],
    ['flow that goes on as before', (module) => module.flow.fits, adds('unused = 3\n')],
  ];
  for (const [what, ask, edit] of untouched)
    it(`does not ask again where an edit touches ${what}`, () => assert.equal(askedAgain(ask, edit), false));

  it('asks again where another version of a library is found', () => {
    const how = asking((module) => module.environment.versionOf('pandas'));
    const memory = createMemory();
    const found = (version: string): Environment => ({
      ...NO_ENVIRONMENT,
      versionOf: () => ({ state: 'exact', version, from: 'requirements.txt' }),
    });
    moduleOf(PROGRAM, memory, found('1.5')).recalled(how, KEY);
    moduleOf(PROGRAM, memory, found('1.5')).recalled(how, KEY);
    assert.equal(how.asked, 1);
    moduleOf(PROGRAM, memory, found('2.0')).recalled(how, KEY);
    assert.equal(how.asked, 2);
  });

  it('asks again of what lies in another answer that was kept', () => {
    const inner = asking((module) => module.callsTo('pandas.read_csv'));
    const outer = asking((module) => module.recalled(inner, KEY));
    const memory = createMemory();
    moduleOf(PROGRAM, memory).recalled(outer, KEY);
    moduleOf(`${PROGRAM}pass\n`, memory).recalled(outer, KEY);
    assert.deepEqual([outer.asked, inner.asked], [1, 1]);
    moduleOf(`${PROGRAM}pd.read_csv('b.csv')\n`, memory).recalled(outer, KEY);
    assert.deepEqual([outer.asked, inner.asked], [2, 2]);
  });

  it('is not lost in answers that hang on each other', () => {
    const read = (module: Module): Node => module.callsTo('pandas.read_csv')[0]!.node;
    const around = (module: Module, key: Node): number =>
      module.kept(around, key.kind === Kind.Assign ? read(module) : module.parent(key)!, 0);
    const how = asking((module) => [module.kept(around, read(module), 0)]);
    const memory = createMemory();
    for (const more of ['', 'f()\n', "pd.read_csv('b.csv')\n"]) moduleOf(PROGRAM + more, memory).recalled(how, KEY);
    assert.equal(how.asked, 2);
  });

  it('keeps an answer over versions in which nobody asked for it, and not over more than are remembered', () => {
    const how = asking((module) => module.callsTo('pandas.read_csv'));
    const other = asking(() => 0);
    const memory = createMemory();
    const after = (versions: number) => {
      for (let i = 0; i < versions; i++) moduleOf(`${PROGRAM}f(${i})\n`, memory).recalled(other, KEY);
      moduleOf(PROGRAM, memory).recalled(how, KEY);
    };
    after(0);
    after(10);
    assert.equal(how.asked, 1);
    after(60);
    assert.equal(how.asked, 2);
  });

  it('brings places to where they are now, and gives up where an edit lies in one', () => {
    const spans: Recallable<object, readonly Span[]> = {
      compute: (module) => module.callsTo('pandas.read_csv').map(({ node: { start, end } }) => ({ start, end })),
      moved: (kept: readonly Span[], move: Move) => kept.map((span) => move.span(span)!),
    };
    const memory = createMemory();
    const [before] = moduleOf(PROGRAM, memory).recalled(spans, KEY);
    const [moved] = moduleOf(`# said above\n${PROGRAM}`, memory).recalled(spans, KEY);
    assert.equal(moved!.start, before!.start + '# said above\n'.length);
    assert.equal(`# said above\n${PROGRAM}`.slice(moved!.start, moved!.end), "pd.read_csv('a.csv')");
  });
});

function callsOfModule(module: Module): readonly unknown[] {
  return module.scopes.calls;
}

function countOfFor(module: Module): number {
  return module.all(Kind.For).length;
}
