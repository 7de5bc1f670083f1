// Pictures in and out: recipes, tensors of pixels, pictures of tensors, boxes.
import assert from 'node:assert/strict';
import { sourceOf } from '../../server/src/model/bytes';
import { imageTensor, suggestRecipe, type ImageRecipe } from '../../server/src/model/imageRecipe';
import type { Model } from '../../server/src/model/model';
import { readModel } from '../../server/src/model/read';
import { findBoxes } from '../../server/src/model/results/detections';
import { drawPicture, imageRange, offerPictures } from '../../server/src/model/results/pictures';
import { softmaxed } from '../../server/src/model/scores';
import type { TensorValue } from '../../server/src/model/values';
import { FLOAT, model, tensor, type Dim } from './fixtures';

const UINT8 = 2;

function read(shape: readonly Dim[], rest: object = {}, outputs: readonly Dim[] = ['n', 10], type = FLOAT): Model {
  const fields = { input: [tensor('image', type, shape)], output: [tensor('y', FLOAT, outputs)] };
  const result = readModel(sourceOf(model(fields, rest)));
  assert.ok(result.ok);
  return result.value;
}

const metadata = (entries: Readonly<Record<string, string>>) => ({
  metadata_props: Object.entries(entries).map(([key, value]) => ({ key, value })),
});

const near = (actual: ArrayLike<number>, expected: readonly number[]) =>
  assert.deepEqual(
    Array.from(actual, (value) => Number(value.toFixed(4))),
    expected,
  );

describe('a recipe', () => {
  const recipeOf = (whole: Model, shape: readonly number[]) => suggestRecipe(whole, whole.requiredInputs[0]!, shape);

  it('is of the input’s layout and size, for inputs of pictures only', () => {
    const { layout, width, height, colours } = recipeOf(read(['n', 3, 'h', 'w']), [1, 3, 32, 48])!;
    assert.deepEqual([layout, width, height, colours], ['NCHW', 48, 32, 'RGB']);
    const last = recipeOf(read([1, 28, 30, 1]), [1, 28, 30, 1])!;
    assert.deepEqual([last.layout, last.width, last.height, last.colours], ['NHWC', 30, 28, 'grey']);
    assert.equal(recipeOf(read([1, 3]), [1, 3]), null);
    assert.equal(recipeOf(read([1, 16, 32, 32]), [1, 16, 32, 32]), null);
    assert.equal(recipeOf(read([1, 3, 2, 2]), [1, 3, 2, 2]), null);
  });

  it('scales as metadata says, as ImageNet’s classifiers take it, or to 0 … 1', () => {
    const scaling = (rest: object = {}, outputs: readonly Dim[] = ['n', 10], type = FLOAT) => {
      const { scale, mean, deviation, colours, fit } = recipeOf(
        read([1, 3, 64, 64], rest, outputs, type),
        [1, 3, 64, 64],
      )!;
      return [Number(scale.toFixed(4)), mean, deviation, colours, fit];
    };
    assert.deepEqual(scaling(), [0.0039, [0], [1], 'RGB', 'stretch']);
    assert.deepEqual(scaling({}, ['n', 1000])[4], 'crop');
    assert.deepEqual(scaling({}, ['n', 1000])[1], [0.485, 0.456, 0.406]);
    assert.deepEqual(scaling({}, ['n', 10], UINT8).slice(0, 3), [1, [0], [1]]);
    const windows = { 'Image.BitmapPixelFormat': 'Bgr8', 'Image.NominalPixelRange': 'NominalRange_0_255' };
    assert.deepEqual(scaling(metadata(windows)), [1, [0], [1], 'BGR', 'stretch']);
    assert.deepEqual(scaling(metadata({ 'Image.NominalPixelRange': 'Normalized_1_1' })).slice(1, 3), [[0.5], [0.5]]);
    const ultralytics = { names: "{0: 'cat', 1: 'dog'}", stride: '32', task: 'detect' };
    assert.deepEqual(scaling(metadata(ultralytics)), [0.0039, [0], [1], 'RGB', 'pad']);
  });
});

describe('a picture as a tensor', () => {
  const recipe: ImageRecipe = {
    layout: 'NCHW',
    width: 2,
    height: 1,
    fit: 'stretch',
    colours: 'RGB',
    scale: 1 / 255,
    mean: [0],
    deviation: [1],
  };
  const pixels = Uint8Array.from([255, 0, 51, 255, 0, 102, 255, 255]);
  const made = (more: Partial<ImageRecipe>, shape: readonly Dim[] = ['n', 3, 1, 2], type = FLOAT): TensorValue => {
    const result = imageTensor(read(shape, {}, ['n'], type).requiredInputs[0]!, pixels, { ...recipe, ...more });
    assert.ok(result.ok, JSON.stringify(result));
    return result.value;
  };
  const dataOf = (...args: Parameters<typeof made>) => Array.from(made(...args).data, Number);

  it('has its colours in planes or side by side, in the order asked for', () => {
    assert.deepEqual(made({}).shape, [1, 3, 1, 2]);
    near(dataOf({}), [1, 0, 0, 0.4, 0.2, 1]);
    near(dataOf({ colours: 'BGR' }), [0.2, 1, 0, 0.4, 1, 0]);
    assert.deepEqual(made({ layout: 'NHWC' }, ['n', 1, 2, 3]).shape, [1, 1, 2, 3]);
    near(dataOf({ layout: 'NHWC' }, ['n', 1, 2, 3]), [1, 0, 0.2, 0, 0.4, 1]);
    near(dataOf({ colours: 'RGBA' }, ['n', 4, 1, 2]), [1, 0, 0, 0.4, 0.2, 1, 1, 1]);
    near(dataOf({ colours: 'grey', scale: 1 }, ['n', 1, 1, 2]), [82.059, 88.944]);
  });

  it('is scaled, and has mean and deviation taken off', () => {
    near(dataOf({ mean: [0.5], deviation: [0.5] }), [1, -1, -1, -0.2, -0.6, 1]);
    near(dataOf({ mean: [1, 0, 0], deviation: [1, 2, 1] }), [0, -1, 0, 0.2, 0.2, 1]);
    assert.deepEqual(dataOf({ scale: 1 }, ['n', 3, 1, 2], UINT8), [255, 0, 0, 102, 51, 255]);
  });

  it('is repeated for a batch of a fixed size', () => {
    const two = made({}, [2, 3, 1, 2]);
    assert.deepEqual(two.shape, [2, 3, 1, 2]);
    near(Array.from(two.data, Number), [1, 0, 0, 0.4, 0.2, 1, 1, 0, 0, 0.4, 0.2, 1]);
  });

  it('is refused in words where it does not fit', () => {
    const refused = (more: Partial<ImageRecipe>, shape: readonly Dim[], bytes = pixels): string => {
      const result = imageTensor(read(shape).requiredInputs[0]!, bytes, { ...recipe, ...more });
      assert.ok(!result.ok);
      return result.problem.why;
    };
    assert.match(refused({}, ['n', 1, 1, 2]), /makes 1 × 3 × 1 × 2; the input is n × 1 × 1 × 2/);
    assert.match(refused({}, ['n']), /1 axes; a picture has 3/);
    assert.match(refused({ width: 3 }, ['n', 3, 1, 3]), /8 bytes are no 3 × 1 pixels/);
  });
});

function floats(shape: readonly number[], at: (index: number) => number): TensorValue {
  const count = shape.reduce((product, size) => product * size, 1);
  return { kind: 'tensor', elementType: 'float32', shape, data: Float32Array.from({ length: count }, (_, i) => at(i)) };
}

describe('a picture of a tensor', () => {
  const options = { row: 0, channel: 0, colours: 'RGB', names: [] } as const;
  const pixel = (tensorValue: TensorValue, ...[kind, more]: [Parameters<typeof drawPicture>[1], object?]) =>
    Array.from(drawPicture(tensorValue, kind, { ...options, ...more })!.pixels.slice(0, 4));

  it('is offered for what is shaped like one', () => {
    const kinds = (shape: readonly number[], fromImage = true, elementType = 'float32') =>
      offerPictures(
        { ...floats(shape, () => 0), elementType },
        fromImage ? { width: 64, height: 64 } : null,
      )?.kinds.join();
    assert.equal(kinds([1, 3, 32, 32], false), 'image,heat');
    assert.equal(kinds([2, 32, 32, 1], false), 'image,heat');
    assert.equal(kinds([1, 21, 32, 32]), 'classes,heat');
    assert.equal(kinds([1, 21, 32, 32], false), undefined);
    assert.equal(kinds([1, 32, 32], true, 'int64'), 'classes,heat');
    assert.equal(kinds([1, 32, 32], false), undefined);
    assert.equal(kinds([1, 3, 8, 8]), undefined);
    // Of detectors: boxes by features, anchors by classes.
    assert.equal(kinds([1, 484, 85]), undefined);
    assert.equal(kinds([1, 84, 8400]), undefined);
    assert.equal(kinds([1, 12, 196, 64]), undefined);
    assert.equal(kinds([1, 1000]), undefined);
  });

  it('has pixels of the range that its values have', () => {
    assert.deepEqual(imageRange({ min: 0.1, max: 0.9 }), { min: 0, max: 1 });
    assert.deepEqual(imageRange({ min: -0.9, max: 0.9 }), { min: -1, max: 1 });
    assert.deepEqual(imageRange({ min: -20, max: 270 }), { min: 0, max: 255 });
    assert.deepEqual(imageRange({ min: -500, max: 3 }), { min: -500, max: 3 });
    const colours = floats([1, 3, 16, 16], (index) => Math.floor(index / 256) / 2);
    assert.deepEqual(pixel(colours, 'image'), [0, 128, 255, 255]);
    assert.deepEqual(pixel(colours, 'image', { colours: 'BGR' }), [255, 128, 0, 255]);
    const last = floats([1, 16, 16, 3], (index) => (index % 3) / 2);
    assert.deepEqual(pixel(last, 'image'), [0, 128, 255, 255]);
  });

  it('shows heat from least to most, and what is no number apart', () => {
    const heat = floats([1, 2, 16, 16], (index) => (index === 0 ? 5 : index === 256 ? NaN : 0));
    assert.deepEqual(pixel(heat, 'heat'), [253, 231, 37, 255]);
    assert.deepEqual(pixel(heat, 'heat', { channel: 1 }), [220, 50, 50, 255]);
    assert.equal(drawPicture(heat, 'heat', { ...options, channel: 2 }), null);
  });

  it('shows classes by name, the largest first', () => {
    const scores = floats([1, 3, 16, 16], (index) => (index >= 512 ? (index % 16 < 4 ? 9 : 0) : index >= 256 ? 5 : 0));
    const { legend } = drawPicture(scores, 'classes', { ...options, names: ['sky', 'sea'] })!;
    assert.deepEqual(
      legend.map(({ label, share }) => [label, share]),
      [
        ['sea', 0.75],
        ['class 2', 0.25],
      ],
    );
  });

  it('is made smaller where it is very large', () => {
    const { width, height } = drawPicture(
      floats([1, 1, 2048, 512], () => 0),
      'heat',
      options,
    )!;
    assert.deepEqual([width, height], [256, 1024]);
  });
});

describe('boxes', () => {
  const ultralytics = (more: Readonly<Record<string, string>> = {}) =>
    read([1, 3, 64, 64], metadata({ names: "{0: 'cat', 1: 'dog'}", stride: '32', task: 'detect', ...more }));
  const named = (name: string, value: TensorValue) => ({ name, value });

  it('of Ultralytics’ models are one for each thing, with its name', () => {
    // Three anchors: a cat, the same cat less sure, a dog beside it; and twenty of nothing.
    const columns = [
      [20, 20, 10, 10, 0.9, 0.1],
      [21, 20, 10, 10, 0.8, 0.1],
      [21, 20, 10, 10, 0.1, 0.7],
      ...Array.from({ length: 20 }, () => [5, 5, 1, 1, 0.01, 0.02]),
    ];
    const output = floats([1, 6, 23], (index) => columns[index % 23]![Math.floor(index / 23)]!);
    const found = findBoxes(ultralytics(), [named('output0', output)], 64, 64)!;
    assert.deepEqual(
      found.boxes.map(({ label, box }) => [label, ...box]),
      [
        ['cat', 15, 15, 10, 10],
        ['dog', 16, 15, 10, 10],
      ],
    );
    assert.ok(Math.abs(found.boxes[0]!.score - 0.9) < 1e-6);
    assert.deepEqual(found.outputs, ['output0']);
  });

  it('of YOLOv5 and of exports that suppress by themselves are read as well', () => {
    const rows = [[20, 20, 10, 10, 0.5, 0.1, 0.8], ...Array.from({ length: 20 }, () => [0, 0, 1, 1, 0, 1, 1])];
    const five = floats([1, 21, 7], (index) => rows[Math.floor(index / 7)]![index % 7]!);
    const [dog, ...others] = findBoxes(ultralytics(), [named('output', five)], 64, 64)!.boxes;
    assert.deepEqual([dog?.label, Number(dog?.score.toFixed(3)), others.length], ['dog', 0.4, 0]);
    const ends = floats([1, 300, 6], (index) => (index < 6 ? [1, 2, 11, 22, 0.9, 1][index]! : 0));
    assert.deepEqual(findBoxes(ultralytics(), [named('output0', ends)], 64, 64)!.boxes[0]?.box, [1, 2, 10, 20]);
  });

  it('of torchvision, TensorFlow and DETR are known by the names of their outputs', () => {
    const whole = read([1, 3, 100, 200]);
    const boxes = named(
      'boxes',
      floats([1, 4], (index) => [1, 2, 4, 6][index]!),
    );
    const scores = named(
      'scores',
      floats([1], () => 0.5),
    );
    const labels = named('labels', {
      kind: 'tensor',
      elementType: 'int64',
      shape: [1],
      data: BigInt64Array.from([3n]),
    });
    assert.deepEqual(findBoxes(whole, [boxes, scores, labels], 200, 100)?.boxes, [
      { label: '3', score: 0.5, box: [1, 2, 3, 4] },
    ]);
    const share = (name: string, shape: readonly number[], values: readonly number[]) =>
      named(
        name,
        floats(shape, (index) => values[index]!),
      );
    const tensorflow = [
      share('detection_boxes', [1, 1, 4], [0.25, 0.5, 0.5, 1]),
      share('detection_classes', [1, 1], [7]),
      share('detection_scores', [1, 1], [0.75]),
    ];
    assert.deepEqual(findBoxes(whole, tensorflow, 200, 100)?.boxes[0]?.box, [100, 25, 100, 25]);
    const detr = [share('pred_boxes', [1, 1, 4], [0.5, 0.5, 0.5, 1]), share('logits', [1, 1, 3], [0, 9, 0])];
    assert.deepEqual(findBoxes(whole, detr, 200, 100)?.boxes[0], {
      label: '1',
      score: findBoxes(whole, detr, 200, 100)!.boxes[0]!.score,
      box: [50, 0, 100, 100],
    });
  });

  it('are not made up where nothing says that there are any', () => {
    const output = floats([1, 6, 23], () => 1);
    const anything = read([1, 3, 64, 64]);
    assert.equal(findBoxes(anything, [named('output0', output)], 64, 64), null);
    assert.equal(findBoxes(ultralytics({ task: 'classify' }), [named('output0', output)], 64, 64), null);
    assert.equal(
      findBoxes(
        ultralytics(),
        [
          named(
            'output0',
            floats([1, 7, 23], () => 1),
          ),
        ],
        64,
        64,
      ),
      null,
    );
    assert.equal(
      findBoxes(
        anything,
        [
          named(
            'boxes',
            floats([2, 4], () => 1),
          ),
        ],
        64,
        64,
      ),
      null,
    );
  });
});

describe('scores of classes', () => {
  it('are turned into probabilities row by row, however large they are', () => {
    const scores = softmaxed(
      floats([2, 3], (index) => [0, 0, 0, 1000, 1001, 0][index]!),
      ['a', 'b'],
    );
    assert.ok(scores);
    assert.deepEqual(scores.labels, ['a', 'b', '2']);
    near(Array.from(scores.scores.data, Number), [0.3333, 0.3333, 0.3333, 0.2689, 0.7311, 0]);
    assert.deepEqual(
      softmaxed(
        floats([1, 4, 1, 1], (index) => index),
        [],
      )?.scores.shape,
      [1, 4],
    );
  });

  it('are none where the shape or the values are of something else', () => {
    const zero = (): number => 0;
    for (const shape of [[4], [2, 1], [2, 3, 4], [2, 3, 1]]) assert.equal(softmaxed(floats(shape, zero), []), null);
    assert.equal(
      softmaxed(
        floats([1, 3], () => NaN),
        [],
      ),
      null,
    );
    assert.equal(softmaxed({ ...floats([1, 3], zero), elementType: 'int64' }, []), null);
  });
});
