// unknown-input-name: a feed names an input the model does not have.
import { modelRuns } from '../../analysis/onnx/runs';
import { nearestName } from '../../analysis/spelling';
import type { Fix } from '../rule';
import { rule } from '../rule';

export default rule({
  name: 'unknown-input-name',
  category: 'onnx',
  severity: 'error',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['onnxruntime'],
  summary: 'The feed names an input that the model does not have',
  docs: `
\`session.run\` takes its inputs by the names stored in the model file. A name the model does not have raises
\`ValueError\` or \`InvalidArgument\` at run time. Heldout reads the inputs from the file while you type (its structure only,
never its weights) and compares.
`,
  silent: `
- The path of the model is computed, or no single file in the workspace fits it.
- The feed is built while running, or its names come from \`session.get_inputs()\`.
- The name is that of a stored value which a caller may override.
`,
  messages: {
    unknown: '`{model}` has no input `{name}`: running it raises an error. Its inputs are {inputs}',
  },
  examples: [
    {
      title: 'a wrong name, one input',
      files: { 'model.onnx': 'float_input: float32[?, 4] -> label: int64[?]' },
      bad: `
import onnxruntime as ort
session = ort.InferenceSession("model.onnx")
label, = session.run(None, {"input": rows})
#                           ^^^^^^^`,
      good: `
import onnxruntime as ort
session = ort.InferenceSession("model.onnx")
label, = session.run(None, {"float_input": rows})`,
    },
    {
      title: 'a path in parts, a feed with a name, a misspelt input',
      files: {
        'models/tiny.onnx':
          'tokens: int64[batch, length], attention_mask: int64[batch, length] -> logits: float32[batch, 2]',
      },
      bad: `
from pathlib import Path
from onnxruntime import InferenceSession
FOLDER = Path("models")
session = InferenceSession(str(FOLDER / "tiny.onnx"), providers=["CPUExecutionProvider"])
feed = {
    "tokens": tokens,
    "atention_mask": mask,
#   ^^^^^^^^^^^^^^^
}
logits = session.run(["logits"], feed)[0]`,
      good: `
from pathlib import Path
from onnxruntime import InferenceSession
FOLDER = Path("models")
session = InferenceSession(str(FOLDER / "tiny.onnx"), providers=["CPUExecutionProvider"])
feed = {
    "tokens": tokens,
    "attention_mask": mask,
}
logits = session.run(["logits"], feed)[0]`,
    },
    {
      title: 'a session kept by an object, a feed by keywords',
      files: { 'm.onnx': 'a: float32[1], b: float32[1] -> c: float32[1]' },
      bad: `
import onnxruntime
class Scorer:
    def __init__(self):
        self.session = onnxruntime.InferenceSession("m.onnx")
    def score(self, x, y):
        return self.session.run(None, dict(a=x, bias=y))
#                                               ^^^^`,
      good: `
import onnxruntime
class Scorer:
    def __init__(self):
        self.session = onnxruntime.InferenceSession("m.onnx")
    def score(self, x, y):
        return self.session.run(None, dict(a=x, b=y))`,
    },
    {
      title: 'right names, names asked from the model, stored values',
      files: { 'm.onnx': 'x: float32[1], (scale: float32[1]) -> y: float32[1]' },
      fine: `
import onnxruntime as ort
session = ort.InferenceSession("m.onnx")
session.run(None, {"x": x, "scale": s})
name = session.get_inputs()[0].name
session.run(None, {name: x})
session.run(None, {**feed})`,
    },
    {
      title: 'a model we do not know, or one that this code writes',
      files: { 'm.onnx': 'x: float32[1] -> y: float32[1]', 'new.onnx': 'x: float32[1] -> y: float32[1]' },
      fine: `
import torch
import onnxruntime as ort
session = ort.InferenceSession(path)
session.run(None, {"z": x})
either = ort.InferenceSession("m.onnx" if small else chosen)
either.run(None, {"z": x})
torch.onnx.export(net, x, "new.onnx")
made = ort.InferenceSession("new.onnx")
made.run(None, {"z": x})`,
    },
  ],
  *check(module) {
    const seen = new Set<number>();
    for (const { path, model, feed } of modelRuns(module)) {
      const entries = feed?.entries ?? [];
      const known = model.graph.inputs.map(({ name }) => name);
      const fed = new Set(entries.map(({ name }) => name));
      for (const { name, at, quote } of entries) {
        if (known.includes(name) || seen.has(at.start)) continue;
        seen.add(at.start); // one feed run twice is one mistake
        const free = model.requiredInputs.map((input) => input.name).filter((input) => !fed.has(input));
        const meant = free.length === 1 ? free[0]! : nearestName(name, free);
        const writable = meant !== null && quote !== null && (quote !== '' || /^[A-Za-z_]\w*$/.test(meant));
        const edits = [{ start: at.start, end: at.end, text: `${quote}${meant}${quote}` }];
        const fixes: Fix[] = writable ? [{ title: `Use ${meant}`, edits }] : [];
        const inputs = known.map((input) => `\`${input}\``).join(', ');
        yield { at, message: 'unknown', data: { model: path, name, inputs }, fixes };
      }
    }
  },
});
