// input-shape-mismatch: the number of dimensions of a fed array, or the size of one, contradicts the model.
import { numpyIn } from '../../analysis/onnx/arrayEdits';
import { arrayFacts } from '../../analysis/onnx/arrays';
import { channelOrder, contradiction, describeShape, lacksBatch, tensorInput } from '../../analysis/onnx/declared';
import { modelRuns } from '../../analysis/onnx/runs';
import { rule } from '../rule';

export default rule({
  name: 'input-shape-mismatch',
  category: 'onnx',
  severity: 'error',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['onnxruntime'],
  summary: 'The array that is fed does not have the shape of the input of the model',
  docs: `
ONNX Runtime refuses an array of another number of dimensions (\`Invalid rank for input\`) and another size where the model
fixes one (\`Got invalid dimensions for input\`). Mostly the batch dimension lacks, or a picture is fed with its channels last
to a model that takes them first. Heldout reads the declared shape from the model file and follows the shape of the array.
`,
  silent: `
- The shape of the array is not known, or the model names the dimension (\`batch\`) or says nothing of it.
- The model declares a scalar: exporters write that where they do not know the shape.
- Channels first and last have equal sizes: no size contradicts the other.
`,
  messages: {
    rank: '`{input}` of `{model}` has {wanted} dimensions, {declared}, and this array has {given}, {shape}: running it raises an error{todo}',
    size: '`{input}` of `{model}` has the shape {declared}, and this array {shape}: running it raises an error{todo}',
  },
  examples: [
    {
      title: 'the batch dimension lacks',
      files: { 'model.onnx': 'x: float32[batch, 4] -> y: float32[batch]' },
      bad: `
import numpy as np
import onnxruntime as ort
session = ort.InferenceSession("model.onnx")
sample = np.array([5.1, 3.5, 1.4, 0.2], dtype=np.float32)
y = session.run(None, {"x": sample})[0]
#                           ^^^^^^`,
      good: `
import numpy as np
import onnxruntime as ort
session = ort.InferenceSession("model.onnx")
sample = np.array([5.1, 3.5, 1.4, 0.2], dtype=np.float32)
y = session.run(None, {"x": np.expand_dims(sample, 0)})[0]`,
    },
    {
      title: 'channels last for a model that takes them first',
      files: { 'net.onnx': 'image: float32[1, 3, 224, 224] -> scores: float32[1, 1000]' },
      bad: `
import numpy as np
import onnxruntime as ort
session = ort.InferenceSession("net.onnx")
picture = np.zeros((1, 224, 224, 3), dtype=np.float32)
scores = session.run(["scores"], {"image": picture})[0]
#                                          ^^^^^^^`,
      good: `
import numpy as np
import onnxruntime as ort
session = ort.InferenceSession("net.onnx")
picture = np.zeros((1, 224, 224, 3), dtype=np.float32)
scores = session.run(["scores"], {"image": np.transpose(picture, (0, 3, 1, 2))})[0]`,
    },
    {
      title: 'another number of features: nothing to write for you',
      files: { 'model.onnx': 'x: float32[?, 13] -> y: float32[?]' },
      bad: `
import numpy as np
import onnxruntime as ort
session = ort.InferenceSession("model.onnx")
session.run(None, {"x": np.zeros((8, 12), np.float32)})
#                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
    },
    {
      title: 'free and unknown dimensions',
      files: { 'model.onnx': 'x: float32[batch, 4] -> y: float32[batch]', 'one.onnx': 's: float32[] -> y: float32[1]' },
      fine: `
import numpy as np
import onnxruntime as ort
session = ort.InferenceSession("model.onnx")
session.run(None, {"x": np.zeros((64, 4), np.float32)})
session.run(None, {"x": rows.reshape(-1, 4).astype(np.float32)})
session.run(None, {"x": np.zeros((n, features), np.float32)})
session.run(None, {"x": np.zeros(shape, np.float32)})
one = ort.InferenceSession("one.onnx")
one.run(None, {"s": np.zeros((3, 3), np.float32)})`,
    },
  ],
  *check(module) {
    const seen = new Set<number>();
    for (const { path, model, feed } of modelRuns(module)) {
      for (const { name, value } of feed?.entries ?? []) {
        const declared = tensorInput(model, name)?.shape ?? null;
        if (value === null || declared === null || seen.has(value.start)) continue;
        const facts = arrayFacts(module, value);
        const shape = facts?.library === 'frame' ? null : (facts?.shape ?? null);
        // A single number is no array: that is another mistake.
        const found = shape === null || shape.length === 0 ? null : contradiction(declared, shape);
        if (shape === null || found === null) continue;
        seen.add(value.start); // one feed run twice is one mistake
        const numpy = numpyIn(module, value.start);
        const order = found.kind === 'size' ? channelOrder(declared, shape) : null;
        const text = module.textOf(value);
        const change = lacksBatch(declared, shape)
          ? `${numpy.name}.expand_dims(${text}, 0)`
          : order !== null
            ? `${numpy.name}.transpose(${text}, (${order.join(', ')}))`
            : null;
        const edits = [...numpy.edits, { start: value.start, end: value.end, text: change ?? '' }];
        yield {
          at: value,
          message: found.kind,
          data: {
            model: path,
            input: name,
            declared: describeShape(declared),
            shape: describeShape(shape),
            wanted: declared.length,
            given: shape.length,
            todo: change === null ? '' : `. Feed \`${change.replaceAll(/\s+/g, ' ')}\``,
          },
          // A list would become an array of NumPy's own type, which the model may not take.
          fixes: change === null || facts?.library !== 'numpy' ? [] : [{ title: titleOf(order), edits }],
        };
      }
    }
  },
});

function titleOf(order: readonly number[] | null): string {
  return order === null ? 'Add the batch dimension' : `Transpose to (${order.join(', ')})`;
}
