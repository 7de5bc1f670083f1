// Linting again after edits, with the memory of the last version, finds what linting anew finds.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createMemory } from '../server/src/analysis/memory';
import { lint, type Source } from '../server/src/lint';
import { NO_ENVIRONMENT } from '../server/src/project/environment';
import { rules } from '../server/src/rules';
import { notebookCells, script } from './bench/programs';
import { pick, seeded } from './random';

/** Files taken of the labelled scripts, and edits made in each; more by hand: `AGAIN_FILES=234 AGAIN_EDITS=100`. */
const FILES = Number(process.env['AGAIN_FILES'] ?? 12);
const EDITS = Number(process.env['AGAIN_EDITS'] ?? 12);

const settings = { rules: {}, syntax: true };

/** What people do to a text: type, delete, move, repeat and indent lines, rename, break it and mend it. */
function edited(text: string, random: () => number): string {
  const lines = text.split('\n');
  const at = Math.floor(random() * lines.length);
  const line = lines[at] ?? '';
  const word = () => pick(text.match(/\w+/g) ?? ['x'], random);
  const cut = Math.floor(random() * (line.length + 1));
  switch (Math.floor(random() * 12)) {
    case 0:
      return lines.toSpliced(at, 1).join('\n');
    case 1:
      return lines.toSpliced(at, 0, line).join('\n');
    case 2:
      return lines.toSpliced(at, 0, pick(['# said here', '', '# %%', 'pass'], random)).join('\n');
    case 3:
      return lines.with(at, line + pick(['  # why', ' ', '; y = 1'], random)).join('\n');
    case 4:
      return lines.with(at, line.slice(0, cut) + line.slice(cut + 1)).join('\n');
    case 5: {
      const other = Math.floor(random() * lines.length);
      return lines
        .with(at, lines[other] ?? '')
        .with(other, line)
        .join('\n');
    }
    case 6:
      return lines
        .with(at, line.slice(0, cut) + pick(['"', '(', ')', ' ', 'x', '.', '=', '#', '\n'], random) + line.slice(cut))
        .join('\n');
    case 7:
      return text.replace(new RegExp(`\\b${word()}\\b`), word());
    case 8:
      return text.replaceAll(new RegExp(`\\b${word()}\\b`, 'g'), word());
    case 9:
      return lines.with(at, `    ${line}`).join('\n');
    case 10:
      return lines.with(at, line.replace(/=.*/, `= ${word()}`)).join('\n');
    default:
      return lines
        .toSpliced(at, 0, '', pick(['import numpy as np', 'from sklearn.model_selection import *'], random))
        .join('\n');
  }
}

function assertSame(versions: Iterable<Source>): void {
  const memory = createMemory();
  for (const source of versions) {
    const again = lint(source, { settings, environment: NO_ENVIRONMENT, memory });
    const anew = lint(source, { settings, environment: NO_ENVIRONMENT });
    assert.deepEqual(again.internalProblems, []);
    assert.deepEqual(again.findings, anew.findings);
  }
}

/** A text and its edits; every third is taken back, as an undo does. */
function* versionsOf(text: string, seed: number): Iterable<Source> {
  const random = seeded(seed);
  let now = text;
  yield { kind: 'file', text };
  for (let i = 0; i < EDITS; i++) {
    const next = edited(now, random);
    yield { kind: 'file', text: next };
    if (i % 3 === 0) yield { kind: 'file', text: now };
    else now = next;
  }
}

describe('linting again', () => {
  it('finds the same as linting anew, in a long script', () => {
    assertSame(versionsOf(script(400), 1));
  });

  it('finds the same key by key, while lines are typed and taken away', () => {
    const text = script(300);
    const lines = [
      'df_2["age"] = df_2["age"].fillna(df_2["age"].mean())  # filled\n',
      'print(scaler_1.fit_transform(X_test_1), features_3(df_3))\n',
      'from sklearn.svm import SVC\n',
      'def features_2(frame):\n    return frame\n',
    ];
    const places = ['\nX_2 = ', '\nresults_1 = ', '\nbest_3', '\n# --- Study 4'].map(
      (place) => text.indexOf(place) + 1,
    );
    assertSame(
      lines.flatMap((line, i) => {
        const at = places[i]!;
        const typed = Array.from({ length: line.length + 1 }, (_, length) => line.slice(0, length));
        return [...typed, ...typed.toReversed().slice(1)].map((part): Source => ({
          kind: 'file',
          text: text.slice(0, at) + part + text.slice(at),
        }));
      }),
    );
  });

  it('follows only what an edit touches', () => {
    const text = script(1000);
    const memory = createMemory();
    const check = (now: string) => lint({ kind: 'file', text: now }, { settings, environment: NO_ENVIRONMENT, memory });
    check(text);
    const all = memory.flow.steps;
    const at = text.indexOf('\n# --- Study 10');
    check(`${text.slice(0, at)}\nanswer = 42${text.slice(at)}`);
    const added = memory.flow.steps - all;
    assert.ok(added > 0 && added < all / 50, `${added} steps of ${all} for a line nothing depends on`);
    check(text.replace('df_10 = df_10.dropna', 'df_10 = df_10.fillna(0).dropna'));
    const changed = memory.flow.steps - all - added;
    assert.ok(changed > added && changed < all / 8, `${changed} steps of ${all} for one of the studies`);
  });

  it('finds the same in a notebook whose cells change, move and go', () => {
    const random = seeded(7);
    let cells = notebookCells(30);
    const versions: Source[] = [];
    for (let i = 0; i < 2 * EDITS; i++) {
      versions.push({ kind: 'notebook', cells: cells.map((text, index) => ({ index, text })) });
      const at = Math.floor(random() * cells.length);
      const cell = cells[at] ?? '';
      if (i % 4 === 0) cells = cells.toSpliced(at, 1);
      else if (i % 4 === 1) cells = cells.toSpliced(0, 0, cell);
      else cells = cells.with(at, edited(cell, random));
    }
    assertSame(versions);
  });

  it('finds the same in the examples of the rules', () => {
    let seed = 100;
    for (const rule of rules)
      for (const example of rule.examples.slice(0, 1))
        assertSame(versionsOf('bad' in example ? example.bad : example.fine, seed++));
  });

  it('finds the same at the call of an imported function, wherever the call moves', () => {
    const module = (body: string) =>
      `from sklearn.preprocessing import StandardScaler\ndef prepared(X):\n    ${body}\n`;
    const program = (top: string, args = 'df.drop(columns=["y"])') => `${top}import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from prep import prepared
df = pd.read_csv("a.csv")
X = prepared(${args})
X_train, X_test, y_train, y_test = train_test_split(X, df["y"], random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
`;
    const leaky = module('return StandardScaler().fit_transform(X)');
    const memory = createMemory();
    const counts = (
      [
        [program(''), leaky],
        [program('a = 1\nb = 2\n'), leaky],
        [program('a = 1\nb = 2\nc = 3\n'), leaky],
        [program('a = 1\n', 'df.drop(columns=["y", "z"])'), leaky],
        [program('a = 1\n'), module('return X')],
        [program('a = 1\nb = 2\n'), leaky],
      ] as const
    ).map(([text, prep]) => {
      const python = (wanted: string) => (wanted.includes('prep') ? { path: 'prep.py', text: prep } : null);
      const options = { settings, environment: { ...NO_ENVIRONMENT, python } };
      const anew = lint({ kind: 'file', text }, options).findings;
      assert.deepEqual(lint({ kind: 'file', text }, { ...options, memory }).findings, anew);
      return anew.length;
    });
    assert.deepEqual(counts, [1, 1, 1, 1, 0, 1]);
  });

  it('forgets what lies behind an end that was not there before', () => {
    const text = (end: string) =>
      `import pandas as pd\ndf = pd.read_csv("a.csv")\n${end}df["a"].fillna(0, inplace=True)\n`;
    assertSame([text(''), text('raise SystemExit\n'), text('')].map((each): Source => ({ kind: 'file', text: each })));
  });

  it('finds the same when functions change that others call', () => {
    const program = (scale: string, extra: string) => `
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
${extra}
def load():
    return pd.read_csv("a.csv")

def prepared(X):
    ${scale}

def main():
    df = load()
    X, y = prepared(df.drop(columns=["y"])), df["y"]
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
    model = LogisticRegression().fit(X_train, y_train)
    print(model.score(X_test, y_test))

main()
`;
    const leaky = 'return StandardScaler().fit_transform(X)';
    const texts = [
      program('return X', ''),
      program(leaky, ''),
      program(leaky, 'seed = 1\n'),
      program('return X', 'seed = 1\n'),
    ];
    assertSame(texts.map((text): Source => ({ kind: 'file', text })));
    const found = texts.map(
      (text) => lint({ kind: 'file', text }, { settings, environment: NO_ENVIRONMENT }).findings.length,
    );
    assert.notEqual(found[0], found[1], 'the programs differ in what is found');
  });

  const scripts = path.join(import.meta.dirname, '..', '.cache', 'leakage');
  it(`finds the same in ${FILES} labelled scripts under ${EDITS} edits each`, function () {
    if (!existsSync(scripts)) {
      console.log('      skipped: the labelled scripts are not prepared (.cache/leakage)');
      this.skip();
    }
    this.timeout(600_000);
    const files = readdirSync(scripts).filter((file) => file.endsWith('.py'));
    const every = Math.max(1, Math.floor(files.length / FILES));
    files.forEach((file, i) => {
      if (i % every === 0) assertSame(versionsOf(readFileSync(path.join(scripts, file), 'utf8'), i));
    });
  });
});
