// What is fed to models through the language server, and what comes with a result: pictures, tables, arrays, statistics.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Answer, ImageRecipe, Problem } from '../../server/src/protocol';
import { FLOAT, INT64, model, node, tensor } from '../model/fixtures';
import { fileUri, root, startEditor, type TestEditor } from './client';

const samples = path.join(root, 'samples');
const sample = (extension: string) =>
  fileUri(path.join(samples, readdirSync(samples).find((name) => name.endsWith(extension)) ?? ''));

function valueOf<Value>(answer: Answer<Value>): Value {
  if (answer.problem !== undefined) assert.fail(JSON.stringify(answer.problem));
  return answer.value;
}

function problemOf(answer: Answer<unknown>): Problem {
  if (answer.problem === undefined) assert.fail('no problem');
  return answer.problem;
}

/** Gives its picture back, and a tensor of which some values are none. */
const PICTURE = model({
  node: [node('Identity', ['image'], ['same']), node('Log', ['image'], ['logs'])],
  input: [tensor('image', FLOAT, ['n', 3, 'h', 'w'])],
  output: [tensor('same', FLOAT, ['n', 3, 'h', 'w']), tensor('logs', FLOAT, ['n', 3, 'h', 'w'])],
});

/** NumPy's file of two float64 values. */
function npy(values: readonly number[]): Uint8Array {
  const header = `{'descr': '<f8', 'fortran_order': False, 'shape': (1, ${values.length}), }`.padEnd(117) + '\n';
  const start = Buffer.from(`\x93NUMPY\x01\x00${String.fromCharCode(header.length)}\x00${header}`, 'latin1');
  return Buffer.concat([start, new Uint8Array(Float64Array.from(values).buffer)]);
}

describe('inputs of models in the language server', function () {
  this.timeout(60_000);
  let editor: TestEditor;
  let folder: string;
  const write = (name: string, content: Uint8Array | string): string => {
    const file = path.join(folder, name);
    writeFileSync(file, content);
    return fileUri(file);
  };

  before(async () => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'heldout-inputs-')));
    editor = await startEditor({ folders: [folder] });
  });
  after(async () => {
    await editor.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('may be pictures; what comes back is drawn, counted and warned of', async () => {
    const uri = write('picture.onnx', PICTURE);
    const { suggestions } = valueOf(await editor.ask('heldout/model/show', { uri }));
    assert.deepEqual(suggestions.symbols, { n: 1, h: 224, w: 224 });
    const suggested = suggestions.inputs['image']?.recipe;
    assert.equal(suggested?.colours, 'RGB');
    const recipe: ImageRecipe = { ...suggested, width: 20, height: 16 };
    // Half of it red, half black.
    const pixels = Uint8Array.from({ length: 20 * 16 * 4 }, (_, at) =>
      at % 4 === 3 || (at % 4 === 0 && at < 640) ? 255 : 0,
    );
    const result = valueOf(
      await editor.ask('heldout/model/run', {
        uri,
        inputs: { image: { kind: 'image', pixels: Buffer.from(pixels).toString('base64'), recipe } },
      }),
    );
    assert.deepEqual(result.pictures[0], {
      output: 'same',
      kinds: ['image', 'heat'],
      rows: 1,
      channels: 3,
      height: 16,
      width: 20,
    });
    const { statistics, notes, run } = result;
    assert.deepEqual([statistics['same']?.range?.min, statistics['same']?.range?.max], [0, 1]);
    assert.equal(statistics['logs']?.infinite, 20 * 16 * 3 - 160);
    assert.ok(notes.includes(`logs: ${20 * 16 * 3 - 160} infinite of 960 values.`), notes.join());
    for (const isInput of [false, true]) {
      const asked = { run, output: isInput ? 'image' : 'same', isInput, kind: 'image', row: 0, channel: 0 } as const;
      const picture = valueOf(await editor.ask('heldout/model/picture', asked));
      assert.deepEqual([picture.width, picture.height], [20, 16]);
      assert.deepEqual(new Uint8Array(Buffer.from(picture.pixels, 'base64')), pixels);
    }
    const none = { run, output: 'same', kind: 'heat', row: 5, channel: 0 } as const;
    problemOf(await editor.ask('heldout/model/picture', none));
  });

  it('may be rows of a table, matched to the inputs by name', async () => {
    const uri = sample('.onnx');
    const file = sample('.csv');
    const feeds = valueOf(await editor.ask('heldout/model/table', { uri, file, row: 1, rows: 2 }));
    assert.ok(feeds.rowCount > 100);
    assert.deepEqual([feeds.row, feeds.rows, feeds.missing], [1, 2, []]);
    const inputs = Object.entries(feeds.inputs).map(([name, { text, shape }]) => [
      name,
      { kind: 'values', text, shape },
    ]);
    const result = valueOf(await editor.ask('heldout/model/run', { uri, inputs: Object.fromEntries(inputs) }));
    assert.equal(result.probabilities[0]?.rows.length, 2);
    problemOf(await editor.ask('heldout/model/table', { uri, file: `${file}.none`, row: 0, rows: 1 }));
    problemOf(await editor.ask('heldout/model/table', { uri, file: write('empty.csv', ''), row: 0, rows: 1 }));
  });

  it('may be arrays of numpy, brought to the type of the input', async () => {
    const uri = write(
      'sum.onnx',
      model({
        node: [node('ReduceSum', ['x'], ['y'], {})],
        input: [tensor('x', FLOAT, ['n', 'm'])],
        output: [tensor('y', FLOAT)],
      }),
    );
    const file = write('x.npy', npy([1.5, 2.25]));
    assert.deepEqual(valueOf(await editor.ask('heldout/model/arrays', { uri, file })).arrays, [
      { name: '', elementType: 'float64', shape: [1, 2] },
    ]);
    const result = valueOf(await editor.ask('heldout/model/run', { uri, inputs: { x: { kind: 'file', file } } }));
    const [sum] = result.outputs;
    assert.deepEqual(sum?.value.kind === 'tensor' ? sum.value.values : null, [3.75]);
    problemOf(await editor.ask('heldout/model/arrays', { uri, file: write('bad.npz', 'no archive') }));
  });

  it('may be the bytes of a text or of a file', async () => {
    const uri = write(
      'bytes.onnx',
      model({
        node: [node('Identity', ['x'], ['y'])],
        input: [tensor('x', INT64, ['n', 4])],
        output: [tensor('y', INT64, ['n', 4])],
      }),
    );
    const valuesFor = async (spec: { kind: 'text'; text: string } | { kind: 'file'; file: string }) => {
      const [output] = valueOf(await editor.ask('heldout/model/run', { uri, inputs: { x: spec } })).outputs;
      return output?.value.kind === 'tensor' ? output.value.values : null;
    };
    assert.deepEqual(await valuesFor({ kind: 'text', text: 'né' }), ['110', '195', '169', '0']);
    assert.deepEqual(await valuesFor({ kind: 'file', file: write('some.txt', 'abcdef') }), ['97', '98', '99', '100']);
  });

  it('are measured as often as asked, each run by itself', async () => {
    const uri = sample('.onnx');
    const { timing } = valueOf(await editor.ask('heldout/model/run', { uri, inputs: {}, warmRuns: 50 }));
    assert.equal(timing.warm.length, 50);
    const sorted = [...timing.warm].sort((a, b) => a - b);
    assert.equal(timing.warmMs, sorted[25]);
  });
});
