// `npm run new-rule`: the file it writes is registered, compiles, and passes its own examples.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as esbuild from 'esbuild';
import type * as engine from '../server/src/lint';
import { NO_ENVIRONMENT } from '../server/src/project/environment';

const root = path.join(__dirname, '..');
const script = path.join(root, 'scripts/new-rule.mjs');

describe('new-rule', () => {
  let copy: string;
  beforeEach(() => {
    copy = mkdtempSync(path.join(tmpdir(), 'heldout-new-rule-'));
    mkdirSync(path.join(copy, 'server'));
    cpSync(path.join(root, 'server/src'), path.join(copy, 'server/src'), { recursive: true });
    cpSync(path.join(root, 'package.json'), path.join(copy, 'package.json'));
  });
  afterEach(() => rmSync(copy, { recursive: true }));

  function newRule(...args: string[]) {
    return spawnSync(process.execPath, [script, ...args, '--root', copy], { encoding: 'utf8' });
  }

  it('writes a rule that is registered and finds what its example marks', async () => {
    const { status, stdout, stderr } = newRule('sklearn/made-up-pattern');
    assert.equal(status, 0, stderr);
    assert.match(stdout, /server\/src\/rules\/sklearn\/made-up-pattern\.ts/);
    assert.match(stdout, /^1\.[\s\S]*^5\. npm run generate, npm test\.$/m);

    const outfile = path.join(copy, 'lint.cjs');
    await esbuild.build({
      entryPoints: [path.join(copy, 'server/src/lint.ts')],
      bundle: true,
      platform: 'node',
      format: 'cjs',
      outfile,
    });
    // oxlint-disable-next-line typescript/no-require-imports, typescript/no-unsafe-type-assertion -- the copy is known only now
    const { lint } = require(outfile) as typeof engine;
    const text = 'from sklearn.linear_model import LinearRegression\nmodel = LinearRegression()\n';
    const settings = { rules: {}, select: ['made-up-pattern'] };
    const { findings } = lint({ kind: 'file', text }, { settings, environment: NO_ENVIRONMENT });
    assert.deepEqual(
      findings.map(({ start, end, rule }) => [rule, text.slice(start, end)]),
      [['made-up-pattern', 'LinearRegression']],
    );
  });
  it('registers behind the rules of its category, imports sorted', () => {
    newRule('reproducibility/zz-last');
    newRule('reproducibility/aa-first');
    const index = readFileSync(path.join(copy, 'server/src/rules/index.ts'), 'utf8');
    assert.match(index, /import aaFirst from [^\n]*\n(import [^\n]*reproducibility[^\n]*\n)+import zzLast from/);
    assert.match(index, / {2}zzLast,\n {2}aaFirst,\n/);
  });
  const wrong: [string, string[], RegExp][] = [
    ['no name', [], /category\/bad-pattern/],
    ['a name without category', ['fit-before-split'], /category\/bad-pattern/],
    ['capitals', ['leakage/FitBeforeSplit'], /lower case/],
    ['an unknown category', ['nonsense/fit-before-split'], /no category nonsense/],
    ['a rule that is there', ['reproducibility/unseeded-split'], /there already/],
  ];
  for (const [title, args, message] of wrong) {
    it(`refuses ${title}`, () => {
      const before = readFileSync(path.join(copy, 'server/src/rules/index.ts'), 'utf8');
      const { status, stderr } = newRule(...args);
      assert.equal(status, 2);
      assert.match(stderr, message);
      assert.equal(readFileSync(path.join(copy, 'server/src/rules/index.ts'), 'utf8'), before);
      assert.equal(existsSync(path.join(copy, 'server/src/rules/nonsense')), false);
    });
  }
});
