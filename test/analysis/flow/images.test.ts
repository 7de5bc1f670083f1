// Modules followed once for all programs that import them: what a program is told is what following them anew tells.
import assert from 'node:assert/strict';
import { FlowMemory, Images, interpret, type Flow } from '../../../server/src/analysis/flow';
import { describeInfluence, describeRows } from '../../../server/src/analysis/flow/describe';
import { parse } from '../../../server/src/analysis/syntax';
import { seeded } from '../../random';
import { exampleEnvironment } from '../../support/environment';

type Files = Readonly<Record<string, string>>;

const SETTINGS = `
SEED = 7
COLUMNS = ['size', 'age']
STATE = {'fill': 0}
`;
const DATA = `
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from settings import SEED, COLUMNS, STATE

def clean(df, by=None):
    df[COLUMNS] = df[COLUMNS].fillna(df[COLUMNS].mean() if by is None else by)
    return df

class Scaled:
    def __init__(self, frame):
        self.scaler = StandardScaler()
        self.frame = frame
    def all(self):
        self.frame[COLUMNS] = self.scaler.fit_transform(self.frame[COLUMNS])
        return self.frame

flats = clean(pd.read_csv('flats.csv'))
cheap, dear = flats[flats['rent'] < 900], flats[flats['rent'] >= 900]
train, test = train_test_split(flats, random_state=SEED)
`;
const TRAINING = `
from sklearn.linear_model import Ridge
from data import train, test, COLUMNS, Scaled, flats

base = Ridge().fit(train[COLUMNS], train['rent'])
score = base.score(test[COLUMNS], test['rent'])

def scaled_score(model, seed=0):
    frame = Scaled(flats).all()
    half = len(frame) // 2
    first, second = frame[:half], frame[half:]
    model.fit(first[COLUMNS], first['rent'])
    return model.score(second[COLUMNS], second['rent'])
`;
const MAIN = `
import data
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
from settings import SEED
from training import scaled_score, base
print(scaled_score(Ridge()))
again, rest = train_test_split(data.flats, random_state=SEED)
model = Ridge().fit(again[data.COLUMNS], again['rent'])
print(model.score(data.test[data.COLUMNS], data.test['rent']))
print(base.score(data.dear[data.COLUMNS], data.dear['rent']))
`;
const FILES: Files = { 'settings.py': SETTINGS, 'data.py': DATA, 'training.py': TRAINING, 'main.py': MAIN };

/** What is told of a program, without the numbers that its places happen to have. */
function told(flow: Flow, source: string): readonly string[] {
  assert.equal(flow.failure, null);
  const at = (span: { readonly start: number; readonly end: number }) => source.slice(span.start, span.end);
  const { relation } = flow.judged;
  return [
    ...flow.splits.map((split) => `${split.name} of ${describeRows(split.rows)}: ${split.sites.map(at).sort().join()}`),
    ...flow.fits.map((fit) => `${at(fit.at)}: ${fit.name} on ${describeRows(fit.rows)}`),
    ...flow.evaluations.map(
      (each) =>
        `${at(each.at)}: ${each.name} on ${describeRows(each.rows)}, scored ${each.metrics.map(at).sort().join()}, ` +
        `fitted on ${each.fits.map((fit) => (relation.overlap(fit.rows, each.rows) ? 'some of it' : 'others')).join()}`,
    ),
    ...flow.leaks.map((leak) => `${at(leak.influence.at)}: ${describeInfluence(leak.influence)} to ${at(leak.fit.at)}`),
    ...flow.reach.map((site) => `${at(site.at)} ${site.what} ${site.rows}`),
  ]
    .map((line) =>
      line
        .replace(/(len|size)\d+/g, '$1')
        .replace(/\((?:\w+\.py:)?[\w@.#,]*\d[\w@.#,]*\)/g, '()')
        .replace(/[@#][\w.:@]*\d/g, '@'),
    )
    .sort();
}

interface Kept {
  readonly images: Images | null;
  readonly memory?: FlowMemory;
}

function follow(files: Files, program: string, { images, memory }: Kept): readonly string[] {
  const source = files[program]!;
  const { python } = exampleEnvironment(files);
  const find: typeof python = (path, from) => {
    const found = python(path, from);
    return found?.path === program ? { path: program, text: '', itself: true } : found;
  };
  return told(interpret(parse(source).tree, source, { find, images, ...(memory && { memory }) }), source);
}

/** Follows each program twice, so that modules are met again, and compares with following all of it anew. */
function assertSame(files: Files, images: Images, programs: readonly string[] = ['main.py', 'training.py']): void {
  for (const program of [...programs, ...programs])
    assert.deepEqual(follow(files, program, { images }), follow(files, program, { images: null }));
}

describe('modules followed once', () => {
  it('tell each program what following them anew tells', () => {
    assertSame(FILES, new Images());
    assert.ok(follow(FILES, 'main.py', { images: new Images() }).some((line) => line.includes('StandardScaler')));
  });

  it('are followed for the second program that imports them, and for none after that', () => {
    const images = new Images();
    const followed: number[] = [];
    for (const program of ['main.py', 'main.py', 'main.py', 'training.py', 'main.py']) {
      follow(FILES, program, { images });
      followed.push(images.followed);
    }
    assert.deepEqual(followed, [0, 3, 3, 3, 3]);
    follow({ ...FILES, 'training.py': `${TRAINING}\nmore = 1\n` }, 'main.py', { images });
    follow({ ...FILES, 'training.py': `${TRAINING}\nmore = 1\n` }, 'main.py', { images });
    assert.equal(images.followed, 4);
  });

  it('are followed again when their text changes, or that of what they import, or a file vanishes', () => {
    const images = new Images();
    assertSame(FILES, images);
    assertSame({ ...FILES, 'data.py': DATA.replace('df[COLUMNS].mean()', '0') }, images);
    assertSame({ ...FILES, 'settings.py': SETTINGS.replace("'size', 'age'", "'size'") }, images);
    const { 'settings.py': _, ...without } = FILES;
    assertSame(without, images);
    assertSame({ ...FILES, 'data.py': 'def clean(df:\n    return df\nflats =' }, images);
    assertSame(FILES, images);
  });

  it('import each other, import the program, or change what they import', () => {
    const images = new Images();
    assertSame({ ...FILES, 'settings.py': `import data\n${SETTINGS}` }, images);
    assertSame({ ...FILES, 'settings.py': `import main\n${SETTINGS}` }, images, ['main.py', 'training.py', 'data.py']);
    assertSame({ ...FILES, 'training.py': `import settings\nsettings.COLUMNS = ['size']\n${TRAINING}` }, images);
    assertSame({ ...FILES, 'training.py': `from data import flats\nflats['age'] = 0\n${TRAINING}` }, images);
    assertSame({ ...FILES, 'training.py': `from sklearn.preprocessing import *\n${TRAINING}` }, images);
  });

  it('find the same after any edits of the program and its modules, in programs that are followed again too', () => {
    const images = new Images();
    const memories = new Map(['main.py', 'training.py'].map((program) => [program, new FlowMemory()]));
    const random = seeded(11);
    let files = FILES;
    for (let i = 0; i < 120; i++) {
      const names = Object.keys(files);
      const name = names[Math.floor(random() * names.length)]!;
      const next = i % 4 === 3 ? FILES : { ...files, [name]: edited(files[name]!, random) };
      for (const [program, memory] of memories)
        assert.deepEqual(
          follow(next, program, { images, memory }),
          follow(next, program, { images: null }),
          `edit ${i} of ${name}`,
        );
      files = next;
    }
  });
});

/** A line deleted, repeated, moved, or a character less. */
function edited(text: string, random: () => number): string {
  const lines = text.split('\n');
  const at = Math.floor(random() * lines.length);
  const line = lines[at]!;
  switch (Math.floor(random() * 4)) {
    case 0:
      return lines.toSpliced(at, 1).join('\n');
    case 1:
      return lines.toSpliced(at, 0, line).join('\n');
    case 2:
      return lines.toSpliced(Math.floor(random() * lines.length), 0, ...lines.splice(at, 1)).join('\n');
    default: {
      const cut = Math.floor(random() * (line.length + 1));
      return lines.with(at, line.slice(0, cut) + line.slice(cut + 1)).join('\n');
    }
  }
}
