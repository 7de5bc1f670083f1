// The arrows between the layers hold, on the source text: who may import what, and which layers do no I/O.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { LAYERS, PURE, forbiddenImports, layerOf, rulesImportingRules } from './architecture';
import { importsOf, root, sourceFiles, type SourceFile } from './files';

const sources = sourceFiles(/^(?:server|client|media)\/.*\.ts$/);

const planted = (file: string, text: string): readonly SourceFile[] => [{ path: file, text }];

describe('imports', () => {
  it('follow the arrows of the architecture', () => {
    assert.deepEqual(forbiddenImports(sources), []);
  });

  it('are all found: static, type-only, over several lines, dynamic, required, re-exported', () => {
    const text = [
      `import a from 'a';`,
      `import type { B } from './b';`,
      `import {\n  C,\n  D,\n} from '../c';`,
      `import 'e';`,
      `export { F } from './f';`,
      `export * from './g';`,
      `const h = await import('h');`,
      `const i = require('i');`,
      `// import j from 'j';`,
      'const python = `\nfrom sklearn import svm\nimport numpy as np\n`;',
    ].join('\n');
    assert.deepEqual([...importsOf(text)].sort(), ['../c', './b', './f', './g', 'a', 'e', 'h', 'i']);
  });

  const violations: readonly (readonly [string, string, RegExp])[] = [
    ['server/src/rules/leakage/x.ts', `import { readFileSync } from 'node:fs';`, /does no I\/O/],
    ['server/src/analysis/x.ts', `import type { Rule } from '../rules/rule';`, /may not use rules/],
    ['server/src/knowledge/x.ts', `import type { Module } from '../analysis/module';`, /may not use analysis/],
    ['server/src/rules/leakage/x.ts', `import { lint } from '../../lint';`, /may not use engine/],
    ['server/src/rules/leakage/x.ts', `import { walk } from '../../analysis/syntax/walk';`, /only its index/],
    ['server/src/lint.ts', `import { runCheck } from './cli/check';`, /may not use command line/],
    [
      'server/src/cli/check.ts',
      `import type * as lsp from 'vscode-languageserver';`,
      /may not use vscode-languageserver/,
    ],
    ['server/src/lsp/x.ts', `import ort from 'onnxruntime-node';`, /may not use onnxruntime-node/],
    ['server/src/runtime/supervisor.ts', `const ort = require('onnxruntime-node');`, /may not use onnxruntime-node/],
    ['server/src/lsp/x.ts', `import type { Uri } from 'vscode';`, /may not use vscode/],
    ['client/src/x.ts', `import { lint } from '../../server/src/lint';`, /may not use engine/],
    ['media/onnx/x.ts', `import * as vscode from 'vscode';`, /may not use vscode/],
    ['server/src/elsewhere/x.ts', `import 'x';`, /in no layer/],
  ];
  for (const [file, text, reason] of violations) {
    it(`would be refused: ${text} in ${file}`, () => {
      assert.match(forbiddenImports(planted(file, text)).join('\n'), reason);
    });
  }

  it('are needed: every layer has files', () => {
    const empty = LAYERS.filter((layer) => !sources.some(({ path: file }) => layerOf(file) === layer));
    assert.deepEqual(
      empty.map(({ name }) => name),
      [],
    );
  });
});

describe('rules', () => {
  it('import no other rule', () => {
    assert.deepEqual(rulesImportingRules(sources), []);
  });

  it('would be refused importing one', () => {
    const one = { path: 'server/src/rules/leakage/one.ts', text: 'export default rule({})' };
    const two = {
      path: 'server/src/rules/sklearn/two.ts',
      text: `import one from '../leakage/one';\nexport default rule({})`,
    };
    assert.equal(rulesImportingRules([one, two]).length, 1);
  });
});

describe('pure layers', () => {
  const oxlint = path.join(root, 'node_modules', 'oxlint', 'bin', 'oxlint');

  /** What oxlint, with pure.oxlintrc.json, has against these files: uses of globals that do I/O, time or chance. */
  function impurities(files: readonly string[]): readonly string[] {
    const config = path.join(root, 'test', 'repo', 'pure.oxlintrc.json');
    try {
      execFileSync(process.execPath, [oxlint, '--config', config, '--format', 'unix', ...files], {
        cwd: root,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      return [];
    } catch (error) {
      const output = error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error);
      return output.split('\n').filter((line) => line.includes('no-restricted'));
    }
  }

  it('use no global that does I/O and nothing that depends on time or chance', () => {
    const files = sources.map(({ path: file }) => file).filter((file) => PURE.includes(layerOf(file)?.name ?? ''));
    assert.ok(files.length > 0);
    assert.deepEqual(impurities(files), []);
  });

  it('would be refused reading the environment, the network, the clock or chance', () => {
    mkdirSync(path.join(root, '.cache'), { recursive: true });
    const folder = mkdtempSync(path.join(root, '.cache', 'impure-'));
    try {
      const file = path.join(folder, 'impure.ts');
      writeFileSync(
        file,
        'export const x = [process.env.HOME, fetch("x"), Date.now(), Math.random(), console.log(1), setTimeout(() => {})];\n' +
          'export const fine = (fetch: string, process: () => void) => [fetch, process()];\n',
      );
      assert.equal(impurities([file]).length, 6);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
