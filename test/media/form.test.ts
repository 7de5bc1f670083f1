// The run form's state: defaults that make sense, what is kept of an earlier model, and the request it makes.
import assert from 'node:assert/strict';
import type { Dimension, ModelSummary, ValueInfo } from '../../server/src/protocol';
import { fitsGrid, initialForm, resolve, runRequest, size, withoutPlaceholders } from '../../media/onnx/run/state';
import { bytes, duration, numbersAlike, scalar, short, typeName } from '../../media/onnx/format';

function tensor(name: string, elementType: string, shape: readonly Dimension[] | null): ValueInfo {
  return { name, description: '', type: { kind: 'tensor', elementType, shape } };
}

function model(inputs: readonly ValueInfo[], more: Partial<ModelSummary> = {}): ModelSummary {
  return {
    uri: 'file:///m.onnx',
    format: 'onnx',
    byteLength: 1,
    irVersion: 10,
    opsets: [],
    producer: { name: '', version: '' },
    domain: '',
    modelVersion: 0,
    description: '',
    graphName: '',
    metadata: [],
    inputs,
    optionalInputs: [],
    outputs: [],
    operators: [],
    nodeCount: 0,
    parameters: 0,
    weightBytes: 0,
    weights: [],
    externalFiles: [],
    symbols: [],
    suggestions: { symbols: {}, inputs: {} },
    ...more,
  };
}

describe('the run form', () => {
  it('offers fields for few values, random ones for many, and texts to type', () => {
    const { inputs } = initialForm(
      model([
        tensor('row', 'float32', ['batch', 4]),
        tensor('image', 'float32', [1, 3, 224, 224]),
        tensor('words', 'string', ['batch', 1]),
      ]),
      undefined,
    );
    assert.equal(inputs['row']?.fill, 'values');
    assert.equal(inputs['row']?.text, '[[0, 0, 0, 0]]');
    assert.equal(inputs['image']?.fill, 'random');
    assert.equal(inputs['words']?.fill, 'values');
    assert.equal(inputs['words']?.text, '[[""]]');
  });

  it('leaves optional inputs to the model', () => {
    const both = model([], { optionalInputs: [tensor('scale', 'float32', [1])] });
    const form = initialForm(both, undefined);
    assert.deepEqual(runRequest(both, form).inputs['scale'], { kind: 'default' });
  });

  it('keeps what was typed when the model is read again, and forgets inputs that are gone', () => {
    const first = model([tensor('a', 'float32', [2]), tensor('b', 'float32', [2])]);
    const typed = initialForm(first, undefined);
    const kept = { ...typed, inputs: { ...typed.inputs, a: { ...typed.inputs['a']!, text: '[1, 2]' } } };
    const again = initialForm(model([tensor('a', 'float32', [2]), tensor('c', 'float32', [2])]), kept);
    assert.equal(again.inputs['a']?.text, '[1, 2]');
    assert.deepEqual(Object.keys(again.inputs), ['a', 'c']);
  });

  it('asks with sizes of symbols, and with a shape only where the file leaves one open', () => {
    const open = model(
      [
        tensor('x', 'float32', ['batch', null, 3]),
        tensor('y', 'float32', ['batch', 3]),
        tensor('z', 'float32', ['batch', 3]),
      ],
      {
        symbols: ['batch'],
      },
    );
    const form = initialForm(open, undefined);
    const sized = {
      symbols: { batch: '2' },
      inputs: {
        x: { ...form.inputs['x']!, fill: 'random' as const, seed: '7', sizes: { 1: '5' } },
        y: { ...form.inputs['y']!, fill: 'zeros' as const },
        z: { ...form.inputs['z']!, text: '1 2 3 4 5 6' },
      },
    };
    assert.deepEqual(runRequest(open, sized), {
      symbols: { batch: 2 },
      inputs: {
        x: { kind: 'random', seed: 7, shape: [2, 5, 3] },
        y: { kind: 'zeros' },
        z: { kind: 'values', text: '1 2 3 4 5 6', shape: [2, 3] },
      },
    });
  });

  it('takes `None` for an open size of its own, not for a name that dimensions share', () => {
    const image = tensor('image', 'float32', ['None', 3, 'None', 'height']);
    const opened = withoutPlaceholders(model([image], { symbols: ['None', 'height'] }));
    assert.deepEqual(opened.symbols, ['height']);
    assert.deepEqual(opened.inputs, [tensor('image', 'float32', [null, 3, null, 'height'])]);
    const form = initialForm(opened, undefined);
    const sized = { ...form, inputs: { image: { ...form.inputs['image']!, sizes: { 2: '8' } } } };
    const spec = runRequest(opened, sized).inputs['image'];
    assert.deepEqual(spec && 'shape' in spec ? spec.shape : null, [1, 3, 8, 1]);
  });

  it('takes a size that is no whole number for 1, and none that is too large', () => {
    assert.equal(size('3'), 3);
    assert.equal(size(' 12 '), 12);
    for (const text of ['', '-1', '1.5', 'two', '99999999999', '4294967296', undefined]) {
      assert.equal(size(text), undefined, String(text));
    }
    assert.deepEqual(resolve(['batch', null, 3], { batch: 'x' }, {}), [1, 1, 3]);
  });

  it('shows fields for small tensors only', () => {
    assert.equal(fitsGrid([]), true);
    assert.equal(fitsGrid([4, 12]), true);
    assert.equal(fitsGrid([1, 13]), false);
    assert.equal(fitsGrid([0, 3]), false);
    assert.equal(fitsGrid([3, 224, 224]), false);
  });
});

describe('figures', () => {
  it('are short and unambiguous', () => {
    assert.equal(bytes(192), '192 bytes');
    assert.equal(bytes(1), '1 byte');
    assert.equal(bytes(2133), '2.1 kB');
    assert.equal(bytes(537_000_000), '537 MB');
    assert.equal(bytes(999_950), '1.0 MB');
    assert.equal(short(48), '48');
    assert.equal(short(5998), '6 k');
    assert.equal(short(86_567_656), '86.6 M');
    assert.equal(duration(0.3181), '0.32 ms');
    assert.equal(duration(21.3), '21 ms');
    assert.equal(duration(1430), '1.43 s');
    assert.equal(scalar(0.123456789), '0.123457');
    assert.equal(scalar(1e-9), '1.000e-9');
    assert.equal(scalar(0), '0');
    assert.equal(scalar('NaN'), 'NaN');
    assert.equal(scalar(false), 'false');
  });

  it('of one table have their points below each other', () => {
    const written = (...values: (number | string)[]) => values.map(numbersAlike(values));
    assert.deepEqual(written(0.5, -0.02655, 0), ['0.50000', '-0.02655', '0.00000']);
    assert.deepEqual(written(123.456789, 1.5), ['123.457', '1.500']);
    assert.deepEqual(written(3, 1000, -2), ['3', '1000', '-2']);
    assert.deepEqual(written(1e-9, 1), ['1.00e-9', '1']);
    assert.deepEqual(written(1.5, 'NaN'), ['1.50000', 'NaN']);
    assert.deepEqual(written('9007199254740993'), ['9007199254740993']);
    assert.deepEqual(written(), []);
  });

  it('name nested types in words', () => {
    const float = { kind: 'tensor', elementType: 'float32', shape: [] } as const;
    assert.equal(
      typeName({ kind: 'sequence', element: { kind: 'map', key: 'int64', value: float } }),
      'sequence of map(int64 → float32)',
    );
  });
});
