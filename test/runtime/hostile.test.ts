// Damaged models through the host as it ships: each gets an answer, and the host goes on working.
import assert from 'node:assert/strict';
import { AFFINE, ZIPMAP } from '../model/fixtures';
import { mutate } from '../model/mutations';
import { testRuntime } from './host';
import { MAP_INPUT, PASS_OPTIONAL, PASS_SEQUENCE, passTensor } from './models';

const MODELS = [AFFINE, ZIPMAP, MAP_INPUT, PASS_OPTIONAL, PASS_SEQUENCE, passTensor(16), passTensor(22)];

describe('running damaged models', function () {
  this.timeout(120_000);
  const { runtime, write } = testRuntime({ timeLimit: 10_000 });

  it('gives a result or says what is wrong, 500 times', async () => {
    const kinds = new Map<string, number>();
    for (let index = 0; index < 500; index++) {
      const file = write('damaged.onnx', mutate(MODELS[index % MODELS.length]!, index));
      const result = await runtime().run({ file, sizes: { n: 2 } });
      const kind = result.ok ? 'ok' : result.problem.kind;
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      if (!result.ok) assert.ok(result.problem.what && result.problem.why && result.problem.todo);
    }
    const summary = JSON.stringify([...kinds]);
    assert.equal(kinds.get('crash') ?? 0, 0, summary);
    assert.ok(kinds.get('ok')! > 10 && kinds.size > 5, summary);
    const whole = await runtime().run({ file: write('whole.onnx', AFFINE) });
    assert.ok(whole.ok);
  });
});
