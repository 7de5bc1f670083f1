// The tables of removed APIs: complete in themselves, and applied to the versions they are meant for.
import assert from 'node:assert/strict';
import * as removed from '../../server/src/knowledge/removed';
import { verdict } from '../../server/src/knowledge/removed';
import type { Removal, RemovalTable } from '../../server/src/knowledge/removed';
import { compareVersions, parseVersion, UNKNOWN_VERSION } from '../../server/src/knowledge/versions';
import type { VersionEvidence } from '../../server/src/knowledge/versions';

const tables: readonly RemovalTable[] = Object.values(removed).filter((value) => typeof value === 'object');

function entriesOf(table: RemovalTable): readonly Removal[] {
  return [...table.names, ...table.arguments, ...table.members];
}

const exact = (version: string): VersionEvidence => ({ state: 'exact', version, from: 'uv.lock' });
const range = (specifier: string): VersionEvidence => ({ state: 'range', specifier, from: 'pyproject.toml' });

describe('knowledge/removed', () => {
  it('has a table for each library', () => {
    assert.deepEqual(tables.map(({ package: name }) => name).sort(), [
      'datasets',
      'keras',
      'lightgbm',
      'numpy',
      'pandas',
      'sklearn',
      'tensorflow',
      'torch',
      'torchtext',
      'torchvision',
      'transformers',
      'xgboost',
    ]);
  });

  for (const table of tables) {
    describe(table.library, () => {
      it('knows its releases in order, with their months', () => {
        for (const [i, [version, month]] of table.releases.entries()) {
          assert.match(month, /^20\d\d-(?:0[1-9]|1[0-2])$/);
          const before = table.releases[i - 1];
          if (before === undefined) continue;
          assert.ok(compareVersions(before[0], version) < 0 && before[1] <= month, `${before[0]} before ${version}`);
        }
      });

      it('says of each entry when it went, no later than the newest release, and what to do', () => {
        const newest = table.releases.at(-1)![0];
        for (const entry of entriesOf(table)) {
          const told = JSON.stringify(entry);
          assert.ok(parseVersion(entry.removed) !== null, told);
          assert.ok(compareVersions(entry.removed, newest) <= 0, told);
          const hasAdvice = entry.instead !== undefined || 'to' in entry || 'text' in entry || 'edit' in entry;
          assert.ok(hasAdvice, told);
          assert.ok(!/^[A-Z]|\.$/.test(entry.instead ?? ''), `a phrase, no sentence: ${told}`);
        }
      });

      it('names each thing once, inside its own package', () => {
        const names = table.names.map(({ name }) => name);
        assert.equal(new Set(names).size, names.length, names.filter((name, i) => names.indexOf(name) !== i).join());
        const owners = [...table.arguments, ...table.members].flatMap(({ of }) => of);
        for (const name of [...names, ...owners]) assert.ok(name.startsWith(`${table.package}.`), name);
        const members = table.members.flatMap(({ of, member }) => of.map((owner) => `${owner}.${member}`));
        assert.equal(new Set(members).size, members.length);
      });

      it('replaces nothing by something that is gone itself', () => {
        const gone = new Set(table.names.map(({ name }) => name));
        for (const { name, to } of table.names) assert.ok(to === undefined || !gone.has(to), `${name} → ${to ?? ''}`);
      });
    });
  }

  const table: RemovalTable = {
    library: 'Test',
    distributions: ['test'],
    package: 'test',
    releases: [
      ['1.0', '2020-01'],
      ['1.1', '2021-12'],
      ['1.2', '2022-02'],
      ['2.0', '2022-06'],
      ['2.1', '2023-05'],
    ],
    source: '',
    names: [],
    arguments: [],
    members: [],
  };
  const cases: [removal: Removal, evidence: VersionEvidence, expected: string][] = [
    [{ removed: '2.0' }, exact('2.0.1'), 'gone'],
    [{ removed: '2.0' }, exact('2.0.0rc1'), 'gone'],
    [{ removed: '2.0' }, exact('1.9'), 'there'],
    [{ removed: '1.0', back: '2.0' }, exact('1.5'), 'gone'],
    [{ removed: '1.0', back: '2.0' }, exact('2.0'), 'there'],
    [{ removed: '2.0' }, range('>=2.0'), 'gone'],
    [{ removed: '2.0' }, range('>=1.5'), 'there'],
    [{ removed: '1.0' }, range('<2'), 'likely'],
    [{ removed: '2.0' }, range('<2'), 'there'],
    [{ removed: '1.0', back: '2.0' }, range('>=1.1,<2'), 'gone'],
    [{ removed: '1.0', back: '2.0' }, range('>=1.1'), 'there'],
    [{ removed: '1.2' }, UNKNOWN_VERSION, 'likely'],
    [{ removed: '2.0' }, UNKNOWN_VERSION, 'there'],
    [{ removed: '2.1' }, UNKNOWN_VERSION, 'there'],
    [{ removed: '1.0', back: '2.0' }, UNKNOWN_VERSION, 'there'],
    [{ removed: '3.0' }, UNKNOWN_VERSION, 'there'],
  ];
  for (const [removal, evidence, expected] of cases) {
    it(`removed in ${removal.removed}${removal.back ? `, back in ${removal.back}` : ''}: ${expected} with ${JSON.stringify(evidence)}`, () => {
      assert.equal(verdict(table, removal, evidence), expected);
    });
  }
});
