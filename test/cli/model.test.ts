// `heldout model show|run|test`: what they print, in both formats, and how they end.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Io } from '../../server/src/cli/io';
import { modelCommand } from '../../server/src/cli/model';
import { AFFINE, FLOAT, model, node, STRING, tensor, value, weight, ZIPMAP } from '../model/fixtures';
import { encode } from '../model/schema';
import { SHARED_MODELS } from '../model/shared';
import { fakeHost, hostBundle } from '../runtime/host';

describe('heldout model', function () {
  this.timeout(60_000);
  let folder: string;
  before(() => (folder = mkdtempSync(path.join(tmpdir(), 'heldout-test-cli-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  async function run(
    args: readonly string[],
    { hostPath = hostBundle(), cwd = folder, cancelled = new AbortController().signal } = {},
  ) {
    const written = { out: '', err: '' };
    const io: Io = {
      out: (text) => void (written.out += text),
      err: (text) => void (written.err += text),
      readInput: async () => new Uint8Array(),
      cwd,
      colour: false,
      script: null,
      cancelled,
    };
    const status = await modelCommand(args, io, { hostPath });
    return { status, ...written };
  }

  function write(name: string, bytes: Uint8Array | string): string {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, bytes);
    return name;
  }

  describe('show', () => {
    it('draws a card', async () => {
      const { status, out, err } = await run(['show', write('affine.onnx', AFFINE)]);
      assert.equal(status, 0, err);
      const lines = out.split('\n').map((line) => line.replaceAll(/ +/g, ' ').trim());
      for (const line of [
        'affine.onnx',
        'producer fixtures',
        'opsets ai.onnx 21',
        'parameters 2',
        'x float32[n, 3]',
        'y float32[n, 3]',
        'Operators 2 nodes of 2 kinds',
        'Add 1 ████████████████████████',
        'float32 2 tensors, 8 B',
      ]) {
        assert.ok(lines.includes(line), `${line}\n---\n${out}`);
      }
    });

    it('counts multiply-adds, at the sizes that are asked for', async () => {
      const graph = {
        node: [node('MatMul', ['x', 'w'], ['y'])],
        input: [tensor('x', FLOAT, ['rows', 3])],
        output: [tensor('y', FLOAT, ['rows', 2])],
        initializer: [weight('w', [3, 2], [1, 2, 3, 4, 5, 6])],
      };
      const file = write('product.onnx', model(graph));
      assert.match((await run(['show', file])).out, /one run +6 multiply-adds for x \[1, 3\]/);
      assert.match(
        (await run(['show', file, '--size', 'rows=1000'])).out,
        /one run +6 k multiply-adds for x \[1000, 3\]/,
      );
    });

    it('prints JSON', async () => {
      const { status, out } = await run(['show', write('zipmap.onnx', ZIPMAP), '--format', 'json']);
      const shown: unknown = JSON.parse(out);
      assert.equal(status, 0);
      assert.ok(typeof shown === 'object' && shown !== null && 'outputs' in shown && 'operators' in shown);
      assert.deepEqual(shown.outputs, [
        { name: 'label', type: { kind: 'tensor', elementType: 'string', shape: ['n'] }, description: '' },
        {
          name: 'probabilities',
          type: {
            kind: 'sequence',
            element: { kind: 'map', key: 'string', value: { kind: 'tensor', elementType: 'float32', shape: null } },
          },
          description: '',
        },
      ]);
    });

    it('says which files beside the model are missing', async () => {
      const far = {
        name: 'w',
        dims: [2],
        data_type: FLOAT,
        data_location: 1,
        external_data: [{ key: 'location', value: 'w.bin' }],
      };
      const file = write('far/model.onnx', model({ initializer: [far] }));
      assert.match((await run(['show', file])).out, /w\.bin +8 B missing/);
      write('far/w.bin', new Uint8Array(8));
      assert.match((await run(['show', file])).out, /w\.bin +8 B there/);
    });

    it('prints no control character of a file, and old exports’ inputs only in part', async () => {
      const hostile = model({
        input: [tensor('\u001B[2Jx', FLOAT), ...Array.from({ length: 60 }, (_, index) => tensor(`w${index}`, FLOAT))],
      });
      const { out } = await run(['show', write('hostile.onnx', hostile)]);
      assert.ok(!out.includes('\u001B'));
      assert.match(out, /and 37 more/);
    });

    it('says what is wrong with a file that is no model', async () => {
      const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 12\n';
      for (const [name, content, words] of [
        ['lfs.onnx', pointer, /git lfs pull/],
        ['empty.onnx', '', /no bytes/],
        ['text.onnx', 'just some text', /not an ONNX model/],
      ] as const) {
        const { status, out, err } = await run(['show', write(name, content)]);
        assert.equal(status, 2);
        assert.equal(out, '');
        assert.match(err, words);
      }
      const missing = await run(['show', 'none.onnx']);
      assert.equal(missing.status, 2);
      assert.match(missing.err, /not there/);
      assert.equal((await run(['show', '.'])).status, 2);
    });
  });

  describe('check and profile', () => {
    const log = model({
      node: [node('Neg', ['x'], ['less']), node('Log', ['less'], ['y'], { name: 'the log' })],
      input: [tensor('x', FLOAT, [2])],
      output: [tensor('y', FLOAT, [2])],
    });

    it('name the first NaN, and end with 1', async () => {
      const { status, out } = await run(['check', write('log.onnx', log), '--input', 'x=[1, 2]']);
      assert.equal(status, 1);
      assert.match(out, /wrong +Log the log is the first to give 2 NaN among 2\./);
      assert.match(out, /3 tensors looked at, 1 not finite/);
      const fine = await run(['check', write('log.onnx', log), '--input', 'x=[-1, -2]']);
      assert.equal(fine.status, 0, fine.out);
      assert.match(fine.out, /Nothing looks wrong/);
    });

    it('tell the time of each node', async () => {
      const { status, out } = await run(['profile', write('log.onnx', log), '--plain']);
      assert.equal(status, 0, out);
      assert.match(out, /ms a run, the median of \d+ on ONNX Runtime/);
      assert.match(out, /ms +[\d.]+ % +█+ +Log the log/);
      const json = await run(['profile', write('log.onnx', log), '--plain', '--format', 'json']);
      const shown: { nodes: { node: number }[] } = JSON.parse(json.out);
      assert.deepEqual(new Set(shown.nodes.map((each) => each.node)), new Set([0, 1]));
      assert.equal((await run(['profile', 'none.onnx'])).status, 2);
      assert.equal((await run(['check', 'a', '--plain'])).status, 2);
    });
  });

  describe('compare', () => {
    const product = (factor: number): Uint8Array =>
      model({
        node: [node('Mul', ['x', 'w'], ['scaled']), node('Relu', ['scaled'], ['y'])],
        input: [tensor('x', FLOAT, [2])],
        output: [tensor('y', FLOAT, [2])],
        initializer: [weight('w', [1], [factor])],
      });

    it('tells what differs in the files and for the same input, and ends with 1', async () => {
      const [a, b] = [write('a.onnx', product(2)), write('b.onnx', product(3))];
      const { status, out } = await run(['compare', a, b, '--input', 'x=[1, -1]']);
      assert.equal(status, 1);
      assert.match(out, /~ w float32\[1\]: by up to 1, 50 % of its size/);
      assert.match(out, /y +by up to 1, 50 % of the value, cosine 1\.000000, .*1 of 2 beyond the tolerance/);
      assert.match(out, /2 of 2 tensors that both have differ; the first is\n +scaled of Mul/);
      const json: unknown = JSON.parse((await run(['compare', a, b, '--no-run', '--format', 'json'])).out);
      assert.ok(typeof json === 'object' && json !== null && 'run' in json && 'same' in json);
      assert.deepEqual([json.run, json.same], [null, false]);
    });

    it('ends with 0 where nothing does, and with 2 where one cannot be read', async () => {
      const file = write('a.onnx', product(2));
      const { status, out } = await run(['compare', file, write('same.onnx', product(2))]);
      assert.equal(status, 0, out);
      assert.match(out, /Structure and weights are the same/);
      assert.equal((await run(['compare', file, 'none.onnx'])).status, 2);
      assert.equal((await run(['compare', file])).status, 2);
    });
  });

  describe('compare with a saved result', () => {
    const gain = (factor: number, bias = 0): Uint8Array =>
      model({
        node: [node('Mul', ['x', 'w'], ['scaled']), node('Add', ['scaled', 'b'], ['y'])],
        input: [tensor('x', FLOAT, ['n', 3])],
        output: [tensor('y', FLOAT, ['n', 3]), tensor('scaled', FLOAT, ['n', 3])],
        initializer: [weight('w', [1], [factor]), weight('b', [1], [bias])],
      });

    for (const place of ['then.npz', 'then']) {
      it(`ends with 0 where the outputs are as saved, and with 1 where one is not: ${place}`, async () => {
        const file = write('gain.onnx', gain(2));
        const save = ['--input', 'x=[[1, 2, 3], [6, 5, 4]]', '--save', place];
        const { status, err } = await run(['run', file, ...save]);
        assert.deepEqual([status, err], [0, '']);
        const same = await run(['compare', file, place]);
        assert.equal(same.status, 0, same.out + same.err);
        assert.match(same.out, /^gain\.onnx beside the saved then/);
        assert.match(same.out, /on the saved x \[2, 3\]\n +y +the same\n +scaled +the same\n\n2 outputs as saved\.\n$/);

        const later = write('later.onnx', gain(2, 0.5));
        const other = await run(['compare', later, place]);
        assert.equal(other.status, 1, other.out + other.err);
        assert.match(
          other.out,
          / y +by up to 0\.5, 25 % of the value, cosine 0\.99\d+, the largest agrees in 100 % of/,
        );
        assert.match(other.out, /6 of 6 beyond the tolerance\n +scaled +the same\n\n1 of 2 outputs not as saved\./);
        const json: unknown = JSON.parse((await run(['compare', later, place, '--format', 'json'])).out);
        assert.ok(typeof json === 'object' && json !== null && 'same' in json && 'sets' in json);
        assert.ok(json.same === false && Array.isArray(json.sets) && json.sets.length === 1);
      });
    }

    it('gives a folder that the test command takes', async () => {
      const file = write('gain.onnx', gain(2));
      await run(['run', file, '--seed', '3', '--save', 'kept/one']);
      assert.equal((await run(['test', 'kept'])).status, 0);
    });

    it('ends with 2 where the model has other inputs or shapes now, and says which', async () => {
      await run(['run', write('gain.onnx', gain(2)), '--input', 'x=[[1, 2, 3]]', '--save', 'then.npz']);
      const renamed = model({
        node: [node('Relu', ['pixels'], ['y'])],
        input: [tensor('pixels', FLOAT, [1, 3])],
        output: [tensor('y', FLOAT, [1, 3])],
      });
      const missing = await run(['compare', write('renamed.onnx', renamed), 'then.npz']);
      assert.equal(missing.status, 2);
      assert.match(missing.err, /no value for the input `pixels`\.\n +It holds x, y, scaled\./);
      const wide = model({
        node: [node('Relu', ['x'], ['y'])],
        input: [tensor('x', FLOAT, [1, 4])],
        output: [tensor('y', FLOAT, [1, 4])],
      });
      const unfit = await run(['compare', write('wide.onnx', wide), 'then.npz']);
      assert.equal(unfit.status, 2);
      assert.match(unfit.err, /The saved input `x` does not fit this model\.\n.*\[1, 4\].*\[1, 3\] was given/);
      const none = await run(['compare', 'gain.onnx', '.']);
      assert.equal(none.status, 2);
      assert.match(none.err, /holds no saved result/);
    });

    it('wants no inputs, and says where a run cannot be saved', async () => {
      const file = write('gain.onnx', gain(2));
      await run(['run', file, '--save', 'then.npz']);
      const given = await run(['compare', file, 'then.npz', '--input', 'x=ones']);
      assert.equal(given.status, 2);
      assert.match(given.err, /The inputs come from the saved result/);
      const unsaved = await run(['run', file, '--save', path.join(file, 'x.npz')]);
      assert.equal(unsaved.status, 2);
      assert.match(unsaved.err, /could not be saved/);
    });
  });

  describe('run', () => {
    it('shows class probabilities as bars, and the latency', async () => {
      const { status, out, err } = await run(['run', write('zipmap.onnx', ZIPMAP), '--input', 'x=[[5, 0]]']);
      assert.equal(status, 0, err);
      assert.match(out, /label string \[1\]\n {2}"cat"/);
      assert.match(out, /cat {2}█{30,32}░{0,2} 0\.99\d+\n {2}dog {2}░*█?░* 0\.00/);
      assert.match(out, /loading [\d.]+ ms · first run [\d.]+ ms · warm [\d.]+ ms \(median of 10, p90 [\d.]+ ms\)/);
    });

    it('shows a row of probabilities that is only a tensor as bars too, with names from the metadata', async () => {
      const softmax = model(
        {
          node: [node('Softmax', ['x'], ['y'])],
          input: [tensor('x', FLOAT, [1, 3])],
          output: [tensor('y', FLOAT, [1, 3])],
        },
        { metadata_props: [{ key: 'names', value: "{0: 'cat', 1: 'dog', 2: 'owl'}" }] },
      );
      const { out } = await run(['run', write('softmax.onnx', softmax), '--input', 'x=0, 9, 0']);
      assert.match(out, /y float32 \[1, 3\]\n {2}dog {2}█{32} 0\.9998\n {2}cat/);
    });

    it('prints JSON, the same for the same seed', async () => {
      const file = write('affine.onnx', AFFINE);
      const values = async (...args: string[]): Promise<string> => {
        const { status, out } = await run(['run', file, '--format', 'json', '--size', 'n=2', ...args]);
        assert.equal(status, 0);
        const parsed: unknown = JSON.parse(out);
        assert.ok(typeof parsed === 'object' && parsed !== null && 'outputs' in parsed);
        return JSON.stringify(parsed.outputs);
      };
      assert.equal(
        await values('--input', 'x=[[1,2,3],[4,5,6]]'),
        '[{"name":"y","kind":"tensor","elementType":"float32","shape":[2,3],"values":[3,5,7,9,11,13]}]',
      );
      assert.equal(await values('--fill', 'ones'), await values('--input', 'x=ones'));
      assert.equal(await values('--seed', '5'), await values('--seed', '5'));
      assert.notEqual(await values('--seed', '5'), await values('--seed', '6'));
    });

    it('takes inputs from files', async () => {
      const file = write('affine.onnx', AFFINE);
      write('x.json', '[[1, 2, 3]]');
      write('x.pb', encode('TensorProto', { dims: [1, 3], data_type: FLOAT, float_data: [1, 2, 3] }));
      const header = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 3), }";
      const npy = [
        Buffer.from('\x93NUMPY\x01\x00', 'latin1'),
        Uint8Array.from([header.length, 0]),
        Buffer.from(header),
      ];
      write('x.npy', Buffer.concat([...npy, Buffer.from(Float32Array.from([1, 2, 3]).buffer)]));
      for (const name of ['x.json', 'x.pb', 'x.npy']) {
        const { status, out, err } = await run(['run', file, '--input', `x=@${name}`]);
        assert.equal(status, 0, err);
        assert.match(out, /\n {2}3 {2}5 {2}7\n/);
      }
      assert.match((await run(['run', file, '--input', 'x=@none.npy'])).err, /could not be read/);
      assert.match((await run(['run', file, '--input', 'x=@x.csv'])).err, /x\.csv/);
    });

    it('takes rows of a table', async () => {
      const file = write('affine.onnx', AFFINE);
      write('rows.csv', 'id,a,b,c\n0,1,2,3\n1,4,5,6\n');
      const { status, out, err } = await run(['run', file, '--table', 'rows.csv', '--rows', '2']);
      assert.equal(status, 0, err);
      assert.match(out, /\n {2}3 {2}5 {2}7\n {2}9 {2}11 {2}13\n/);
      assert.match((await run(['run', file, '--table', 'rows.csv', '--row', '2'])).err, /no row 2/);
      write('few.csv', 'a,b\n1,2\n');
      assert.match((await run(['run', file, '--table', 'few.csv'])).err, /does not fill `x`[^]*needs 3 columns/);
      assert.equal((await run(['run', file, '--table', 'few.csv', '--input', 'x=[[1,2,3]]'])).status, 0);
      assert.match((await run(['run', file, '--table', 'none.csv'])).err, /could not be read/);
    });

    it('looks at a tensor inside', async () => {
      const { out } = await run(['run', write('affine.onnx', AFFINE), '--input', 'x=[[1,2,3]]', '--result', 'doubled']);
      assert.match(out, /doubled float32 \[1, 3\]\n {2}2 {2}4 {2}6/);
      const missing = await run(['run', 'affine.onnx', '--result', 'nowhere']);
      assert.equal(missing.status, 2);
      assert.match(missing.err, /no tensor `nowhere`/);
    });

    it('says what is wrong with an input', async () => {
      const file = write('affine.onnx', AFFINE);
      for (const [input, words] of [
        ['x=[[1, 2]]', /`x` has the shape \[n, 3\]/],
        ['x=abc', /`abc` is no number/],
        ['z=1', /no input `z`.*\n.*`x`/],
        ['nonsense', /NAME=VALUE/],
      ] as const) {
        const { status, err } = await run(['run', file, '--input', input]);
        assert.equal(status, 2);
        assert.match(err, words);
      }
    });

    it('ends when it is told to', async () => {
      const { status, err } = await run(['run', write('affine.onnx', AFFINE)], { cancelled: AbortSignal.abort() });
      assert.equal(status, 2);
      assert.match(err, /cancelled/);
    });
  });

  describe('test', () => {
    const pb = (name: string, fields: object): Uint8Array => encode(name, fields);
    const floats = (dims: readonly number[], values: readonly number[]): Uint8Array =>
      pb('TensorProto', { dims, data_type: FLOAT, float_data: values });

    function writeTest(name: string, bytes: Uint8Array, input: Uint8Array, outputs: readonly Uint8Array[]): void {
      write(`${name}/model.onnx`, bytes);
      write(`${name}/test_data_set_0/input_0.pb`, input);
      for (const [index, output] of outputs.entries()) write(`${name}/test_data_set_0/output_${index}.pb`, output);
    }

    it('says of each folder whether it passes, and why not', async () => {
      const x = floats([1, 3], [1, 2, 3]);
      writeTest('suite/a_pass', AFFINE, x, [floats([1, 3], [3, 5, 7])]);
      writeTest('suite/b_wrong', AFFINE, x, [floats([1, 3], [3, 5, 8])]);
      writeTest('suite/c_shape', AFFINE, x, [floats([3], [3, 5, 7])]);
      const custom = model(
        {
          node: [node('Mystery', ['x'], ['y'], { domain: 'somewhere' })],
          input: [tensor('x', FLOAT)],
          output: [tensor('y', FLOAT)],
        },
        { opset_import: [{ domain: 'somewhere', version: 1 }] },
      );
      writeTest('suite/d_custom', custom, x, [x]);
      write('suite/e_damaged/model.onnx', AFFINE.subarray(0, 40));
      write('suite/e_damaged/test_data_set_0/input_0.pb', x);
      const maps = [{ key_type: STRING, string_keys: ['cat', 'dog', 'owl'].map((key) => Buffer.from(key)) }].map(
        (map) => ({
          ...map,
          values: {
            elem_type: 1,
            tensor_values: [{ dims: [3], data_type: FLOAT, float_data: [0.9999, 0.0000454, 0.0000454] }],
          },
        }),
      );
      writeTest('suite/f/zipmap', ZIPMAP, floats([1, 2], [0, 0]), [
        pb('TensorProto', { dims: [1], data_type: STRING, string_data: [Buffer.from('cat')] }),
        pb('SequenceProto', { elem_type: 4, map_values: maps }),
      ]);
      const { status, out, err } = await run(['test', 'suite']);
      assert.equal(status, 1, err);
      const lines = out.split('\n').map((line) => line.replaceAll(/ +/g, ' '));
      assert.equal(lines[0], 'pass suite/a_pass');
      assert.equal(lines[1], 'fail suite/b_wrong y: 1 of 3 values differ; value 2 is 7 instead of 8');
      assert.equal(lines[2], 'fail suite/c_shape y: shape [1, 3] instead of [3]');
      assert.match(lines[3]!, /^unsupported suite\/d_custom .*Mystery/);
      assert.match(lines[4]!, /^fail suite\/e_damaged .*ends too early/);
      assert.match(lines[5]!, /^fail suite\/f\/zipmap probabilities: map 0: cat is 0\.33\d+ instead of 0\.9999/);
      assert.equal(lines.at(-2), '1 pass, 4 fail, 1 unsupported, 0 crash (6 folders)');
    });

    it('ends with 0 where all pass, and prints JSON', async () => {
      writeTest('good', AFFINE, floats([1, 3], [1, 2, 3]), [floats([1, 3], [3, 5, 7])]);
      const { status, out } = await run(['test', 'good', '--format', 'json']);
      assert.equal(status, 0);
      assert.deepEqual(JSON.parse(out), {
        counts: { pass: 1, fail: 0, unsupported: 0, crash: 0 },
        folders: [{ folder: 'good', state: 'pass', reason: '' }],
      });
    });

    it('says of a crash that it was one, and goes on', async () => {
      for (const name of ['one', 'two', 'three']) {
        writeTest(`crashing/${name}`, AFFINE, floats([1, 3], [1, 2, 3]), []);
      }
      const { status, out } = await run(['test', 'crashing'], { hostPath: fakeHost(folder, 'process.exit(134);') });
      assert.equal(status, 1);
      assert.match(out, /0 pass, 0 fail, 0 unsupported, 3 crash/);
      assert.match(out, /exit status 134/);
    });

    it('wants folders with tests in them', async () => {
      write('nothing/readme.txt', '');
      assert.equal((await run(['test', 'nothing'])).status, 2);
      assert.equal((await run(['test', 'missing'])).status, 2);
      assert.equal((await run(['test'])).status, 2);
    });

    it('passes ONNX’s own tests but for what the runtime lacks', async function () {
      const suite = path.join(SHARED_MODELS, 'conformance');
      if (!existsSync(suite)) this.skip();
      this.timeout(300_000);
      const { out } = await run(['test', suite]);
      const counts = /(\d+) pass, (\d+) fail, (\d+) unsupported, (\d+) crash/.exec(out)!.slice(1).map(Number);
      const [passed = 0, , , crashed] = counts;
      assert.ok(passed >= 820, out.split('\n').at(-2));
      assert.equal(crashed, 0);
      assert.equal(
        counts.reduce((sum, count) => sum + count),
        886,
      );
      for (const line of out.split('\n').filter((one) => /^(fail|unsupported)/.test(one))) {
        assert.match(line, /^\w+ +\S+ {2}\S.{15,}/, 'a failure without its cause');
      }
    });
  });

  it('says how it is used', async () => {
    assert.match((await run(['--help'])).out, /heldout model show FILE/);
    for (const args of [
      [],
      ['nonsense'],
      ['show'],
      ['show', 'a', 'b'],
      ['show', 'a', '--format', 'xml'],
      ['show', 'a', '--seed', '1'],
      ['run', 'a', '--seed', 'x'],
      ['run', 'a', '--nope'],
    ]) {
      const { status, err } = await run(args);
      assert.equal(status, 2, args.join(' '));
      assert.match(err, /Usage:/);
    }
  });

  it('keeps a sequence of tensors apart', async () => {
    const pair = model({
      node: [node('SequenceConstruct', ['x', 'x'], ['s'])],
      input: [tensor('x', FLOAT, [2])],
      output: [value('s', { sequence_type: { elem_type: { tensor_type: { elem_type: FLOAT } } } })],
    });
    const { out } = await run(['run', write('pair.onnx', pair), '--input', 'x=[1, 2]']);
    assert.match(out, /s sequence of 2\n {2}0: float32 \[2\]\n {4}1 {2}2\n {2}1: float32 \[2\]/);
  });
});
