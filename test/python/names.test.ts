// The names in the knowledge tables against the real libraries: each is in one, and what is said to be gone is gone.
import assert from 'node:assert/strict';
import {
  accessors,
  crossSectionModels,
  estimatorRoles,
  functionRoles,
  groupCounts,
  groupNothing,
  groupRowwise,
  methodRoles,
  plainAttributes,
  sameAttributes,
  splitters,
  supervisedTransformers,
  targetEncoders,
  unsupervised,
  withoutTransform,
  worksUnfitted,
} from '../../server/src/knowledge';
import { isAtLeast, parseVersion } from '../../server/src/knowledge/versions';
import { OF_OBJECTS, ORIGINS } from '../knowledge/origins';
import { describeWithPython, pythonWith, type Python } from './python';

/** Everything that a table names, for whatever reason. */
const NAMES: ReadonlySet<string> = new Set([
  ...estimatorRoles.keys(),
  ...functionRoles.keys(),
  ...methodRoles.keys(),
  ...splitters.keys(),
  ...crossSectionModels,
  ...[accessors, groupCounts, groupNothing, groupRowwise, plainAttributes, sameAttributes].flatMap((set) => [...set]),
  ...[supervisedTransformers, targetEncoders, unsupervised, withoutTransform, worksUnfitted].flatMap((set) => [...set]),
]);

/** Python itself, as far as the tables speak of it, and the libraries that every test run has. */
const PYTHON = 'builtins random math copy collections itertools os glob statistics pathlib'.split(' ');
const BASE = ['numpy', 'scipy', 'pandas', 'sklearn'];

interface Answer {
  readonly version: string;
  readonly found: readonly string[];
}

function ask(python: Python, questions: Readonly<Record<string, readonly string[]>>): Record<string, Answer | null> {
  const { status, output, errors } = python(['names_in.py'], __dirname, { input: JSON.stringify(questions) });
  assert.equal(status, 0, errors);
  const answers: Record<string, Answer | null> = JSON.parse(output.trim().split('\n').at(-1)!);
  return answers;
}

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

describe('where names of the knowledge tables live', () => {
  it('is told of names in the tables only', () => {
    const told = ORIGINS.flatMap(({ names }) => words(names)).concat(words(OF_OBJECTS));
    assert.deepEqual(
      told.filter((name) => !NAMES.has(name)),
      [],
    );
  });
});

describeWithPython('names of the knowledge tables', BASE, (python) => {
  it('are in Python, its usual libraries, or one that is told', () => {
    const all = [...NAMES];
    const answers = ask(python, Object.fromEntries([...PYTHON, ...BASE].map((library) => [library, all])));
    const known = new Set([
      ...Object.values(answers).flatMap((answer) => answer?.found ?? []),
      ...ORIGINS.flatMap(({ names }) => words(names)),
      ...words(OF_OBJECTS),
    ]);
    assert.ok(all.length > 900, `${all.length} names`);
    assert.deepEqual(
      all.filter((name) => !known.has(name)),
      [],
    );
  });

  it('would be caught: a name that no library has', () => {
    assert.deepEqual(ask(python, { sklearn: ['StandardScaler', 'StandardScalar'] })['sklearn']?.found, [
      'StandardScaler',
    ]);
  });
});

/** Each library where it is installed; the others are skipped, in one line. */
describe('names of the knowledge tables, by library', () => {
  const absent: string[] = [];
  for (const library of new Set(ORIGINS.map((origin) => origin.library))) {
    const found = pythonWith(library);
    if ('missing' in found) {
      absent.push(library);
      continue;
    }
    it(library, () => {
      const origins = ORIGINS.filter((origin) => origin.library === library);
      const names = origins.flatMap((origin) => words(origin.names));
      const answer: Answer | null | undefined = ask(found.python, { [library]: names })[library];
      assert.ok(answer !== null && answer !== undefined);
      for (const origin of origins) {
        const gone: boolean = origin.until !== null && isLater(answer.version, origin.until);
        const wrong: readonly string[] = words(origin.names).filter((name) => answer.found.includes(name) === gone);
        assert.deepEqual(wrong, [], `${library} ${answer.version} ${gone ? 'still has' : 'has not'}`);
      }
    }).timeout(120_000);
  }
  if (absent.length > 0) it.skip(`not installed: ${absent.join(', ')}`);
});

function isLater(version: string, bound: string): boolean {
  return parseVersion(version) !== null && isAtLeast(version, bound);
}
