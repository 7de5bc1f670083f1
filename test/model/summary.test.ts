// The summary of a model, and the inputs made up from what the model suggests.
import assert from 'node:assert/strict';
import { sourceOf } from '../../server/src/model/bytes';
import { fillInput } from '../../server/src/model/fill';
import type { Fill } from '../../server/src/model/fill';
import type { Model } from '../../server/src/model/model';
import { readModel } from '../../server/src/model/read';
import { suggestSymbols } from '../../server/src/model/suggest';
import { summarize } from '../../server/src/model/summary';
import type { TensorValue } from '../../server/src/model/values';
import { FLOAT, graphAttribute, INT64, intAttribute, intsAttribute, model, node, tensor, weight } from './fixtures';

function read(bytes: Uint8Array): Model {
  const result = readModel(sourceOf(bytes));
  assert.ok(result.ok);
  return result.value;
}

describe('the summary of a model', () => {
  it('counts operators in branches too, weights by type, and files beside the model', () => {
    const branch = { name: 'b', node: [node('Relu', ['x'], ['z'])], initializer: [weight('inner', [3], [1, 2, 3])] };
    const constant = node('Constant', [], ['k'], {
      attribute: [{ name: 'value', type: 4, t: { dims: [2], data_type: INT64, int64_data: [1, 2] } }],
    });
    const external = (name: string, length: string) => ({
      name,
      dims: [2, 2],
      data_type: FLOAT,
      data_location: 1,
      external_data: [
        { key: 'location', value: 'weights.bin' },
        { key: 'length', value: length },
      ],
    });
    const summary = summarize(
      read(
        model({
          node: [
            node('If', ['c'], ['y'], {
              attribute: [graphAttribute('then_branch', branch), graphAttribute('else_branch', branch)],
            }),
            node('Relu', ['y'], ['r']),
            node('ZipMap', ['r'], ['p'], { domain: 'ai.onnx.ml' }),
            constant,
          ],
          initializer: [external('a', '16'), external('b', '16'), weight('w', [2, 3], [1, 2, 3, 4, 5, 6])],
        }),
      ),
    );
    assert.deepEqual(summary.operators, [
      { domain: '', operator: 'Relu', count: 3 },
      { domain: '', operator: 'Constant', count: 1 },
      { domain: '', operator: 'If', count: 1 },
      { domain: 'ai.onnx.ml', operator: 'ZipMap', count: 1 },
    ]);
    assert.equal(summary.nodes, 6);
    assert.equal(summary.subgraphs, 2);
    assert.equal(summary.parameters, 4 + 4 + 6 + 3 + 3);
    assert.equal(summary.weightBytes, 4 * summary.parameters);
    assert.deepEqual(summary.types, [
      { elementType: 'float32', tensors: 5, elements: 20, bytes: 80 },
      { elementType: 'int64', tensors: 1, elements: 2, bytes: 16 },
    ]);
    assert.deepEqual(summary.externalFiles, [{ location: 'weights.bin', tensors: 2, bytes: 32 }]);
  });

  it('counts weights that the exporter wrote as Constant nodes, and not the settings beside them', () => {
    const held = (name: string, dims: readonly number[], values: readonly number[]) =>
      node('Constant', [], [name], {
        attribute: [{ name: 'value', type: 4, t: { ...weight(name, dims, values), name: undefined } }],
      });
    const summary = summarize(
      read(
        model({
          node: [
            held('kernel', [2, 3], [1, 2, 3, 4, 5, 6]),
            held('epsilon', [1], [1e-5]),
            held('half', [], [0.5]),
            node('MatMul', ['x', 'kernel'], ['y']),
          ],
        }),
      ),
    );
    assert.equal(summary.parameters, 6);
    assert.deepEqual(summary.types, [{ elementType: 'float32', tensors: 3, elements: 8, bytes: 32 }]);
  });
});

describe('made-up inputs', () => {
  const filled = (whole: Model, fill: Fill = 'random', sizes: Record<string, number> = {}): TensorValue => {
    const value = fillInput(whole, whole.requiredInputs[0]!, { fill, seed: 1, sizes });
    assert.ok(value?.kind === 'tensor');
    return value;
  };
  const taking = (input: object, nodes: readonly object[] = [], rest: object = {}, fields: object = {}): Model =>
    read(model({ node: nodes, input: [input], ...fields }, rest));
  const shapeOf = (whole: Model, sizes?: Record<string, number>) => filled(whole, 'zeros', sizes).shape;

  it('have size 1 where the model leaves it open, or the size that is given', () => {
    const open = taking(tensor('x', FLOAT, ['batch', 'tokens', 3]));
    assert.deepEqual(shapeOf(open), [1, 1, 3]);
    assert.deepEqual(shapeOf(open, { batch: 2, tokens: 5 }), [2, 5, 3]);
  });

  it('have the size of an image where they are one, as the metadata says', () => {
    const image = (shape: readonly (number | string)[], metadata: readonly object[] = []) =>
      shapeOf(taking(tensor('images', FLOAT, shape), [], { metadata_props: metadata }));
    assert.deepEqual(image(['n', 3, 'h', 'w']), [1, 3, 224, 224]);
    assert.deepEqual(image(['n', 'h', 'w', 3]), [1, 224, 224, 3]);
    assert.deepEqual(image(['n', 3, 'h', 'w'], [{ key: 'imgsz', value: '[320, 640]' }]), [1, 3, 320, 640]);
    assert.deepEqual(image(['n', 7, 'h', 'w']), [1, 7, 1, 1]);
  });

  it('have as many columns as the first weights or trees they meet', () => {
    const x = tensor('x', FLOAT, ['n', 'columns']);
    const w = {
      initializer: [
        weight(
          'w',
          [6, 2],
          Array.from({ length: 12 }, () => 0),
        ),
      ],
    };
    assert.deepEqual(shapeOf(taking(x, [node('MatMul', ['x', 'w'], ['y'])], {}, w)), [1, 6]);
    const transposed = node('Gemm', ['x', 'w'], ['y'], { attribute: [intAttribute('transB', 1)] });
    assert.deepEqual(shapeOf(taking(x, [transposed], {}, w)), [1, 2]);
    const trees = node('TreeEnsembleClassifier', ['c'], ['y'], {
      attribute: [intsAttribute('nodes_featureids', [0, 8, 3])],
    });
    assert.deepEqual(shapeOf(taking(x, [node('Cast', ['x'], ['c']), trees])), [1, 9]);
  });

  it('are equal for equal seeds and spread over [0, 1)', () => {
    const whole = taking(tensor('x', FLOAT, [1000]));
    const values = Array.from(filled(whole).data, Number);
    assert.deepEqual(Array.from(filled(whole).data, Number), values);
    assert.ok(values.every((value) => value >= 0 && value < 1));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    assert.ok(Math.abs(mean - 0.5) < 0.05, String(mean));
    assert.ok(new Set(values).size > 990);
  });

  it('are ones for masks, small integers elsewhere, any type', () => {
    assert.deepEqual(filled(taking(tensor('attention_mask', INT64, [3]))).data, BigInt64Array.from([1n, 1n, 1n]));
    const integers = Array.from(filled(taking(tensor('x', INT64, [50]))).data, Number);
    assert.deepEqual(new Set(integers), new Set([0, 1]));
    for (let type = 1; type <= 26; type++) {
      for (const fill of ['zeros', 'ones', 'random'] as const) {
        assert.equal(filled(taking(tensor('x', type, [2])), fill).data.length, type === 14 || type === 15 ? 4 : 2);
      }
    }
  });

  it('have the size of the image a model gives back, and the length of a text or a window of sound', () => {
    const open = tensor('x', FLOAT, ['None', 3, 'None', 'None']);
    const painter = taking(open, [], {}, { output: [tensor('y', FLOAT, ['None', 3, 72, 80])] });
    assert.deepEqual(shapeOf(painter), [1, 3, 72, 80]);
    assert.deepEqual(suggestSymbols(painter), {});
    const tokens = taking(tensor('input_ids', INT64, ['batch', 'length']));
    assert.deepEqual(shapeOf(tokens), [1, 8]);
    assert.deepEqual(suggestSymbols(tokens), { batch: 1, length: 8 });
    const sound = read(
      model({
        input: [tensor('input', FLOAT, ['n', 'samples']), tensor('sr', INT64, [])],
        output: [tensor('y', FLOAT)],
      }),
    );
    assert.deepEqual(shapeOf(sound), [1, 512]);
    const rate = fillInput(sound, sound.requiredInputs[1]!, { fill: 'random' });
    assert.ok(rate?.kind === 'tensor');
    assert.deepEqual(rate.data, BigInt64Array.from([16_000n]));
  });

  it('add sizes up where an exporter wrote a sum', () => {
    const whole = read(
      model({
        input: [tensor('input_ids', INT64, ['n', 'new']), tensor('mask', INT64, ['n', 'past + new'])],
        output: [tensor('y', FLOAT)],
      }),
    );
    assert.deepEqual(suggestSymbols(whole), { n: 1, new: 8, 'past + new': 1 });
    const past = read(
      model({
        input: [tensor('past', FLOAT, ['old', 4]), tensor('mask', INT64, ['n', 'old + 1'])],
        output: [tensor('y', FLOAT)],
      }),
    );
    assert.equal(suggestSymbols(past)['old + 1'], 2);
  });

  it('are usual settings for a search, and tokens its network knows', () => {
    const decoder = {
      node: [node('EmbedLayerNormalization', ['tokens', '', 'words'], ['e'], { domain: 'com.microsoft' })],
      initializer: [weight('words', [5, 1], [0, 0, 0, 0, 0])],
    };
    const search = read(
      model({
        node: [
          node('BeamSearch', ['ids', 'longest', 'shortest', 'beams'], ['sequences'], {
            domain: 'com.microsoft',
            attribute: [graphAttribute('decoder', decoder)],
          }),
        ],
        input: [
          tensor('ids', 6, ['n', 'length']),
          ...['longest', 'shortest', 'beams'].map((name) => tensor(name, 6, [1])),
        ],
        output: [tensor('sequences', 6)],
      }),
    );
    const [ids, ...settings] = search.requiredInputs.map((input) => {
      const value = fillInput(search, input, { fill: 'random' });
      assert.ok(value?.kind === 'tensor');
      return value;
    });
    assert.ok(ids!.data.length > 1 && Array.from(ids!.data, Number).every((id) => id < 5));
    assert.deepEqual(
      settings.map(({ data }) => Number(data[0])),
      [16, 1, 4],
    );
  });

  it('are refused where they would fill the memory', () => {
    const whole = taking(tensor('x', FLOAT, [2 ** 30, 2 ** 30]));
    assert.equal(fillInput(whole, whole.requiredInputs[0]!, { fill: 'zeros' }), null);
  });
});
