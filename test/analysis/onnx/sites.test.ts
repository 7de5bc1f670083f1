// Sites and places: where code and models meet, what results are named, what arrays are written out, what was exported.
import assert from 'node:assert/strict';
import { createModule } from '../../../server/src/analysis/createModule';
import type { Module } from '../../../server/src/analysis/module';
import { callSnippet, identifier } from '../../../server/src/analysis/onnx/callSnippet';
import { codeInput } from '../../../server/src/analysis/onnx/codeInputs';
import { placeAt } from '../../../server/src/analysis/onnx/places';
import { loadSites, runSites, targetsOf } from '../../../server/src/analysis/onnx/sites';
import { wantedAt } from '../../../server/src/analysis/onnx/wanted';
import { writtenModels } from '../../../server/src/analysis/onnx/written';
import { parse } from '../../../server/src/analysis/syntax';
import { exampleEnvironment } from '../../support/environment';

const FILES = {
  'm.onnx': 'a: float32[1, 3], b: float32[1] -> y: float32[1], z: int64[n]',
  'other.onnx': 'x: float32[1] -> y: float32[1]',
};
const HEAD = 'import numpy as np\nimport onnx\nimport onnxruntime as ort\nimport torch\n';

function moduleOf(code: string): Module {
  const text = HEAD + code;
  return createModule({ source: text, syntax: parse(text), notebook: null }, exampleEnvironment(FILES));
}

/** What is at the `|` of the code. */
function atMark<Result>(code: string, ask: (module: Module, offset: number) => Result): Result {
  const offset = code.indexOf('|');
  return ask(moduleOf(code.slice(0, offset) + code.slice(offset + 1)), HEAD.length + offset);
}

const SESSION = 's = ort.InferenceSession("m.onnx")\n';

describe('analysis/onnx/sites', () => {
  it('are loads of files that are there, also of one that this code writes', () => {
    const loads = (code: string) => loadSites(moduleOf(code)).map(({ path, isSession }) => `${path} ${isSession}`);
    assert.deepEqual(loads(SESSION), ['m.onnx true']);
    assert.deepEqual(loads('onnx.load("m.onnx")\nort.InferenceSession("missing.onnx")\n'), ['m.onnx false']);
    assert.deepEqual(loads(`torch.onnx.export(net, x, "m.onnx")\n${SESSION}`), ['m.onnx true']);
    assert.deepEqual(loads('def load(path):\n    return ort.InferenceSession(path)\n'), []);
  });

  const targets: readonly (readonly [code: string, targets: readonly string[]])[] = [
    ['p, q = s.run(None, feed)', ['p y', 'q z']],
    ['p, q = s.run(["z", "y"], feed)', ['p z', 'q y']],
    ['out = s.run(None, feed)', ['out y,z']],
    ['out = s.run(["z"], feed)[0]', ['out z']],
    ['out = s.run([], feed)[-1]', ['out z']],
    ['(out,) = s.run(["z"], feed)', ['out z']],
    ['p, *q = s.run(None, feed)', ['p y']],
    ['self.out, q = s.run(None, feed)', ['self.out y', 'q z']],
    ['p, q = s.run([s.get_outputs()[1].name, s.get_outputs()[0].name], feed)', ['p z', 'q y']],
    // Not known which, how many, or in what order.
    ['p, q = s.run([first, second], feed)', []],
    ['p, q = s.run(names, feed)', []],
    ['p, q, r = s.run(None, feed)', []],
    ['p = s.run(["unknown"], feed)[0]', []],
    ['p = s.run(None, feed)[i]', []],
    ['p = q = s.run(None, feed)', []],
    ['p = s.run_async(None, feed, done, None)', []],
  ];
  for (const [code, expected] of targets) {
    it(`gives results their names: ${code}`, () => {
      const module = moduleOf(`${SESSION}${code}\n`);
      const [run] = runSites(module);
      assert.ok(run);
      const found = targetsOf(module, run).map(({ at, holds }) => {
        const names = 'name' in holds ? holds.name : holds.map(({ name }) => name).join(',');
        return `${module.textOf(at)} ${names}`;
      });
      assert.deepEqual(found, expected);
    });
  }

  it('knows what an offset is about', () => {
    const about = (code: string) =>
      atMark(code, (module, offset) => {
        const place = placeAt(module, offset);
        return place && `${place.kind} ${place.value?.name ?? place.loaded.path}`;
      });
    assert.equal(about('s = ort.InferenceSession("m|.onnx")\n'), 'path m.onnx');
    assert.equal(about('MODEL = "m|.onnx"\n'), 'path m.onnx');
    assert.equal(about(`${SESSION}|s.run(None, {})\n`), 'session m.onnx');
    assert.equal(about(`${SESSION}s.r|un(None, {})\n`), 'run m.onnx');
    assert.equal(about(`${SESSION}s.run(None, {"|a": x})\n`), 'input a');
    assert.equal(about(`${SESSION}key = s.get_inputs()[1].name\ns.run(None, {k|ey: x})\n`), 'input b');
    assert.equal(about(`${SESSION}s.run(["|z"], {})\n`), 'output z');
    assert.equal(about(`${SESSION}p, q| = s.run(None, {})\n`), 'output z');
    assert.equal(about(`${SESSION}s.run(None, {"|unknown": x})\n`), null);
    assert.equal(about(`${SESSION}s.run(None, {"a": |x})\n`), null);
    assert.equal(about('name = "missing|.onnx"\n'), null);
    assert.equal(
      about(
        'class A:\n    def __init__(self):\n        self.s = ort.InferenceSession("m.onnx")\n    def f(self):\n        self.|s.run(None, {})\n',
      ),
      'session m.onnx',
    );
  });

  it('knows what is wanted where one types', () => {
    const wanted = (code: string) =>
      atMark(code, (module, offset) => {
        const found = wantedAt(module, offset);
        return found === null
          ? null
          : 'taken' in found
            ? `${found.kind} ${[...found.taken].join(',')}`.trim()
            : found.kind;
      });
    assert.equal(wanted('ort.InferenceSession("|")\n'), 'path');
    assert.equal(wanted('ort.InferenceSession(path_or_bytes="m|")\n'), 'path');
    assert.equal(wanted('ort.InferenceSession(x, providers=["|"])\n'), null);
    assert.equal(wanted(`${SESSION}s.run(["y", "|"], {})\n`), 'output y');
    assert.equal(wanted(`${SESSION}s.run(output_names=["|"], input_feed={})\n`), 'output');
    assert.equal(wanted(`${SESSION}s.run(None, {"a": 1, "|"})\n`), 'input a');
    assert.equal(wanted(`${SESSION}s.run(None, {"a": "|"})\n`), null);
    assert.equal(wanted(`${SESSION}s.run(None, {"a": 1, |})\n`), 'input a');
    assert.equal(wanted(`${SESSION}b = s.io_binding()\nb.bind_cpu_input("|", x)\n`), 'input');
    assert.equal(wanted(`${SESSION}b = s.io_binding()\nb.bind_output("|")\n`), 'output');
    assert.equal(wanted(`${SESSION}s.|\n`), 'call');
    assert.equal(wanted(`${SESSION}s.get|\n`), null);
    assert.equal(wanted(`${SESSION}s.ru|n(None, {})\n`), null);
    assert.equal(wanted(`${SESSION}subprocess.run(["|"])\n`), null);
  });
});

describe('arrays that the code writes out', () => {
  const inputs: readonly (readonly [code: string, input: string])[] = [
    ['np.zeros((1, 3, 224, 224), dtype=np.float32)', 'zeros [1,3,224,224]'],
    ['np.ones(4)', 'ones [4]'],
    ['np.random.rand(2, 3).astype(np.float32)', 'random [2,3]'],
    ['torch.randn(1, 3, 8, 8).numpy()', 'random [1,3,8,8]'],
    ['np.array([[1, -2.5], [3e2, 0x10]])', 'values [1,-2.5,300,16] [2,2]'],
    ['np.array([9007199254740993])', 'values [9007199254740993] [1]'],
    ['np.array([["a", "b\\"c"]], dtype=object)', 'values ["a","b\\"c"] [1,2]'],
    ['np.array([True, False])', 'values [true,false] [2]'],
    ['np.array([1, 2, 3, 4]).reshape(2, 2)', 'values [1,2,3,4] [2,2]'],
    ['np.expand_dims(np.array([1.0, 2.0]), 0)', 'values [1,2] [1,2]'],
    ['np.array([1.0, 2.0])[None]', 'values [1,2] [1,2]'],
    ['[[1.0, 2.0]]', 'values [1,2] [1,2]'],
    // Computed, or in another order.
    ['np.array([1, 2]) * 2', 'none'],
    ['np.zeros((n, 3))', 'none'],
    ['np.array([1, x])', 'none'],
    ['np.array([[1, 2], [3, 4]]).T', 'none'],
    ['np.array([[1, 2], [3, 4]]).transpose(1, 0)', 'none'],
    ['np.array([1, 2, 3, 4]).reshape((2, 2), order="F")', 'none'],
    ['np.array([1, 2, 3])[:2]', 'none'],
    ['load("x.npy")', 'none'],
    // Written to after it was made.
    ['np.zeros((1, 3))\nv[0, 1] = 5', 'none'],
    ['np.zeros((1, 3))\nv[:] += 5', 'none'],
    ['np.zeros((1, 3))\nv += 5', 'none'],
    ['np.array([3, 1, 2])\nv.sort()', 'none'],
    ['np.zeros(3)\nnp.add(a, b, out=v)', 'none'],
    ['np.zeros(3)\nnp.copyto(v, a)', 'none'],
    ['(w := np.zeros(3))\nprint(v[0], v.sum())', 'zeros [3]'],
  ];
  for (const [code, expected] of inputs) {
    it(code, () => {
      const module = moduleOf(`${SESSION}v = ${code}\ns.run(None, {"a": v})\n`);
      const value = runSites(module)[0]?.feed?.entries[0]?.value;
      assert.ok(value);
      const found = codeInput(module, value);
      const text =
        found?.kind === 'values' ? `${JSON.stringify(JSON.parse(found.text.replaceAll(/\d{16,}/g, '"$&"')))} ` : '';
      const said = found === null ? 'none' : `${found.kind} ${text}${JSON.stringify(found.shape)}`;
      assert.equal(said.replaceAll(/"(\d{16,})"/g, '$1'), expected);
    });
  }
});

describe('models that the code writes', () => {
  const cases: readonly (readonly [code: string, paths: readonly string[]])[] = [
    ['torch.onnx.export(net, x, "m.onnx")', ['m.onnx']],
    ['torch.onnx.export(net, (x,), f="out/m.onnx")', ['out/m.onnx']],
    ['program = torch.onnx.export(net, (x,), dynamo=True)\nprogram.save("m.onnx")', ['m.onnx']],
    ['with open("m.onnx", "wb") as f:\n    f.write(data)', ['m.onnx']],
    ['open("m.onnx", "rb")', []],
    ['open("m.txt", "w")', []],
    ['from pathlib import Path\nPath("m.onnx").write_bytes(data)', ['m.onnx']],
    ['onnx.save(proto, "m.onnx")', ['m.onnx']],
    ['import tf2onnx\ntf2onnx.convert.from_keras(net, output_path="m.onnx")', ['m.onnx']],
    ['from ultralytics import YOLO\nnet = YOLO("runs/best.pt")\nnet.export(format="onnx")', ['runs/best.onnx']],
    ['from ultralytics import YOLO\nYOLO("best.pt").export(format="engine")', []],
    ['net.export(format="onnx")', []],
    ['figure.save("m.onnx")', []],
    ['torch.onnx.export(net, x, path)', []],
  ];
  for (const [code, expected] of cases) {
    it(code, () => {
      assert.deepEqual(
        writtenModels(moduleOf(`${code}\n`)).map(({ path }) => path),
        expected,
      );
    });
  }
});

describe('the call of a model', () => {
  const modelOf = (signature: string) => {
    const found = exampleEnvironment({ 'm.onnx': signature }).model('m.onnx');
    assert.ok(found.state === 'found');
    return found.model;
  };

  it('feeds what must be fed', () => {
    const call = callSnippet(modelOf('image: float32[1], (scale: float32[1]) -> y: float32[1], z: float32[1]'));
    assert.equal(call.run, 'run(["y", "z"], {"image": ${1:image}})');
    assert.equal(call.assigned?.('net'), 'y, z = net.run(["y", "z"], {"image": ${1:image}})');
    assert.equal(
      callSnippet(modelOf('x: float32[1] -> y: float32[1]')).assigned?.('s'),
      'y = s.run(["y"], {"x": ${1:x}})[0]',
    );
  });

  it('makes names of Python of what is none', () => {
    assert.equal(identifier('input.1'), 'input_1');
    assert.equal(identifier('483'), 'x_483');
    assert.equal(identifier('class'), 'x_class');
    assert.equal(identifier('::'), 'value');
  });
});
