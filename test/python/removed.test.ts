// The tables of removed APIs against the real libraries: what is said to be gone is gone, what takes its place is there.
import assert from 'node:assert/strict';
import {
  kerasRemoved,
  lightgbmRemoved,
  numpyRemoved,
  pandasRemoved,
  sklearnRemoved,
  verdict,
  xgboostRemoved,
} from '../../server/src/knowledge/removed';
import type { RemovalTable, Removal, RemovedArgument } from '../../server/src/knowledge/removed';
import { describeWithPython } from './python';
import type { Python } from './python';

type Question = readonly [kind: 'has' | 'takes' | 'accepts' | 'version', ...rest: string[]];

function ask(python: Python, questions: readonly Question[]): readonly string[] {
  const { status, output, errors } = python(['check_removed.py'], __dirname, { input: JSON.stringify(questions) });
  assert.equal(status, 0, errors);
  return JSON.parse(output);
}

/** Names that are there, as stubs that only explain their absence when they are used. */
const STUBS = new Set(['keras.layers.CuDNNLSTM', 'keras.layers.CuDNNGRU']);

interface Claim {
  readonly question: Question;
  readonly expected: RegExp;
}

function claims(table: RemovalTable, isGone: (removal: Removal) => boolean): readonly Claim[] {
  const list: Claim[] = [];
  const gone = (...question: Question): number => list.push({ question, expected: /^(?:gone|any)/ });
  const there = (...question: Question): number => list.push({ question, expected: /^(?:there|any)/ });
  for (const entry of table.names.filter(isGone)) {
    if (!STUBS.has(entry.name)) gone('has', entry.name);
    // Other packages need not be installed.
    if (entry.to !== undefined && /^(?:builtins|numpy|pandas|sklearn|xgboost|lightgbm|keras)\b/.test(entry.to))
      there('has', entry.to);
  }
  for (const entry of table.members.filter(isGone)) {
    for (const owner of entry.of) {
      gone('has', `${owner}.${entry.member}`);
      // What `fit` sets is not a member of the class.
      if (entry.to !== undefined && !entry.to.endsWith('_')) there('has', `${owner}.${entry.to}`);
    }
  }
  for (const entry of table.arguments.filter(isGone)) list.push(...argumentClaims(entry));
  return list;
}

function argumentClaims(entry: RemovedArgument): readonly Claim[] {
  const list: Claim[] = [];
  const { edit, keyword, value } = entry;
  for (const owner of entry.of) {
    const there = (...question: Question): number => list.push({ question, expected: /^(?:there|any)/ });
    if (edit !== undefined && 'rename' in edit && edit.rename !== undefined) there('takes', owner, edit.rename);
    if (edit !== undefined && 'callee' in edit && edit.callee !== undefined) there('has', edit.callee);
    if (edit !== undefined && 'method' in edit && edit.method !== undefined)
      there('has', owner.replace(/\w+$/, edit.method));
    if (entry.positionalOnly === true || entry.ignored === true) continue;
    const isEstimator = /^sklearn\.[\w.]+\.[A-Z]\w+$/.test(owner);
    if (value === undefined) list.push({ question: ['takes', owner, keyword], expected: /^(?:gone|any)/ });
    else if (isEstimator && edit !== undefined && 'value' in edit) {
      list.push({
        question: ['accepts', owner, keyword, value],
        expected: /^gone: (?:InvalidParameterError|ValueError|KeyError)/,
      });
      there('accepts', owner, keyword, edit.value);
    }
  }
  return list;
}

const LIBRARIES: readonly (readonly [RemovalTable, least: number])[] = [
  [sklearnRemoved, 200],
  [pandasRemoved, 150],
  [numpyRemoved, 120],
  [xgboostRemoved, 30],
  [lightgbmRemoved, 20],
  [kerasRemoved, 50],
];

for (const [table, least] of LIBRARIES) {
  describeWithPython(`removed APIs of ${table.library}`, [table.package], (python) => {
    it('are gone from the installed version, and their successors are there', () => {
      const [version = ''] = ask(python, [['version', table.package]]);
      const evidence = { state: 'exact', version, from: 'the test' } as const;
      const withoutJinja = ask(python, [['has', 'jinja2']])[0] !== 'there';
      const all = claims(table, (removal) => verdict(table, removal, evidence) === 'gone').filter(
        // The styler of pandas needs Jinja.
        ({ question }) => !(withoutJinja && question[1]?.includes('Styler')),
      );
      assert.ok(all.length >= least, `${all.length} claims`);
      const answers = ask(
        python,
        all.map(({ question }) => question),
      );
      const wrong = all
        .map(({ question, expected }, i) => ({ question: question.join(' '), expected, answer: answers[i]! }))
        .filter(({ expected, answer }) => !expected.test(answer))
        .map(({ question, answer }) => `${question}: ${answer}`);
      assert.deepEqual(wrong, [], `${table.library} ${version}`);
    });
  });
}
