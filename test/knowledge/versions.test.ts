// Versions and specifiers against the examples of PEP 440, of Poetry's and of Conda's documentation.
import assert from 'node:assert/strict';
import { boundsOf, compareVersions, isAtLeast, parseVersion } from '../../server/src/knowledge/versions';

describe('knowledge/versions', () => {
  it('orders versions as PEP 440 does', () => {
    const ordered = [
      '1.0.dev456',
      '1.0a1',
      '1.0a2.dev456',
      '1.0a12.dev456',
      '1.0a12',
      '1.0b1.dev456',
      '1.0b2',
      '1.0b2.post345.dev456',
      '1.0b2.post345',
      '1.0rc1.dev456',
      '1.0rc1',
      '1.0',
      '1.0.post456.dev34',
      '1.0.post456',
      '1.1.dev1',
      '1.10',
      '1!0.1',
    ]; // the list of the PEP's own "Summary of permitted suffixes and relative ordering"
    for (const [i, version] of ordered.entries()) {
      for (const [j, other] of ordered.entries()) {
        assert.equal(Math.sign(compareVersions(version, other)), Math.sign(i - j), `${version} against ${other}`);
      }
    }
  });

  it('holds padded, prefixed and local versions equal', () => {
    for (const [a, b] of [
      ['1.2', '1.2.0'],
      ['v1.2', '1.2'],
      ['2.1.0+cu121', '2.1'],
      ['1.0-rc.1', '1.0rc1'],
      ['1.0-1', '1.0.post1'],
    ] as const) {
      assert.equal(compareVersions(a, b), 0, `${a} = ${b}`);
    }
  });

  it('gives null for what is no version, and never throws', () => {
    for (const text of ['', 'latest', '1.', '1.2.x', '==1.2', '1.2 3', 'git+ssh', '9'.repeat(400) + 'x']) {
      assert.equal(parseVersion(text), null, text);
    }
  });

  it('counts a pre-release as the release it precedes', () => {
    assert.ok(isAtLeast('2.0.0rc1', '2.0'));
    assert.ok(!isAtLeast('1.26.4', '2.0'));
    assert.ok(isAtLeast('2.0.1', '2.0'));
    assert.ok(!isAtLeast('nonsense', '2.0'));
  });

  const cases: [string, string | null, string | null, boolean?][] = [
    ['>=1.2,<2', '1.2', '2'],
    ['>= 1.2 , < 2', '1.2', '2'],
    ['==1.26.*', '1.26', '1.27'],
    ['==1.26.4', '1.26.4', '1.26.4', true],
    ['~=1.4.2', '1.4.2', '1.5'],
    ['~=2.2', '2.2', '3'],
    ['^1.2.3', '1.2.3', '2'],
    ['^0.2.3', '0.2.3', '0.3'],
    ['^0.0.3', '0.0.3', '0.0.4'],
    ['~1.2.3', '1.2.3', '1.3'],
    ['~1', '1', '2'],
    ['=1.2', '1.2', '1.3'],
    ['1.4.1', '1.4.1', '1.4.1', true],
    ['>1', '1', null],
    ['<=1.9', null, '1.9'],
    ['!=1.5', null, null],
    ['*', null, null],
    ['', null, null],
    ['>=1,>=1.5,<3,<2', '1.5', '2'],
  ];
  for (const [specifier, lower, upper, exact = false] of cases) {
    it(`reads the bounds of "${specifier}"`, () => {
      const bounds = boundsOf(specifier);
      assert.deepEqual([bounds?.lower, bounds?.upper, bounds?.exact], [lower, upper, exact]);
    });
  }

  it('says nothing of a specifier it does not understand', () => {
    for (const specifier of ['^1.2 || ^2', '>=latest', 'git+file', '~=1'])
      assert.equal(boundsOf(specifier), null, specifier);
  });
});
