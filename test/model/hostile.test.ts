// 10,000 damaged models: whatever the bytes are, the reader and all that builds on it answer and do not throw.
import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { planBoundary } from '../../server/src/model/boundary/plan';
import { assemble } from '../../server/src/model/boundary/rewrite';
import { sourceOf } from '../../server/src/model/bytes';
import { exportAdvice } from '../../server/src/model/advice/exports';
import { compareStructure } from '../../server/src/model/diff/structure';
import { fillInput } from '../../server/src/model/fill';
import { costOf } from '../../server/src/model/infer/total';
import { valuesFrom } from '../../server/src/model/infer/values';
import type { Model } from '../../server/src/model/model';
import { ProblemError } from '../../server/src/model/problem';
import { readModel } from '../../server/src/model/read';
import { summarize } from '../../server/src/model/summary';
import type { Value } from '../../server/src/model/values';
import { readWeights } from '../../server/src/model/weights';
import { MAP_INPUT, PASS_OPTIONAL_SEQUENCE, PASS_SEQUENCE, passTensor, SLOW } from '../runtime/models';
import { AFFINE, ZIPMAP } from './fixtures';
import { mutate } from './mutations';
import { SHARED_MODELS, sharedFiles } from './shared';

const OWN = [AFFINE, ZIPMAP, MAP_INPUT, PASS_OPTIONAL_SEQUENCE, PASS_SEQUENCE, passTensor(16), passTensor(22), SLOW];

/** All that is done with a model short of running it. Returns whether it could be read. */
function exercise(bytes: Uint8Array): boolean {
  const source = sourceOf(bytes);
  const result = readModel(source);
  if (!result.ok) {
    const { kind, what, why, todo } = result.problem;
    assert.ok(kind && what && why && todo);
    assert.notEqual(kind, 'unreadable', `${what} ${why}`);
    return false;
  }
  const model = result.value;
  summarize(model);
  for (const tensor of model.graph.initializers.slice(0, 4)) readWeights(source, tensor, { count: 100 });
  const values = valuesFrom(source);
  exportAdvice(model, values, costOf(model, values).inference);
  compareStructure(model, model);
  plan(model, bytes);
  return true;
}

function plan(model: Model, bytes: Uint8Array): void {
  const inputs = new Map<string, Value>();
  for (const input of model.requiredInputs) {
    const value = fillInput(model, input, { fill: 'zeros', sizes: { n: 2 } });
    if (value) inputs.set(input.name, value);
  }
  try {
    const { pieces } = planBoundary(model, sourceOf(bytes), { inputs, results: null });
    if (pieces) assemble(sourceOf(bytes), pieces);
  } catch (error) {
    assert.ok(error instanceof ProblemError, String(error));
  }
}

describe('damaged models', () => {
  it('get an answer, all 10,000 of them', function () {
    this.timeout(120_000);
    let read = 0;
    for (let index = 0; index < 10_000; index++) {
      if (exercise(mutate(OWN[index % OWN.length]!, index))) read++;
    }
    assert.ok(read > 500 && read < 9500, `${read} could be read`);
  });

  it('get an answer at every length of a truncated file', () => {
    for (let length = 0; length < ZIPMAP.length; length++) exercise(ZIPMAP.subarray(0, length));
  });

  it('get an answer when they were public models, ORT files among them', function () {
    this.timeout(120_000);
    const files = sharedFiles(this, '.onnx', '.ort').filter(
      (file) => file.startsWith(`${SHARED_MODELS}/models`) && statSync(file).size < 50_000,
    );
    assert.ok(files.some((file) => file.endsWith('.ort')));
    for (const [number, file] of files.entries()) {
      const bytes = readFileSync(file);
      for (let index = 0; index < 100; index++) exercise(mutate(bytes, number * 100 + index));
    }
  });
});
