// ONNX rules under a real Python: what they say raises does raise, what their fixes leave runs, and arrays are what NumPy says.
import assert from 'node:assert/strict';
import { edited, fixable } from '../../server/src/fix';
import { lint } from '../../server/src/lint';
import type { Source } from '../../server/src/lint';
import { exampleEnvironment } from '../support/environment';
import { ARRAYS, PRELUDE } from '../analysis/onnx/arrayCases';
import { CASES, MODELS } from './onnxCases';
import { describeWithPython, type Python } from './python';

interface Asked {
  readonly models: Readonly<Record<string, unknown>>;
  readonly pieces: Readonly<Record<string, string>>;
  readonly arrays: Readonly<Record<string, readonly [string, string]>>;
}

interface Answer {
  readonly pieces: Readonly<Record<string, string>>;
  readonly arrays: Readonly<Record<string, string | readonly [dtype: string, shape: readonly number[]]>>;
}

function ask(python: Python, asked: Partial<Asked>): Answer {
  const input = JSON.stringify({ models: {}, pieces: {}, arrays: {}, ...asked });
  const { status, output, errors } = python(['run_onnx.py'], __dirname, { input });
  assert.equal(status, 0, errors);
  return JSON.parse(output);
}

/** What the fixes of one rule make of code; the rules found in it come along. */
function fixed(code: string, rule: string): { readonly text: string; readonly found: readonly string[] } {
  const source: Source = { kind: 'file', text: code };
  const linted = lint(source, {
    settings: { rules: {}, select: [rule] },
    environment: exampleEnvironment(MODELS),
  });
  assert.deepEqual(linted.internalProblems, []);
  const after = edited(source, linted, fixable(linted.findings, ['safe', 'unsafe']));
  return {
    text: after.kind === 'file' ? after.text : '',
    found: linted.findings.map((finding) => finding.rule),
  };
}

/** The models of the cases as Python is to write them: the same words the rules' environment reads. */
function modelsForPython(): Readonly<Record<string, unknown>> {
  const environment = exampleEnvironment(MODELS);
  return Object.fromEntries(
    Object.keys(MODELS).map((path) => {
      const found = environment.model(path);
      assert.equal(found.state, 'found');
      const { inputs, outputs } = found.model.graph;
      const told = (values: typeof inputs) =>
        values.map(({ name, type }) => {
          assert.equal(type.kind, 'tensor');
          return [name, type.elementType, type.shape];
        });
      return [path, { inputs: told(inputs), outputs: told(outputs) }];
    }),
  );
}

describeWithPython('ONNX rules under onnxruntime', ['onnx', 'onnxruntime', 'numpy'], (python) => {
  let outcomes: Answer['pieces'] = {};

  before(() => {
    const pieces: Record<string, string> = {};
    for (const { title, rule, code } of CASES) {
      pieces[`${title} (before)`] = code;
      if (rule !== null) pieces[`${title} (after)`] = fixed(code, rule).text;
    }
    outcomes = ask(python, { models: modelsForPython(), pieces }).pieces;
  });

  for (const { title, rule, code, fixes } of CASES) {
    if (rule === null) {
      it(`says nothing of what runs: ${title}`, () => {
        const source: Source = { kind: 'file', text: code };
        const { findings } = lint(source, { settings: { rules: {} }, environment: exampleEnvironment(MODELS) });
        assert.deepEqual(
          findings.filter(({ category }) => category === 'onnx').map((finding) => finding.message),
          [],
        );
        assert.equal(outcomes[`${title} (before)`], 'ran');
      });
      continue;
    }
    it(`${rule}: ${title}`, () => {
      const { text, found } = fixed(code, rule);
      assert.deepEqual(found, [rule]);
      assert.match(outcomes[`${title} (before)`] ?? '', /^raised: /);
      if (fixes) assert.equal(outcomes[`${title} (after)`], 'ran', text);
      else assert.equal(text, code, 'there is nothing to write for you');
    });
  }
});

describeWithPython('arrays under NumPy', ['numpy', 'sklearn'], (python) => {
  it('have the type and shape we say they have', () => {
    const arrays = Object.fromEntries(
      ARRAYS.map(([code]) => {
        const lines = code.trim().split('\n');
        const last = lines.pop() ?? '';
        return [code, [[PRELUDE, ...lines].join('\n'), last] as const];
      }),
    );
    const answers = ask(python, { arrays }).arrays;
    const wrong = ARRAYS.flatMap(([code, told]) => {
      const [, library, dtype, text] = /^(\w+)(?: (\S+) (.+))?$/.exec(told) ?? [];
      const real = answers[code];
      if (typeof real === 'string') return real.startsWith('raised') || library === 'numpy' ? [`${code}: ${real}`] : [];
      if (real === undefined || library !== 'numpy') return [];
      const sizes = text === '?' ? null : text!.slice(1, -1).split(', ').filter(Boolean);
      const fits =
        (dtype === '?' || dtype === real[0]) &&
        (sizes === null ||
          (sizes.length === real[1].length && sizes.every((size, i) => size === '?' || Number(size) === real[1][i])));
      return fits ? [] : [`${code}: we say ${told}, NumPy ${JSON.stringify(real)}`];
    });
    assert.deepEqual(wrong, []);
  });
});
