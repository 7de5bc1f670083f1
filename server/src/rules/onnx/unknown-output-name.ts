// unknown-output-name: a run asks for an output the model does not have.
import { modelRuns } from '../../analysis/onnx/runs';
import { nearestName } from '../../analysis/spelling';
import { Kind } from '../../analysis/syntax';
import { rule } from '../rule';

export default rule({
  name: 'unknown-output-name',
  category: 'onnx',
  severity: 'error',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['onnxruntime'],
  summary: 'A run asks for an output that the model does not have',
  docs: `
\`session.run([names], feed)\` and \`bind_output\` take outputs by the names stored in the model file. Any other raises
\`InvalidArgument: Invalid output name\`. A value inside the graph is no output either, unless a copy of the model declares it.
`,
  silent: `
- The path of the model is computed, or no single file in the workspace fits it.
- The names come from \`session.get_outputs()\`.
- The code adds outputs to a graph (\`graph.output.append\`): the file it runs may be the edited copy.
`,
  messages: {
    unknown: '`{model}` has no output `{name}`: running it raises an error. Its outputs are {outputs}',
  },
  examples: [
    {
      title: 'a misspelt output, and a name of another exporter',
      files: {
        'iris.onnx': 'x: float32[?, 4] -> output_label: int64[?], output_probability: float32[?, 3]',
        'net.onnx': 'x: float32[?, 4] -> logits: float32[?, 3]',
      },
      bad: `
import onnxruntime as ort
iris = ort.InferenceSession("iris.onnx")
iris.run(["output_lable"], {"x": rows})
#         ^^^^^^^^^^^^^^
net = ort.InferenceSession("net.onnx")
net.run(["output"], {"x": rows})
#        ^^^^^^^^`,
      good: `
import onnxruntime as ort
iris = ort.InferenceSession("iris.onnx")
iris.run(["output_label"], {"x": rows})
net = ort.InferenceSession("net.onnx")
net.run(["logits"], {"x": rows})`,
    },
    {
      title: 'names that are there, names asked from the model, an edited copy',
      files: { 'net.onnx': 'x: float32[?, 4] -> logits: float32[?, 3]' },
      fine: `
import onnxruntime as ort
net = ort.InferenceSession("net.onnx")
net.run(["logits"], {"x": rows})
net.run([output.name for output in net.get_outputs()], {"x": rows})
net.run([net.get_outputs()[0].name], {"x": rows})
net.run([], {"x": rows})`,
    },
    {
      title: 'the code exposes values inside a graph',
      files: { 'net.onnx': 'x: float32[?, 4] -> logits: float32[?, 3]' },
      fine: `
import onnx
import onnxruntime as ort
model = onnx.load("net.onnx")
model.graph.output.append(onnx.helper.make_empty_tensor_value_info("hidden"))
onnx.save(model, "net.onnx")
net = ort.InferenceSession("net.onnx")
net.run(["hidden"], {"x": rows})`,
    },
  ],
  *check(module) {
    const added = module.methodCalls('append', 'extend', 'insert', 'add', 'MergeFrom');
    if (added.some(({ receiver }) => receiver.kind === Kind.Attribute && receiver.attr === 'output')) return;
    const seen = new Set<number>();
    for (const { path, model, outputs: requested } of modelRuns(module)) {
      const known = model.graph.outputs.map(({ name }) => name);
      for (const { name, at, quote } of requested.names) {
        if (known.includes(name) || seen.has(at.start)) continue;
        seen.add(at.start); // a list of names used twice is one mistake
        const meant = known.length === 1 ? known[0]! : nearestName(name, known);
        const edits = [{ start: at.start, end: at.end, text: `${quote}${meant}${quote}` }];
        const outputs = known.map((output) => `\`${output}\``).join(', ');
        const fixes = meant === null || quote === null ? [] : [{ title: `Use ${meant}`, edits }];
        yield { at, message: 'unknown', data: { model: path, name, outputs }, fixes };
      }
    }
  },
});
