// What is remembered of each model: by its URI, small things over a restart, until it is forgotten.
import assert from 'node:assert/strict';
import { createRemembered } from '../../client/src/onnx/remembered';

/** VS Code's memory of a workspace, which outlives what uses it. */
function memory() {
  const kept = new Map<string, unknown>();
  return {
    kept,
    keys: () => [...kept.keys()],
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as VS Code's own does
    get: <T>(key: string, fallback?: T) => (kept.get(key) ?? fallback) as T,
    update(key: string, value: unknown) {
      // As if it were written and read again.
      if (value === undefined) kept.delete(key);
      else kept.set(key, JSON.parse(JSON.stringify(value)));
      return Promise.resolve();
    },
  };
}

const ONES = { x: { kind: 'ones' } } as const;

describe('what was fed to a model', () => {
  it('is there again after a restart, for that model alone', () => {
    const state = memory();
    const first = createRemembered(state);
    first.setForm('file:///a.onnx', { symbols: { n: '2' } });
    first.setInputs('file:///a.onnx', ONES);
    const again = createRemembered(state);
    assert.deepEqual(again.form('file:///a.onnx'), { symbols: { n: '2' } });
    assert.deepEqual(again.inputs('file:///a.onnx'), ONES);
    assert.equal(again.form('file:///b.onnx'), undefined);
    assert.deepEqual(again.inputs('file:///b.onnx'), {});
  });

  it('is forgotten when asked to, of one model or of all', () => {
    const remembered = createRemembered(memory());
    for (const model of ['a', 'b', 'c']) remembered.setInputs(model, ONES);
    remembered.forget('a');
    assert.deepEqual([remembered.inputs('a'), remembered.inputs('b')], [{}, ONES]);
    remembered.forgetAll();
    assert.deepEqual([remembered.inputs('b'), remembered.inputs('c')], [{}, {}]);
  });

  it('is kept for the session only where it is large: pixels', () => {
    const state = memory();
    const remembered = createRemembered(state);
    const large = { x: { kind: 'text', text: 'x'.repeat(300_000) } } as const;
    remembered.setInputs('a', large);
    assert.deepEqual(remembered.inputs('a'), large);
    assert.deepEqual(createRemembered(state).inputs('a'), {});
    remembered.setInputs('a', ONES);
    assert.deepEqual(remembered.inputs('a'), ONES);
  });

  it('is of the models used last, not of all there ever were', () => {
    const remembered = createRemembered(memory());
    for (let index = 0; index < 60; index++) remembered.setInputs(`m${index}`, ONES);
    assert.deepEqual([remembered.inputs('m0'), remembered.inputs('m59'), remembered.inputs('m20')], [{}, ONES, ONES]);
  });
});
