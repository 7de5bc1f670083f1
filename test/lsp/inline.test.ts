// Models inside Python code, through the language server: hover, definitions, completion, inlay hints, sites.
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CompletionItem, Hover, InlayHint, Location, TextEdit } from 'vscode-languageserver-protocol';
import { STACK_TRACE } from '../../server/src/model/stackTrace';
import { FLOAT, model as onnxModel, node, tensor } from '../model/fixtures';
import { fileUri, root, startEditor, type TestEditor } from './client';

const model = path.join(root, 'samples', 'penguins.onnx');

/** A text with `|` where one types or points. */
function at(marked: string): { text: string; position: { line: number; character: number } } {
  const offset = marked.indexOf('|');
  const before = marked.slice(0, offset).split('\n');
  return {
    text: before.join('\n') + marked.slice(offset + 1),
    position: { line: before.length - 1, character: before.at(-1)!.length },
  };
}

const HEAD = 'import numpy as np\nimport onnxruntime as ort\nsession = ort.InferenceSession("penguins.onnx")\n';

describe('models in Python code, in the language server', function () {
  this.timeout(60_000);
  let editor: TestEditor;
  let folder: string;
  let count = 0;

  before(async () => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'heldout-inline-')));
    copyFileSync(model, path.join(folder, 'penguins.onnx'));
    mkdirSync(path.join(folder, 'old', 'models'), { recursive: true });
    copyFileSync(model, path.join(folder, 'old', 'models', 'first.onnx'));
    editor = await startEditor({
      folders: [folder],
      initialization: { trusted: true, rulePages: true, modelEditor: true },
    });
  });
  after(async () => {
    await editor.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function opened(text: string): Promise<string> {
    const uri = fileUri(path.join(folder, `script${count++}.py`));
    await editor.open(uri, text);
    return uri;
  }

  async function asked<Result>(method: string, marked: string): Promise<Result> {
    const { text, position } = at(marked);
    const uri = await opened(text);
    return editor.connection.sendRequest(method, { textDocument: { uri }, position });
  }

  async function hovered(marked: string): Promise<string> {
    const hover = await asked<Hover | null>('textDocument/hover', marked);
    if (hover === null) return '';
    assert.ok(typeof hover.contents === 'object' && 'kind' in hover.contents);
    assert.equal(hover.contents.kind, 'markdown');
    return hover.contents.value;
  }

  async function completed(marked: string): Promise<readonly CompletionItem[]> {
    return asked('textDocument/completion', marked);
  }

  const labels = (items: readonly CompletionItem[]) => items.map(({ label }) => label);
  const newText = ({ textEdit }: CompletionItem) => {
    assert.ok(textEdit !== undefined && 'range' in textEdit);
    return (textEdit satisfies TextEdit).newText;
  };

  describe('hover', () => {
    it('shows the model on its path, its session and a run', async () => {
      for (const marked of [
        HEAD.replace('penguins', 'peng|uins'),
        HEAD.replace('session', 'sess|ion'),
        `${HEAD}result = sess|ion.run(None, {})\n`,
        `${HEAD}result = session.r|un(None, {})\n`,
        HEAD.replace('"penguins.onnx"', 'MODEL').replace('session', 'MODEL = "pengu|ins.onnx"\nsession'),
      ]) {
        const card = await hovered(marked);
        assert.match(card, /^\*\*penguins\.onnx\*\* · [\d.]+ kB/, marked);
        assert.match(card, /\| `bill_length_mm` \| `float32\[.*, 1\]` \|/);
        assert.match(card, /\| Output \| Type \|/);
        assert.match(card, /\[Open model\]\(command:heldout\.openModel\?/);
      }
    });

    it('shows an input or output where its name stands', async () => {
      const input = await hovered(`${HEAD}session.run(None, {"body_mass_|g": x})\n`);
      assert.match(input, /^`body_mass_g` `float32/);
      assert.match(input, /Input \d of \d of \*\*penguins\.onnx\*\*/);
      const output = await hovered(`${HEAD}la|bel, scores = session.run(None, {})\n`);
      assert.match(output, /^`output_label` `string/);
    });

    it('shows nothing where no model is meant, or where it is not sure which', async () => {
      assert.equal(await hovered(`${HEAD}x = np.ze|ros(3)\n`), '');
      assert.equal(await hovered(HEAD.replace('penguins.onnx', 'miss|ing.onnx')), '');
      assert.equal(
        await hovered('import onnxruntime as ort\ndef load(pa|th):\n    return ort.InferenceSession(path)\n'),
        '',
      );
      const either =
        'import onnxruntime as ort\np = "penguins.onnx" if big else "old/models/first.onnx"\nsession = ort.InferenceSession(p)\nsess|ion.run(None, {})\n';
      assert.equal(await hovered(either), '');
    });
  });

  it('leads from the path to the model file', async () => {
    const found = await asked<Location | null>('textDocument/definition', HEAD.replace('penguins', 'peng|uins'));
    assert.equal(found?.uri, fileUri(path.join(folder, 'penguins.onnx')));
    assert.equal(await asked('textDocument/definition', `${HEAD}x = sess|ion\n`), null);
  });

  describe('completion', () => {
    const inputs = ['bill_length_mm', 'bill_depth_mm', 'flipper_length_mm', 'body_mass_g', 'island'];

    it('knows the inputs and outputs', async () => {
      assert.deepEqual(labels(await completed(`${HEAD}session.run(None, {"|"})\n`)), inputs);
      assert.deepEqual(labels(await completed(`${HEAD}session.run(None, {"|\n`)), inputs);
      assert.deepEqual(
        labels(await completed(`${HEAD}feed = {"body_mass_g": m, "is|": x}\nsession.run(None, feed)\n`)),
        [...inputs.slice(0, 3), 'island'],
      );
      assert.deepEqual(labels(await completed(`${HEAD}feed = {}\nfeed["|"] = x\nsession.run(None, feed)\n`)), inputs);
      const outputs = await completed(`${HEAD}session.run(["|"], {})\n`);
      assert.deepEqual(labels(outputs), ['output_label', 'output_probability']);
    });

    it('writes quotes and the colon where they lack', async () => {
      const [first] = await completed(`${HEAD}session.run(None, {|})\n`);
      assert.equal(newText(first!), '"bill_length_mm": ');
      const [output] = await completed(`${HEAD}session.run([|], {})\n`);
      assert.equal(newText(output!), '"output_label"');
      const [inQuotes] = await completed(`${HEAD}session.run(None, {'|': x})\n`);
      assert.equal(newText(inQuotes!), 'bill_length_mm');
    });

    it('knows the model files near the source', async () => {
      const items = await completed('import onnxruntime as ort\nort.InferenceSession("|")\n');
      assert.deepEqual(
        labels(items).filter((label) => !label.endsWith('net.onnx')),
        ['penguins.onnx', 'old/models/first.onnx'],
      );
      assert.deepEqual(await completed('import onnxruntime as ort\nprint("|")\n'), []);
    });

    it('writes the whole call', async () => {
      const items = await completed(`${HEAD}session.|\n`);
      assert.deepEqual(labels(items), ['run(…)', 'session.run(…)']);
      assert.equal(
        newText(items[1]!),
        'output_label, output_probability = session.run(["output_label", "output_probability"], {\n' +
          inputs.map((name, i) => `\t"${name}": \${${i + 1}:${name}},\n`).join('') +
          '})',
      );
      assert.deepEqual(labels(await completed(`${HEAD}x = session.r|\n`)), ['run(…)']);
      assert.deepEqual(await completed(`${HEAD}other.|\n`), []);
    });
  });

  describe('inlay hints', () => {
    async function hints(text: string): Promise<readonly string[]> {
      const uri = await opened(text);
      const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
      const found: InlayHint[] = await editor.connection.sendRequest('textDocument/inlayHint', {
        textDocument: { uri },
        range,
      });
      return found.map(({ position, label }) => `${position.line} ${typeof label === 'string' ? label : ''}`);
    }

    it('stand beside sessions and results', async () => {
      const [session, label, scores] = await hints(`${HEAD}label, scores = session.run(None, {})\n`);
      assert.equal(session, '2 5 inputs → 2 outputs');
      assert.equal(label, '3 : string[penguins]'); // with names they would not fit
      assert.equal(scores, '3 : list[dict]');
      const [, one] = await hints(`${HEAD}output_label = session.run(None, {})[0]\n`);
      assert.equal(one, '3 : string[penguins]');
      const [, other] = await hints(`${HEAD}species = session.run(None, {})[0]\n`);
      assert.equal(other, '3 : output_label string[penguins]');
    });

    it('can be switched off', async () => {
      const uri = await opened(HEAD);
      const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
      await editor.changeSettings({ onnx: { inlayHints: false } });
      assert.deepEqual(
        await editor.connection.sendRequest('textDocument/inlayHint', { textDocument: { uri }, range }),
        [],
      );
      await editor.changeSettings({});
    });
  });

  it('has findings that follow the model file', async () => {
    const home = path.join(folder, 'following');
    mkdirSync(home);
    const file = path.join(home, 'net.onnx');
    const write = (name: string) =>
      writeFileSync(
        file,
        onnxModel({
          node: [node('Relu', [name], ['y'])],
          input: [tensor(name, FLOAT, [2, 3])],
          output: [tensor('y', FLOAT, [2, 3])],
        }),
      );
    write('image');
    const uri = fileUri(path.join(home, 'run.py'));
    await editor.open(
      uri,
      HEAD.replace('penguins', 'net').concat('session.run(None, {"image": np.zeros((2, 3), np.float32)})\n'),
    );
    assert.deepEqual(editor.diagnostics(uri), []);
    const renewed = editor.next('heldout/status', ({ last }) => last?.uri === uri);
    write('pixels');
    await editor.filesChanged([fileUri(file)]);
    await renewed;
    assert.deepEqual(
      editor.diagnostics(uri).map(({ code }) => code),
      ['unknown-input-name'],
    );
  });

  it('tell beside the lines of a network what their nodes give', async () => {
    const trace = 'File "/elsewhere/net.py", line 3, in forward\n    return torch.relu(x)';
    const relu = node('Relu', ['x'], ['y'], { metadata_props: [{ key: STACK_TRACE, value: trace }] });
    const bytes = onnxModel({
      node: [relu],
      input: [tensor('x', FLOAT, [2, 3])],
      output: [tensor('y', FLOAT, [2, 3])],
    });
    const home = path.join(folder, 'net');
    mkdirSync(home);
    writeFileSync(path.join(home, 'net.onnx'), bytes);
    const uri = fileUri(path.join(home, 'net.py'));
    await editor.open(uri, 'import torch\ndef forward(x):\n    return torch.relu(x)\n    return torch.relu(x)\n');
    const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
    const ask = (): Promise<InlayHint[]> =>
      editor.connection.sendRequest('textDocument/inlayHint', { textDocument: { uri }, range });
    const [hint, ...others] = await ask();
    assert.deepEqual([hint?.position, hint?.label, others], [{ line: 2, character: 24 }, '→ float32[2, 3]', []]);
    await editor.ask('heldout/model/profile', {
      uri: fileUri(path.join(home, 'net.onnx')),
      run: { inputs: {} },
      optimized: false,
    });
    const [measured] = await ask();
    assert.match(typeof measured?.label === 'string' ? measured.label : '', /^→ float32\[2, 3\] · \d+\.\d\d ms$/);
    await editor.replace(uri, 'torch.relu(x)', 'torch.relu(x + 1)');
    assert.deepEqual(await ask(), []);
  });

  describe('sites', () => {
    it('are sessions and runs, with what the code writes out as inputs', async () => {
      const uri = await opened(
        `${HEAD}mass = np.array([[4500.0]], dtype=np.float32)\nsession.run(["output_label"], {"body_mass_g": mass, "island": [["Biscoe"]], "bill_depth_mm": np.zeros((1, 1), np.float32), "bill_length_mm": read()})\n`,
      );
      const found = await editor.ask('heldout/inline/sites', { uri });
      assert.deepEqual(
        found?.sites.map(({ kind, range }) => [kind, range.start.line]),
        [
          ['session', 2],
          ['run', 4],
        ],
      );
      assert.deepEqual(found?.sites[1]?.outputs, ['output_label']);
      assert.deepEqual(found?.sites[1]?.inputs, {
        body_mass_g: { kind: 'values', text: '[4500]', shape: [1, 1] },
        island: { kind: 'values', text: '["Biscoe"]', shape: [1, 1] },
        bill_depth_mm: { kind: 'zeros', shape: [1, 1] },
      });
      assert.equal(found?.sites[0]?.model.name, 'penguins.onnx');
    });

    it('change with the code of what is fed, and with the model', async () => {
      const uri = await opened(`${HEAD}x = np.zeros((1, 1))\nsession.run(None, {"island": x})\n`);
      const first = await editor.ask('heldout/inline/sites', { uri });
      await editor.replace(uri, 'zeros', 'ones');
      const second = await editor.ask('heldout/inline/sites', { uri });
      assert.equal(first?.sites[1]?.id, second?.sites[1]?.id);
      assert.notEqual(first?.sites[1]?.code, second?.sites[1]?.code);
      assert.equal(first?.sites[1]?.model.stamp, second?.sites[1]?.model.stamp);
      utimesSync(path.join(folder, 'penguins.onnx'), 1, 1);
      const third = await editor.ask('heldout/inline/sites', { uri });
      assert.notEqual(second?.sites[1]?.model.stamp, third?.sites[1]?.model.stamp);
    });

    it('are also calls that wrote a model', async () => {
      const uri = await opened(
        'import torch\nfrom skl2onnx import to_onnx\ntorch.onnx.export(net, x, "penguins.onnx")\ntorch.onnx.export(net, x, "later.onnx")\nwith open("penguins.onnx", "wb") as f:\n    f.write(to_onnx(model, x).SerializeToString())\n',
      );
      const found = await editor.ask('heldout/inline/sites', { uri });
      assert.deepEqual(
        found?.written.map(({ range, model: { name } }) => [range.start.line, name]),
        [
          [2, 'penguins.onnx'],
          [4, 'penguins.onnx'],
        ],
      );
    });

    it('are each in their cell', async () => {
      const uri = fileUri(path.join(folder, 'book.ipynb'));
      await editor.openNotebook(uri, [
        { text: HEAD },
        { text: '# Words', language: 'markdown' },
        { text: 'session.run(None, {"island": x})' },
      ]);
      const [first, words, last] = editor.cells(uri);
      assert.deepEqual(
        (await editor.ask('heldout/inline/sites', { uri: first! }))?.sites.map(({ kind }) => kind),
        ['session'],
      );
      assert.deepEqual((await editor.ask('heldout/inline/sites', { uri: words! }))?.sites, []);
      const [run] = (await editor.ask('heldout/inline/sites', { uri: last! }))?.sites ?? [];
      assert.deepEqual([run?.kind, run?.range.start.line], ['run', 0]);
      const hover: Hover | null = await editor.connection.sendRequest('textDocument/hover', {
        textDocument: { uri: last! },
        position: { line: 0, character: 22 },
      });
      assert.ok(hover !== null);
    });
  });
});
