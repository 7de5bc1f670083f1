// Models through the language server: shown, run in a process of their own, refused where there is no trust.
import assert from 'node:assert/strict';
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { CancellationTokenSource } from 'vscode-languageserver-protocol';
import { modelCommand } from '../../server/src/cli/model';
import {
  concat,
  graphInput,
  graphNode,
  graphOutput,
  header,
  intField,
  modelOpset,
  node as encodeNode,
  textField,
  valueInfo,
} from '../../server/src/model/boundary/encode';
import type { Answer, Problem } from '../../server/src/protocol';
import { fileUri, root, startEditor, type TestEditor } from './client';

/** The sample's classifier; the samples are part of the project. */
const samples = path.join(root, 'samples');
const modelName = readdirSync(samples).find((name) => name.endsWith('.onnx')) ?? '';
const model = fileUri(path.join(samples, modelName));

function valueOf<Value>(answer: Answer<Value>): Value {
  if (answer.problem !== undefined) assert.fail(JSON.stringify(answer.problem));
  return answer.value;
}

function problemOf(answer: Answer<unknown>): Problem {
  if (answer.problem === undefined) assert.fail('no problem');
  return answer.problem;
}

describe('models in the language server', function () {
  this.timeout(60_000);
  let editor: TestEditor;
  let folder: string;

  beforeEach(async () => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'heldout-models-')));
    editor = await startEditor({ folders: [folder] });
  });
  afterEach(async () => {
    await editor.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are shown as plain data', async () => {
    const summary = valueOf(await editor.ask('heldout/model/show', { uri: model }));
    assert.equal(summary.format, 'onnx');
    assert.ok(summary.inputs.length > 0);
    assert.ok(summary.outputs.length > 0);
    assert.ok(summary.nodeCount > 0);
    assert.equal(
      summary.operators.reduce((sum, { count }) => sum + count, 0),
      summary.nodeCount,
    );
    assert.deepEqual(JSON.parse(JSON.stringify(summary)), summary);
  });

  it('run, with class probabilities and further pages of values', async () => {
    const progress = editor.next('heldout/model/progress');
    const result = valueOf(
      await editor.ask('heldout/model/run', {
        uri: model,
        inputs: {},
        otherwise: { kind: 'random', seed: 1 },
        pageSize: 2,
      }),
    );
    assert.equal((await progress).uri, model);
    assert.ok(result.timing.runMs > 0);
    assert.ok(result.inputs.length > 0);
    const [probabilities] = result.probabilities;
    const classes = probabilities?.rows[0]?.classes ?? [];
    assert.ok(classes.length > 1);
    assert.ok(Math.abs(classes.reduce((sum, { probability }) => sum + probability, 0) - 1) < 1e-3);
    assert.ok((classes[0]?.probability ?? 0) >= (classes[1]?.probability ?? 0));

    const output = probabilities?.output ?? '';
    const page = valueOf(await editor.ask('heldout/model/values', { run: result.run, output, offset: 1, count: 100 }));
    assert.equal(page.values.length, page.count - 1);
    assert.equal(
      problemOf(await editor.ask('heldout/model/values', { run: 'x', output, offset: 0, count: 1 })).kind,
      'gone',
    );
    await editor.connection.sendNotification('heldout/model/closed', { uri: model });
    const gone = await editor.ask('heldout/model/values', { run: result.run, output, offset: 0, count: 1 });
    assert.equal(problemOf(gone).kind, 'gone');
  });

  it('give the same result for the same seed', async () => {
    const run = async () => {
      const answer = await editor.ask('heldout/model/run', {
        uri: model,
        inputs: {},
        otherwise: { kind: 'random', seed: 7 },
      });
      return valueOf(answer).outputs;
    };
    assert.deepEqual(await run(), await run());
  });

  it('take typed values, and say what is wrong with them', async () => {
    const summary = valueOf(await editor.ask('heldout/model/show', { uri: model }));
    const input = summary.inputs.find(({ type }) => type.kind === 'tensor' && type.elementType === 'float32');
    const name = input?.name ?? '';
    const wrong = await editor.ask('heldout/model/run', {
      uri: model,
      inputs: { [name]: { kind: 'values', text: '[[oops' } },
    });
    const { what, why, todo } = problemOf(wrong);
    assert.ok(what !== '' && why !== '' && todo !== '');
    assert.ok(what.includes(name));
  });

  it('do not run without trust, until it is given', async () => {
    const untrusting = await startEditor({ initialization: { trusted: false } });
    try {
      assert.equal(problemOf(await untrusting.ask('heldout/model/run', { uri: model, inputs: {} })).kind, 'untrusted');
      valueOf(await untrusting.ask('heldout/model/show', { uri: model }));
      await untrusting.connection.sendNotification('heldout/workspace/trusted', {});
      valueOf(await untrusting.ask('heldout/model/run', { uri: model, inputs: {} }));
    } finally {
      await untrusting.stop();
    }
  });

  it('that are broken, missing or virtual are a problem in words', async () => {
    const broken = path.join(folder, 'broken.onnx');
    writeFileSync(broken, 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n');
    assert.equal(problemOf(await editor.ask('heldout/model/show', { uri: fileUri(broken) })).kind, 'git-lfs-pointer');
    for (const uri of [fileUri(path.join(folder, 'none.onnx')), 'vscode-vfs://github/a/b.onnx']) {
      const { what, todo } = problemOf(await editor.ask('heldout/model/show', { uri }));
      assert.ok(what !== '' && todo !== '');
      problemOf(await editor.ask('heldout/model/run', { uri, inputs: {} }));
    }
  });

  it('can be cancelled', async () => {
    const source = new CancellationTokenSource();
    const running = editor.next('heldout/model/progress');
    const asking = editor.connection.sendRequest('heldout/model/run', { uri: model, inputs: {} }, source.token);
    await running;
    source.cancel();
    const answer: unknown = await asking;
    assert.match(JSON.stringify(answer), /"kind":"cancelled"/);
    valueOf(await editor.ask('heldout/model/run', { uri: model, inputs: {} }));
  });

  it('tell when their file changes, and Python code beside them is checked against them anew', async () => {
    const python = fileUri(path.join(folder, 'a.py'));
    const text = `import numpy as np\nimport onnxruntime as ort\nsession = ort.InferenceSession("m.onnx")\nsession.run(None, {"nothing_of_that_name": np.zeros((1, 1))})\n`;
    const codes = () => editor.diagnostics(python).map(({ code }) => code);
    await editor.open(python, text);
    assert.deepEqual(codes(), ['missing-model-file']);
    copyFileSync(path.join(samples, modelName), path.join(folder, 'm.onnx'));
    const told = editor.next('heldout/model/changed');
    const checked = editor.next('heldout/status', ({ last }) => last?.uri === python);
    await editor.filesChanged([fileUri(path.join(folder, 'm.onnx'))]);
    assert.deepEqual(await told, { uri: fileUri(path.join(folder, 'm.onnx')), change: 'changed' });
    await checked;
    assert.deepEqual(codes(), ['unknown-input-name']);
  });

  it('are measured node by node, looked at tensor by tensor, and compared', async () => {
    const run = { inputs: {}, otherwise: { kind: 'random', seed: 1 } } as const;
    const profile = valueOf(await editor.ask('heldout/model/profile', { uri: model, run, optimized: false }));
    assert.ok(profile.nodes.length > 0 && profile.milliseconds > 0);
    assert.ok(profile.nodes.every(({ node }) => node !== null));
    const { rows, total } = valueOf(await editor.ask('heldout/model/trace', { uri: model, run }));
    assert.ok(rows.length === total && rows.some(({ statistics }) => statistics?.range));
    const copy = path.join(folder, 'copy.onnx');
    copyFileSync(path.join(samples, modelName), copy);
    const { diff, run: ran } = valueOf(
      await editor.ask('heldout/model/compare', { uri: model, other: fileUri(copy), run }),
    );
    assert.ok(diff.same && ran !== null && 'value' in ran);
    assert.equal(ran.value.differingCount, 0);
  });

  it('are compared with a result that was saved', async () => {
    const run = { inputs: {}, otherwise: { kind: 'random', seed: 1 } } as const;
    for (const as of ['archive', 'folder'] as const) {
      const asked = { uri: model, run, as, folder: fileUri(path.join(folder, 'saved')) };
      const { open } = valueOf(await editor.ask('heldout/model/takeAlong', asked));
      const saved = as === 'archive' ? open : open.slice(0, open.lastIndexOf('/'));
      const [set, ...more] = valueOf(await editor.ask('heldout/model/compareSaved', { uri: model, saved }));
      assert.ok(set && more.length === 0);
      assert.deepEqual(set.notes, []);
      assert.ok(set.outputs.length > 0 && set.outputs.every(({ difference }) => !difference.differs));
    }
    const nothing = { uri: model, saved: fileUri(path.join(folder, 'nowhere')) };
    assert.match(problemOf(await editor.ask('heldout/model/compareSaved', nothing)).what, /could not be read/);
  });

  it('are taken along as a test, and as a folder that the command line tests again', async () => {
    const run = { inputs: {}, otherwise: { kind: 'random', seed: 1 } } as const;
    const target = fileUri(folder);
    const test = valueOf(await editor.ask('heldout/model/takeAlong', { uri: model, run, as: 'test', folder: target }));
    assert.match(test.open, /\/test_\w+\.py$/);
    assert.match(readFileSync(fileURLToPath(test.open), 'utf8'), /def test_output\(results, name\)/);
    const asked = { uri: model, run, as: 'folder', folder: target } as const;
    const taken = valueOf(await editor.ask('heldout/model/takeAlong', asked));
    assert.deepEqual(taken.notes, []);
    const out: string[] = [];
    const write = (text: string): void => void out.push(text);
    const io = {
      cwd: folder,
      colour: false,
      script: null,
      out: write,
      err: write,
      readInput: async () => new Uint8Array(0),
      cancelled: new AbortController().signal,
    };
    const status = await modelCommand(['test', path.dirname(fileURLToPath(taken.open))], io, {
      hostPath: path.join(root, 'dist', 'modelHost.js'),
    });
    assert.equal(status, 0, out.join(''));
    const nowhere = fileUri(path.join(folder, 'copy.txt'));
    writeFileSync(path.join(folder, 'copy.txt'), '');
    assert.equal(
      problemOf(await editor.ask('heldout/model/takeAlong', { ...asked, folder: nowhere })).kind,
      'not-written',
    );
  });

  it('are shown at once, whatever the size of the file', async () => {
    const file = path.join(folder, 'huge.onnx');
    const bytes = writeSparseModel(file, 1_500_000_000);
    const uri = fileUri(file);
    const times: number[] = [];
    for (let turn = 0; turn < 3; turn++) {
      const started = performance.now();
      const summary = valueOf(await editor.ask('heldout/model/show', { uri }));
      valueOf(await editor.ask('heldout/model/graph', { uri, path: [], query: { path: [], open: null } }));
      valueOf(await editor.ask('heldout/model/cost', { uri }));
      times.push(performance.now() - started);
      assert.equal(summary.byteLength, bytes);
      assert.equal(summary.parameters, 375_000_000);
    }
    const said = times.map((time) => time.toFixed(0)).join(', ');
    console.log(`      overview, graph and cost of ${(bytes / 1e9).toFixed(1)} GB: ${said} ms`);
    assert.ok(Math.min(...times) < 300, said);
  });
});

/** A model with one weight of so many bytes, which are a hole in the file. */
function writeSparseModel(file: string, weightBytes: number): number {
  const head = concat(
    intField(1, weightBytes / 4 / 1000),
    intField(1, 1000),
    intField(2, 1),
    textField(8, 'w'),
    header(9, weightBytes),
  );
  const rest = concat(
    graphNode(encodeNode('MatMul', ['x', 'w'], ['y'])),
    textField(2, 'huge'),
    graphInput(valueInfo('x', { kind: 'tensor', elementType: 'float32', shape: ['n', weightBytes / 4000] })),
    graphOutput(valueInfo('y', { kind: 'tensor', elementType: 'float32', shape: ['n', 1000] })),
    header(5, head.length + weightBytes),
    head,
  );
  const start = concat(intField(1, 8), modelOpset('', 17), header(7, rest.length + weightBytes), rest);
  writeFileSync(file, start);
  truncateSync(file, start.length + weightBytes);
  return start.length + weightBytes;
}
