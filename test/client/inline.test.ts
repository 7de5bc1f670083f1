// A result in a few words and as a small chart, as they stand in Python code.
import assert from 'node:assert/strict';
import { chartOf } from '../../client/src/onnx/inline/chart';
import { brief, milliseconds, shortResult, type Outcomes } from '../../client/src/onnx/inline/words';
import type { ModelOutput, Scalar } from '../../server/src/protocol';

function output(name: string, shape: readonly number[], values: readonly Scalar[]): ModelOutput {
  const count = shape.reduce((product, size) => product * size, 1);
  const value = { kind: 'tensor', elementType: 'float32', shape, count, offset: 0, values } as const;
  return { name, type: { kind: 'tensor', elementType: 'float32', shape }, value };
}

function result(outputs: readonly ModelOutput[], classes: readonly (readonly [string, number])[] = []): Outcomes {
  const row = { classes: classes.map(([label, probability]) => ({ label, probability })), count: classes.length };
  return {
    outputs,
    probabilities: classes.length === 0 ? [] : [{ output: outputs[0]?.name ?? '', rows: [row] }],
    timing: { runMs: 9, warmMs: 4.2 },
  };
}

describe('a result in a few words', () => {
  const all = { outputs: [] };
  const said = (given: Outcomes, site: { readonly outputs: readonly string[] } = all) => shortResult(given, site);

  it('names the most probable class, and never claims certainty', () => {
    const outputs = [output('probs', [1, 2], [0.93, 0.07])];
    assert.equal(said(result(outputs, [['cat', 0.931], ['dog', 0.069]])), 'cat 0.93 · 4.20 ms'); // prettier-ignore
    assert.equal(said(result(outputs, [['cat', 0.9996], ['dog', 0.0004]])), 'cat >0.99 · 4.20 ms'); // prettier-ignore
    assert.equal(said(result(outputs, [['cat', 1], ['dog', 0]])), 'cat 1.00 · 4.20 ms'); // prettier-ignore
  });

  it('writes few values out, and tells of many where the largest is', () => {
    assert.equal(said(result([output('y', [2], [0.123456, -7])])), '0.123, -7 · 4.20 ms');
    assert.equal(said(result([output('y', [1, 6], [0, 1, 9.5, 2, 3, 4])])), 'y [1, 6], largest 9.5 at 2 · 4.20 ms');
    assert.equal(said(result([output('y', [2, 3], [0, 1, 2, 3, 4, 5])])), 'y [2, 3] · 4.20 ms');
    // Only the first of them are here.
    assert.equal(said(result([output('y', [1, 9], [0, 1, 2])])), 'y [1, 9] · 4.20 ms');
    assert.equal(said(result([output('y', [0], [])])), 'y empty · 4.20 ms');
  });

  it('begins with the output that the code asks for', () => {
    const outputs = [output('a', [1], [1]), output('b', [1], [2])];
    assert.equal(said(result(outputs)), '1 and 1 more · 4.20 ms');
    assert.equal(said(result(outputs), { outputs: ['b'] }), '2 · 4.20 ms');
  });

  it('has as many digits as matter', () => {
    assert.deepEqual([0.00001234, 123456.7, 42, 0.5, '9007199254740993', true].map(brief), [
      '1.2e-5',
      '1.2e+5',
      '42',
      '0.5',
      '9007199254740993',
      'true',
    ]);
    assert.deepEqual([0.041, 4.2, 42.1, 421.6, 42_160].map(milliseconds), ['0.04 ms', '4.20 ms', '42.1 ms', '422 ms', '42.2 s']); // prettier-ignore
  });
});

describe('a result as a chart', () => {
  it('is bars of classes, with labels that are never markup', () => {
    const svg = chartOf(result([], [['<script>', 0.9], ['dog', 0.1]]), [], 'dark') ?? ''; // prettier-ignore
    assert.ok(svg.startsWith('<svg '));
    assert.ok(!svg.includes('<script'));
    assert.match(svg, />0\.900</);
  });

  it('is bars of values, above and below zero', () => {
    const outputs = [output('y', [6], [0, 1, -2, 3, 4, -5])];
    const svg = chartOf(result(outputs), outputs, 'light') ?? '';
    assert.equal(svg.match(/<rect/g)?.length, 6);
    assert.doesNotMatch(svg, /NaN|Infinity/);
    const flat = [output('y', [6], [0, 0, 0, 0, 0, 0])];
    assert.doesNotMatch(chartOf(result(flat), flat, 'contrast') ?? '', /NaN|Infinity/);
  });

  it('is left out where there is nothing to draw', () => {
    const few = [output('y', [2], [1, 2])];
    assert.equal(chartOf(result(few), few, 'dark'), null);
    const words = [output('y', [6], ['a', 'b', 'c', 'd', 'e', 'f'])];
    assert.equal(chartOf(result(words), words, 'dark'), null);
  });
});
