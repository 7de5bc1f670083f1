// Sessions and their runs: which file each loads, what is fed, which outputs are asked for and how they are taken apart.
import assert from 'node:assert/strict';
import { createModule } from '../../../server/src/analysis/createModule';
import type { Module } from '../../../server/src/analysis/module';
import { feedOf } from '../../../server/src/analysis/onnx/feeds';
import { modelRuns, unpackingsOf } from '../../../server/src/analysis/onnx/runs';
import { pathOfSession, sessionCalls, sessionPath } from '../../../server/src/analysis/onnx/sessions';
import { parse } from '../../../server/src/analysis/syntax';
import { exampleEnvironment } from '../../support/environment';

const FILES = { 'm.onnx': 'a: float32[1], b: float32[1] -> y: float32[1], z: float32[1]' };

function moduleOf(code: string): Module {
  const text = `import os\nimport onnx\nimport onnxruntime as ort\nfrom pathlib import Path\n${code}\n`;
  return createModule({ source: text, syntax: parse(text), notebook: null }, exampleEnvironment(FILES));
}

/** The path of the session that runs, or of the only one that is made. */
function pathIn(code: string): string | null {
  const module = moduleOf(code);
  const [run] = module.methodCalls('run');
  return run === undefined ? pathOfSession(module, sessionCalls(module)[0]!) : sessionPath(module, run.receiver);
}

describe('paths from other modules', () => {
  const files = {
    'config.py': [
      'import os',
      'from pathlib import Path',
      'from shared import NAME as PASSED_ON',
      'MODEL = "models/m.onnx"',
      'ROOT = Path("models")',
      'HERE = os.path.dirname(__file__)',
      'FROM_ENVIRONMENT = os.environ["MODEL"]',
      'TWICE = "a.onnx"',
      'TWICE = "b.onnx"',
      'if os.name == "nt":',
      '    ON_WINDOWS = "w.onnx"',
    ].join('\n'),
    'shared.py': 'NAME = "shared.onnx"',
    'settings/__init__.py': 'from .paths import DEEP',
    'settings/paths.py': 'DEEP = "deep.onnx"',
  };
  const cases: readonly (readonly [code: string, path: string | null])[] = [
    ['from config import MODEL\nort.InferenceSession(MODEL)', 'models/m.onnx'],
    ['import config\nort.InferenceSession(config.MODEL)', 'models/m.onnx'],
    ['import config as c\nort.InferenceSession(str(c.ROOT / "m.onnx"))', 'models/m.onnx'],
    ['from .config import MODEL\nort.InferenceSession(MODEL)', 'models/m.onnx'],
    ['from . import config\nort.InferenceSession(f"{config.MODEL}")', 'models/m.onnx'],
    ['from config import HERE\nort.InferenceSession(os.path.join(HERE, "m.onnx"))', 'm.onnx'],
    ['from config import PASSED_ON\nort.InferenceSession(PASSED_ON)', 'shared.onnx'],
    ['from settings import DEEP\nort.InferenceSession(DEEP)', 'deep.onnx'],
    ['from config import MODEL\ndef load(path=MODEL):\n    return ort.InferenceSession(path)\nload()', 'models/m.onnx'],
    // Not known, or not the only one.
    ['from config import FROM_ENVIRONMENT\nort.InferenceSession(FROM_ENVIRONMENT)', null],
    ['from config import TWICE\nort.InferenceSession(TWICE)', null],
    ['from config import ON_WINDOWS\nort.InferenceSession(ON_WINDOWS)', null],
    ['from config import MISSING\nort.InferenceSession(MISSING)', null],
    ['from elsewhere import MODEL\nort.InferenceSession(MODEL)', null],
    ['from config import *\nort.InferenceSession(MODEL)', null],
    ['import config\nort.InferenceSession(config.MODEL.name)', null],
  ];
  for (const [code, expected] of cases) {
    it(code.replaceAll('\n', '; '), () => {
      const text = `import os\nimport onnxruntime as ort\n${code}\n`;
      const parsed = { source: text, syntax: parse(text), notebook: null };
      const module = createModule(parsed, exampleEnvironment(files));
      assert.equal(pathOfSession(module, sessionCalls(module)[0]!), expected);
    });
  }
});

describe('analysis/onnx/sessions', () => {
  const paths: readonly (readonly [code: string, path: string | null])[] = [
    ['ort.InferenceSession("m.onnx")', 'm.onnx'],
    ['NAME = "m"\nort.InferenceSession(f"{NAME}.onnx")', 'm.onnx'],
    ['NAME = "m"\nort.InferenceSession(f"{NAME!r}.onnx")', null],
    ['ort.InferenceSession("models" + "/" + "m.onnx")', 'models/m.onnx'],
    ['ort.InferenceSession("models\\\\m.onnx")', 'models/m.onnx'],
    ['DIR = Path("models")\nort.InferenceSession(str(DIR / "v1" / "m.onnx"))', 'models/v1/m.onnx'],
    ['ort.InferenceSession(os.path.join("models", "./m.onnx"))', 'models/m.onnx'],
    ['ort.InferenceSession(Path(__file__).parent / "m.onnx")', 'm.onnx'],
    ['ort.InferenceSession(Path(__file__).resolve().parent.parent / "m.onnx")', '../m.onnx'],
    ['ort.InferenceSession(Path(__file__).parents[1] / "m.onnx")', '../m.onnx'],
    ['ort.InferenceSession(os.path.join(os.path.dirname(os.path.abspath(__file__)), "m.onnx"))', 'm.onnx'],
    ['ort.InferenceSession(os.path.dirname(__file__) + "/m.onnx")', 'm.onnx'],
    ['ort.InferenceSession(__file__)', null],
    ['ort.InferenceSession(Path.cwd() / "m.onnx")', 'm.onnx'],
    ['ort.InferenceSession(path)', null],
    ['ort.InferenceSession(os.environ["MODEL"])', null],
    ['def load(path="m.onnx"):\n    return ort.InferenceSession(path)', 'm.onnx'],
    ['def load(path="m.onnx"):\n    return ort.InferenceSession(path)\nload("other.onnx")', 'other.onnx'],
    ['def load(path):\n    return ort.InferenceSession(path)\nload("m.onnx")\nload("n.onnx")', null],
    ['def load(path):\n    return ort.InferenceSession(path)\nload(*paths)', null],
    ['def load():\n    return ort.InferenceSession("m.onnx")\nload().run(None, {})', 'm.onnx'],
    ['def predict(s, x):\n    return s.run(None, x)\npredict(ort.InferenceSession("m.onnx"), 1)', 'm.onnx'],
    [
      'class A:\n    def __init__(self, p="m.onnx"):\n        self.s = ort.InferenceSession(p)\n    def go(self):\n        self.s.run(None, {})\nA()',
      'm.onnx',
    ],
    [
      's = None\ndef load():\n    global s\n    s = ort.InferenceSession("m.onnx")\ndef go():\n    s.run(None, {})',
      'm.onnx',
    ],
    [
      'if gpu:\n    s = ort.InferenceSession("m.onnx", providers=p)\nelse:\n    s = ort.InferenceSession("m.onnx")\ns.run(None, {})',
      'm.onnx',
    ],
    ['s = ort.InferenceSession("m.onnx" if small else "n.onnx")\ns.run(None, {})', null],
    ['s = ort.InferenceSession(open("m.onnx", "rb").read())\ns.run(None, {})', 'm.onnx'],
    ['s = ort.InferenceSession(Path("m.onnx").read_bytes())\ns.run(None, {})', 'm.onnx'],
    ['g = onnx.load("m.onnx")\nonnx.checker.check_model(g)\ns = ort.InferenceSession(g.SerializeToString())', 'm.onnx'],
    ['g = onnx.load("m.onnx")\nedit(g)\ns = ort.InferenceSession(g.SerializeToString())', null],
    ['g = onnx.load("m.onnx")\ng.graph.output.pop()\ns = ort.InferenceSession(g.SerializeToString())', null],
  ];
  for (const [code, path] of paths)
    it(`${path}: ${code.replaceAll(/\n\s*/g, '; ')}`, () => assert.equal(pathIn(code), path));

  it('leave out models that the code writes itself', () => {
    const run = 's = ort.InferenceSession("m.onnx")\ns.run(None, {"a": a})';
    assert.equal(modelRuns(moduleOf(run)).length, 1);
    for (const write of [
      'onnx.save(made, "m.onnx")',
      'import torch\ntorch.onnx.export(net, x, "./m.onnx")',
      'with open("m.onnx", "wb") as f:\n    f.write(data)',
    ])
      assert.equal(modelRuns(moduleOf(`${write}\n${run}`)).length, 0, write);
    assert.equal(modelRuns(moduleOf(`open("m.onnx", "rb").read()\n${run}`)).length, 1);
  });
});

describe('analysis/onnx/feeds', () => {
  /** The literal names of the first run's feed; `…` if there may be more; null if it is not seen. */
  function fed(code: string): string | null {
    const module = moduleOf(code);
    const feed = feedOf(module, module.methodCalls('run')[0]!);
    return feed === null ? null : feed.entries.map(({ name }) => name).join(' ') + (feed.complete ? '' : ' …');
  }
  const feeds: readonly (readonly [code: string, names: string | null])[] = [
    ['s.run(None, {"a": a, "b": b})', 'a b'],
    ['s.run(None, {"a": a, name: b})', 'a …'],
    ['s.run(None, {"a": a, **more})', 'a …'],
    ['NAME = "a"\ns.run(None, {NAME: a})', 'a'],
    ['s.run(None, dict(a=a, b=b))', 'a b'],
    ['s.run(None, dict(more, a=a))', 'a …'],
    ['s.run(None, feed)', null],
    ['s.run(None, {n: v for n, v in pairs})', null],
    ['s.run(None, input_feed={"a": a})', 'a'],
    ['feed = {"a": a}\ns.run(None, feed)', 'a'],
    ['feed = {"a": a}\nfeed["b"] = b\ns.run(None, feed)', 'a b'],
    ['feed = {"a": a}\ns.run(None, feed)\nfeed["b"] = b\ns.run(None, feed)', 'a …'],
    ['feed = {"a": a}\nif c:\n    feed["b"] = b\ns.run(None, feed)', 'a …'],
    ['feed = {}\nfor name in names:\n    feed[name] = b\ns.run(None, feed)', ' …'],
    ['feed = {"a": a}\nfeed.update(more)\ns.run(None, feed)', 'a …'],
    ['feed = {"a": a}\nfeed |= more\ns.run(None, feed)', null],
    ['feed = {"a": a}\nfill(feed)\ns.run(None, feed)', 'a …'],
    ['feed = {"a": a}\ndel feed["a"]\ns.run(None, feed)', 'a …'],
    ['feed = {"a": a}\nprint(feed["a"])\ns.run(None, feed)', 'a'],
  ];
  for (const [code, names] of feeds)
    it(`${names}: ${code.replaceAll(/\n\s*/g, '; ')}`, () => assert.equal(fed(code), names));
});

describe('analysis/onnx/runs', () => {
  /** The number of results of the first run, and how they are taken apart. */
  function taken(code: string): string {
    const module = moduleOf(`s = ort.InferenceSession("m.onnx")\n${code}`);
    const [run] = modelRuns(module);
    const parts = unpackingsOf(module, run!.call.node);
    const told = parts.map((part) => (part.kind === 'targets' ? `${part.count} targets` : `[${part.index}]`));
    return [`${run!.outputs.count}`, ...told].join(', ');
  }
  const cases: readonly (readonly [code: string, taken: string])[] = [
    ['y, z = s.run(None, f)', '2, 2 targets'],
    ['y, = s.run(["y"], f)', '1, 1 targets'],
    ['[y] = s.run([], f)', '2, 1 targets'],
    ['y, *rest = s.run(None, f)', '2'],
    ['y = s.run(None, f)[0]', '2, [0]'],
    ['y = s.run(None, f)[-1]', '2, [-1]'],
    ['y = s.run(None, f)[i]', '2'],
    ['r = s.run(None, f)\ny = r[1]\na, b, c = r', '2, [1], 3 targets'],
    ['r = s.run(None, f)\nr = other()\na, b, c = r', '2'],
    ['y = s.run(names, f)', 'null'],
    ['names = ["y"]\nnames.append("z")\na, b = s.run(names, f)', 'null, 2 targets'],
    ['y = s.run([o.name for o in s.get_outputs()], f)[0]', 'null, [0]'],
    ['y, z = s.run(None, f)[0]', '2, [0]'],
  ];
  for (const [code, expected] of cases)
    it(`${expected}: ${code.replaceAll(/\n\s*/g, '; ')}`, () => assert.equal(taken(code), expected));
});
