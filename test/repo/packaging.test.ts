// What is published fits together: versions, exact dependencies, npm's settings, and how large the bundles are.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { transformSync } from 'esbuild';
import { rules } from '../../server/src/rules';
import { root } from './files';

interface Manifest {
  readonly version: string;
  readonly engines: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const manifest: Manifest = JSON.parse(read('package.json'));
const lock: { packages: Record<string, Locked> } = JSON.parse(read('package-lock.json'));

interface Locked extends Manifest {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** Kilobytes of each minified bundle. Raise one knowingly: a start of the editor reads them all. */
const BUDGET: Readonly<Record<string, number>> = {
  'extension.js': 560,
  'server.js': 1980,
  'cli.js': 1730,
  'modelHost.js': 160,
  'modelView.js': 250,
  'modelCompare.js': 80,
  'graphLayout.js': 80,
};

const minifiedKilobytes = (code: string): number => transformSync(code, { minify: true }).code.length / 1000;

function tooLarge(bundles: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(bundles)
    .map(([name, code]) => ({ name, size: minifiedKilobytes(code), limit: BUDGET[name] ?? 0 }))
    .filter(({ size, limit }) => size > limit)
    .map(({ name, size, limit }) => `${name}: ${size.toFixed(0)} kB minified, at most ${limit}`);
}

describe('bundles', function () {
  this.timeout(20_000);

  it('stay within their budget', () => {
    const bundles = Object.keys(BUDGET).map((name): [string, string] => {
      assert.ok(existsSync(path.join(root, 'dist', name)), `dist/${name} is missing: npm run build`);
      return [name, read(`dist/${name}`)];
    });
    assert.deepEqual(tooLarge(Object.fromEntries(bundles)), []);
  });

  it('would be refused when too large, or without a budget', () => {
    const large = `export const x = ${JSON.stringify('y'.repeat(3_000_000))};`;
    assert.equal(
      tooLarge({ 'server.js': large, 'new.js': 'export {}; console.log(1)', 'cli.js': 'export {}' }).length,
      2,
    );
  });
});

/** Dependencies that are not one exact version. */
function inexact(dependencies: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(dependencies)
    .filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))
    .map(([name, version]) => `${name}: ${version}`);
}

/**
 * Optional packages (a platform's binaries, mostly) that are named but not locked. `npm install` leaves out those that
 * its registry lacks; put them back by hand, as `npm ci` fails without them.
 */
function missingOptional(packages: Readonly<Record<string, Locked>>): readonly string[] {
  return Object.entries(packages).flatMap(([from, { optionalDependencies }]) =>
    Object.keys(optionalDependencies ?? {})
      .filter((name) => !(`node_modules/${name}` in packages) && !(`${from}/node_modules/${name}` in packages))
      .map((name) => `${name}, which ${from} names`),
  );
}

describe('package.json', () => {
  const { dependencies, devDependencies, version } = manifest;

  it('names exact versions', () => {
    assert.deepEqual(inexact({ ...dependencies, ...devDependencies }), []);
    assert.deepEqual(inexact({ a: '^1.2.3', b: '1.x', c: 'latest', d: '1.2.3' }), ['a: ^1.2.3', 'b: 1.x', 'c: latest']);
  });

  it('agrees with package-lock.json', () => {
    const locked = lock.packages[''];
    assert.deepEqual(locked?.dependencies, dependencies);
    assert.deepEqual(locked?.devDependencies, devDependencies);
    assert.equal(locked?.version, version);
  });

  it('has a lock file for every platform: `npm ci` refuses one that lacks an optional package', () => {
    assert.deepEqual(missingOptional(lock.packages), []);
    const incomplete = { '': manifest, 'node_modules/a': { ...manifest, optionalDependencies: { b: '1.0.0' } } };
    assert.deepEqual(missingOptional(incomplete), ['b, which node_modules/a names']);
  });

  it('has the version that CHANGELOG.md tells about first', () => {
    assert.equal(/^## (\S+)/m.exec(read('CHANGELOG.md'))?.[1], version);
  });

  it('is no older than its rules', () => {
    const number = (text: string) => text.split('.').reduce((sum, part) => sum * 1000 + Number(part), 0);
    const newer = rules.filter(({ since }) => number(since) > number(version));
    assert.deepEqual(
      newer.map(({ name, since }) => `${name}: ${since}`),
      [],
    );
  });

  it('asks for the oldest Node that the scripts check for', () => {
    const [, major, minor] = /OLDEST_NODE = \[(\d+), (\d+)\]/.exec(read('scripts/lib/steps.mjs')) ?? [];
    assert.equal(manifest.engines.node, `>=${major}.${minor}.0`);
  });

  it('names scripts that are there', () => {
    const missing = Object.values(manifest.scripts)
      .flatMap((command) => /^node (\S+)/.exec(command)?.[1] ?? [])
      .filter((file) => !existsSync(path.join(root, file)));
    assert.deepEqual(missing, []);
  });
});

describe('.npmrc', () => {
  it('runs no install script, writes no address into the lock file, and saves exact versions', () => {
    const settings = read('.npmrc').trim().split('\n');
    for (const wanted of ['ignore-scripts=true', 'omit-lockfile-registry-resolved=true', 'save-exact=true']) {
      assert.ok(settings.includes(wanted), wanted);
    }
    assert.ok(!settings.some((line) => /^(?:registry|.*:_authToken)/.test(line)));
  });
});
