// Shape inference over all public models: never a contradiction to onnx.shape_inference, nor to what real runs give.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { sourceOf } from '../../server/src/model/bytes';
import { elementName } from '../../server/src/model/elements';
import { inferTypes } from '../../server/src/model/infer/infer';
import { costOf } from '../../server/src/model/infer/total';
import { valuesFrom } from '../../server/src/model/infer/values';
import type { ValueInfo, ValueType } from '../../server/src/model/model';
import { readValueFile } from '../../server/src/model/pb';
import { readModel } from '../../server/src/model/read';
import type { TensorValue } from '../../server/src/model/values';
import { describeWithPython } from '../python/python';
import { SHARED_MODELS, sharedFiles } from './shared';

/** `[element type, shape]`; a symbol stands for any size. */
type Told = readonly [element: number | string, shape: readonly (number | string | null)[] | null];

function read(file: string) {
  const source = sourceOf(readFileSync(file));
  const result = readModel(source);
  return result.ok ? { model: result.value, values: valuesFrom(source) } : null;
}

function contradicts(type: ValueType, element: string, shape: Told[1]): boolean {
  if (type.kind !== 'tensor') return true;
  const known = type.elementType !== 'undefined' && element !== 'undefined';
  if (known && type.elementType !== element) return true;
  if (type.shape === null || shape === null) return false;
  if (type.shape.length !== shape.length) return true;
  return type.shape.some((size, axis) => {
    const other = shape[axis];
    return typeof size === 'number' && typeof other === 'number' && size !== other;
  });
}

const sized = (shape: Told[1] | undefined): number =>
  shape === null || shape === undefined ? -1 : shape.filter((size) => typeof size === 'number').length;

describeWithPython('shapes by onnx.shape_inference', ['onnx'], (python) => {
  it('are never contradicted, and seldom more', function () {
    this.timeout(180_000);
    const files = sharedFiles(this, '.onnx');
    const { status, output, errors } = python(['infer_shapes.py'], path.join(__dirname, '../python'), {
      input: `${files.join('\n')}\n`,
    });
    assert.equal(status, 0, errors);
    const answers: Record<string, Record<string, Told>> = JSON.parse(output);
    const wrong: string[] = [];
    const counts = { tensors: 0, same: 0, more: 0, less: 0 };
    for (const file of files) {
      const found = read(file);
      if (found === null) continue;
      const types = inferTypes(found.model, { values: found.values, inputsOnly: true }).types([]);
      for (const [name, [element, shape]] of Object.entries(answers[file] ?? {})) {
        if (name === '' || typeof element === 'string') continue;
        const type = types.get(name);
        counts.tensors++;
        if (type !== undefined && contradicts(type, elementName(element), shape)) {
          wrong.push(`${file} ${name}: ${JSON.stringify(type)}, onnx says ${JSON.stringify(shape)}`);
        }
        const ours = sized(type?.kind === 'tensor' ? type.shape : null);
        counts[ours === sized(shape) ? 'same' : ours > sized(shape) ? 'more' : 'less']++;
      }
    }
    console.log(`      ${JSON.stringify(counts)}`);
    assert.deepEqual(wrong, []);
    assert.ok(counts.tensors > 10_000 && counts.less < 60, JSON.stringify(counts));
  });
});

describe('shapes of real runs', () => {
  it('are never contradicted by what is inferred from the inputs', function () {
    this.timeout(60_000);
    const files = sharedFiles(this, 'model.onnx').filter((file) => file.includes('conformance'));
    const wrong: string[] = [];
    const counts = { whole: 0, part: 0, blank: 0 };
    for (const file of files) {
      const found = read(file);
      const folder = path.join(path.dirname(file), 'test_data_set_0');
      if (found === null || !existsSync(folder)) continue;
      const { model, values } = found;
      const fed = new Map(
        stored(folder, 'input', model.requiredInputs).map(([name, tensor]) => [name, tensor.shape] as const),
      );
      const types = inferTypes(model, { values, fed, inputsOnly: true }).types([]);
      for (const [name, { elementType, shape }] of stored(folder, 'output', model.graph.outputs)) {
        const type = types.get(name);
        if (type !== undefined && contradicts(type, elementType, shape)) {
          wrong.push(`${file} ${name}: ${JSON.stringify(type)}, a run gives ${JSON.stringify(shape)}`);
        }
        const known = sized(type?.kind === 'tensor' ? type.shape : null);
        counts[known === shape.length ? 'whole' : known >= 0 ? 'part' : 'blank']++;
      }
    }
    console.log(`      ${JSON.stringify(counts)}`);
    assert.deepEqual(wrong, []);
    assert.ok(counts.whole > 840, JSON.stringify(counts));
  });
});

describe('multiply-adds of public models', () => {
  for (const [file, expected, said] of [
    // Published for 224 × 224: 0.35 G for SqueezeNet 1.1, 0.3 G for MobileNetV2.
    ['models/vision/light_squeezenet.onnx', 0.35e9, '0.3 to 0.4 G'],
    ['models/known_answer/maui_mobilenet/model.onnx', 0.32e9, '300 M at 224, a little more at 244'],
  ] as const) {
    it(`${path.basename(path.dirname(file))}/${path.basename(file)}: about ${said}`, function () {
      const full = path.join(SHARED_MODELS, file);
      if (!existsSync(full)) return this.skip();
      const found = read(full)!;
      const { cost } = costOf(found.model, found.values);
      assert.equal(cost.unknown, 0);
      assert.ok(Math.abs(cost.multiplyAdds / expected - 1) < 0.2, `${(cost.multiplyAdds / 1e9).toFixed(3)} G`);
    });
  }
});

function stored(folder: string, kind: 'input' | 'output', infos: readonly ValueInfo[]): [string, TensorValue][] {
  return infos.flatMap(({ name, type }, index): [string, TensorValue][] => {
    const file = path.join(folder, `${kind}_${index}.pb`);
    if (type.kind !== 'tensor' || !existsSync(file)) return [];
    const result = readValueFile(readFileSync(file), type);
    return result.ok && 'kind' in result.value && result.value.kind === 'tensor' ? [[name, result.value]] : [];
  });
}
