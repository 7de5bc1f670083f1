// output-count-mismatch: the results of a run are taken apart as more or fewer outputs than there are.
import { modelRuns, unpackingsOf } from '../../analysis/onnx/runs';
import type { Unpacking } from '../../analysis/onnx/runs';
import type { Fix } from '../rule';
import { rule } from '../rule';

export default rule({
  name: 'output-count-mismatch',
  category: 'onnx',
  severity: 'error',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['onnxruntime'],
  summary: 'The results of a run are taken apart as another number of outputs than there are',
  docs: `
\`session.run\` returns a list with one result for each output that is asked for, and for all outputs of the model where \`None\`
is given. Taken apart into another number of names it raises \`ValueError: too many values to unpack\` (or not enough), and an
index behind its end raises \`IndexError\`, both only after the model has run. A classifier of scikit-learn has two outputs, its
label and its probabilities.
`,
  silent: `
- One of the targets is starred, or the number of outputs asked for cannot be counted.
- \`None\` is given and the model is not known.
`,
  messages: {
    targets: 'This run gives {results}, and {targets} take them: running it raises an error',
    index: 'This run gives {results}: there is none at [{index}]',
  },
  examples: [
    {
      title: 'a classifier also gives probabilities',
      files: { 'iris.onnx': 'x: float32[?, 4] -> label: int64[?], probabilities: float32[?, 3]' },
      bad: `
import onnxruntime as ort
session = ort.InferenceSession("iris.onnx")
label, = session.run(None, {"x": rows})
#<^^^^`,
      good: `
import onnxruntime as ort
session = ort.InferenceSession("iris.onnx")
label, _, = session.run(None, {"x": rows})`,
    },
    {
      title: 'two targets for one result, an index behind the end',
      files: { 'net.onnx': 'x: float32[?, 4] -> logits: float32[?, 3]' },
      bad: `
import onnxruntime as ort
session = ort.InferenceSession("net.onnx")
label, score = session.run(["logits"], {"x": rows})
#<^^^^^^^^^^
results = session.run(None, {"x": rows})
print(results[1])
#             ^`,
    },
    {
      title: 'as many as there are, starred, unknown',
      files: { 'iris.onnx': 'x: float32[?, 4] -> label: int64[?], probabilities: float32[?, 3]' },
      fine: `
import onnxruntime as ort
session = ort.InferenceSession("iris.onnx")
label, probabilities = session.run(None, {"x": rows})
first, *rest = session.run(None, {"x": rows})
results = session.run(["label"], {"x": rows})
results[0], results[-1]
a, b, c = session.run(names, {"x": rows})`,
    },
  ],
  *check(module) {
    for (const { call, outputs } of modelRuns(module)) {
      const { count } = outputs;
      if (count === null) continue;
      const results = count === 1 ? 'one result' : `${count} results`;
      for (const taken of unpackingsOf(module, call.node)) {
        if (taken.kind === 'index') {
          const { at, index } = taken;
          if (index >= -count && index < count) continue;
          yield { at, message: 'index', data: { results, index } };
        } else if (taken.count !== count) {
          const targets = taken.count === 1 ? 'one target' : `${taken.count} targets`;
          yield { at: taken.at, message: 'targets', data: { results, targets }, fixes: widened(taken, count) };
        }
      }
    }
  },
});

/** Names for the results that are not wanted; too many targets are not ours to choose from. */
function widened(taken: Extract<Unpacking, { kind: 'targets' }>, count: number): Fix[] {
  const missing = count - taken.count;
  if (missing <= 0) return [];
  const { end } = taken.last;
  const text = ', _'.repeat(missing);
  return [
    {
      title: `Take ${missing === 1 ? 'the other result' : 'the other results'} as _`,
      edits: [{ start: end, end, text }],
    },
  ];
}
