// The pure parts of the run form and its results: recipes as typed, the form's new ways to fill an input, latency.
import assert from 'node:assert/strict';
import type { ImageRecipe, ModelSummary, ValueInfo } from '../../server/src/protocol';
import { bytesToBase64, base64ToBytes } from '../../media/onnx/bytes';
import { histogram, percentile } from '../../media/onnx/results/figures';
import { placeOf, presetOf, PRESETS, readNumbers, recipeText, writeNumbers } from '../../media/onnx/run/recipe';
import { initialForm, isForm, runRequest, type InputState } from '../../media/onnx/run/state';

const RECIPE: ImageRecipe = {
  layout: 'NCHW',
  width: 200,
  height: 100,
  fit: 'stretch',
  colours: 'RGB',
  scale: 1 / 255,
  mean: [0],
  deviation: [1],
};

describe('a recipe as a form has it', () => {
  it('is a preset, or the user’s own values', () => {
    assert.equal(PRESETS[presetOf(RECIPE)]?.name, '0 … 1');
    assert.equal(PRESETS[presetOf({ ...RECIPE, scale: 1 })]?.name, '0 … 255');
    // As metadata or another computation rounds it.
    assert.equal(presetOf({ ...RECIPE, scale: 0.00392156862745098 }), 1);
    assert.equal(presetOf({ ...RECIPE, mean: [0.1] }), -1);
    assert.equal(recipeText({ ...RECIPE, mean: [0.1] }), '200 × 100, stretch, RGB, NCHW, own values');
  });

  it('is typed as numbers or fractions: one, or one for each colour', () => {
    assert.deepEqual(readNumbers('1/255', 1), [1 / 255]);
    assert.deepEqual(readNumbers('0.1, 0.2 0.3', 3), [0.1, 0.2, 0.3]);
    assert.deepEqual(readNumbers('5', 3), [5]);
    for (const text of ['', 'x', '1 2', '1/0']) assert.equal(readNumbers(text, 3), null, text);
    for (const { values } of PRESETS) {
      const colours = values.mean.length;
      assert.deepEqual(readNumbers(writeNumbers([values.scale]), 1), [values.scale]);
      assert.deepEqual(readNumbers(writeNumbers(values.mean), colours), values.mean);
    }
    assert.equal(writeNumbers([1 / 255]), '1/255');
  });

  it('says where a picture lies on what is fed', () => {
    assert.deepEqual(placeOf(RECIPE, 50, 50), [0, 0, 200, 100]);
    assert.deepEqual(placeOf({ ...RECIPE, fit: 'crop' }, 50, 50), [0, -50, 200, 200]);
    assert.deepEqual(placeOf({ ...RECIPE, fit: 'pad' }, 50, 50), [50, 0, 100, 100]);
  });
});

describe('the form', () => {
  const image: ValueInfo = {
    name: 'image',
    description: '',
    type: { kind: 'tensor', elementType: 'float32', shape: ['n', 3, null, null] },
  };
  const model: Pick<ModelSummary, 'inputs' | 'optionalInputs' | 'symbols' | 'suggestions'> = {
    inputs: [image],
    optionalInputs: [],
    symbols: ['n'],
    suggestions: {
      symbols: { n: 1 },
      inputs: { image: { shape: [1, 3, 100, 200], value: null, limit: null, recipe: RECIPE } },
    },
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the form looks at nothing else of a model
  const whole = model as ModelSummary;
  const form = initialForm(whole, undefined);
  const filled = (more: Partial<InputState>) => ({ ...form, inputs: { image: { ...form.inputs['image']!, ...more } } });

  it('starts with the sizes and the recipe that the model suggests', () => {
    assert.deepEqual(form.inputs['image']?.sizes, { 2: '100', 3: '200' });
    assert.deepEqual(form.inputs['image']?.recipe, RECIPE);
    assert.deepEqual(runRequest(whole, form).inputs['image'], { kind: 'random', seed: 0, shape: [1, 3, 100, 200] });
  });

  it('asks for a picture with its pixels, for a file by its place, for a text by its words', () => {
    const picture = { uri: 'file:///cat.png', name: 'cat.png' };
    const asked = runRequest(whole, filled({ fill: 'image', picture }), (uri) => `pixels of ${uri}`);
    assert.deepEqual(asked.inputs['image'], { kind: 'image', pixels: 'pixels of file:///cat.png', recipe: RECIPE });
    const file = { uri: 'file:///x.npz', name: 'x.npz', array: 'x' };
    const shape = [1, 3, 100, 200];
    assert.deepEqual(runRequest(whole, filled({ fill: 'file', file })).inputs['image'], {
      kind: 'file',
      file: 'file:///x.npz',
      array: 'x',
      shape,
    });
    const words = runRequest(whole, filled({ fill: 'text', words: 'hé' })).inputs['image'];
    assert.deepEqual(words, { kind: 'text', text: 'hé', shape });
  });

  it('leaves an input to chance whose picture is not there', () => {
    assert.equal(runRequest(whole, filled({ fill: 'image' })).inputs['image']?.kind, 'random');
    assert.equal(runRequest(whole, filled({ fill: 'file' })).inputs['image']?.kind, 'random');
  });

  it('starts with the value of an input that is a setting', () => {
    const rate: ValueInfo = { name: 'sr', description: '', type: { kind: 'tensor', elementType: 'int64', shape: [] } };
    const suggestions = { symbols: {}, inputs: { sr: { shape: [], value: 16_000, limit: null, recipe: null } } };
    const sound = initialForm({ ...whole, inputs: [rate], symbols: [], suggestions }, undefined);
    assert.deepEqual([sound.inputs['sr']?.fill, sound.inputs['sr']?.text], ['values', '16000']);
  });

  it('knows what another version left behind', () => {
    assert.equal(isForm(form), true);
    assert.equal(isForm({}), false);
    assert.equal(isForm(undefined), false);
  });
});

describe('latency', () => {
  it('has shares of the sorted runs, and bars in which the slowest do not hide the rest', () => {
    const runs = Array.from({ length: 200 }, (_, index) => (index === 199 ? 1000 : 1 + index / 100));
    assert.equal(percentile(runs, 0.5), 1.995);
    assert.equal(percentile([4, 8], 0.9).toFixed(3), '7.600');
    assert.equal(percentile([3], 0.9), 3);
    assert.equal(percentile([], 0.5), 0);
    const { from, to, counts } = histogram(runs, 10);
    assert.ok(from === 1 && to < 3, `${from} to ${to}`);
    assert.equal(
      counts.reduce((sum, count) => sum + count, 0),
      200,
    );
    assert.deepEqual(histogram([5, 5, 5], 3).counts, [3, 0, 0]);
  });
});

describe('bytes', () => {
  it('travel as base64 and back', () => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => index * 7);
    assert.deepEqual(new Uint8Array(base64ToBytes(bytesToBase64(bytes))), bytes);
    assert.equal(bytesToBase64(Uint8Array.from([255, 0, 1])), '/wAB');
  });
});
