// export-without-dynamic-axes: a model is exported from a sample of one row, so that it takes one row only.
import { arrayFacts } from '../../analysis/onnx/arrays';
import { describeShape } from '../../analysis/onnx/declared';
import { torchExports } from '../../analysis/onnx/exports';
import type { TorchExport } from '../../analysis/onnx/exports';
import type { Shape } from '../../analysis/onnx/shapes';
import { feedOf } from '../../analysis/onnx/feeds';
import type { Module } from '../../analysis/module';
import { speaksOf } from '../../analysis/mentions';
import type { Fix } from '../rule';
import { rule } from '../rule';

/** Runtimes of accelerators that take fixed sizes only: an export for them fixes them on purpose. */
const FIXED_TARGETS = /\b(?:snpe|qnn|rknn|hailo|axera|ascend|ncnn|tensorrt|trtexec|coreml|edgetpu|npu)\b/i;

export default rule({
  name: 'export-without-dynamic-axes',
  category: 'onnx',
  severity: 'information',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['torch'],
  summary: 'A model is exported with the sizes of its sample, a batch of one, fixed',
  docs: `
\`torch.onnx.export\` traces the model with a sample and writes the sizes of that sample into the graph, unless
[\`dynamic_axes\`](https://pytorch.org/docs/stable/onnx.html) (or \`dynamic_shapes\`, with \`dynamo=True\`) names those that
may differ. Exported from one picture, the model refuses two: \`Got invalid dimensions for input\`.
`,
  silent: `
- One of the sizes of the sample is computed, or it has no batch axis of one.
- The file speaks of an accelerator whose runtime takes fixed sizes only (QNN, RKNN, TensorRT).
- \`dynamic_axes\` or \`dynamic_shapes\` is given in any form, \`None\` included, or may be in \`**options\`.
- All that the same file feeds to sessions is a batch of one as well: the size is wanted.
`,
  messages: {
    fixed: 'Exported with `{sample}` of the shape {shape} and no `{option}`: the model will take a batch of one only',
  },
  examples: [
    {
      title: 'one picture as sample',
      files: { 'requirements.txt': 'torch==2.4.0' },
      bad: `
import torch
def save(net):
    sample = torch.randn(1, 3, 224, 224)
    torch.onnx.export(net, sample, "net.onnx", input_names=["image"], output_names=["scores"])
#   ^^^^^^^^^^^^^^^^^`,
      good: `
import torch
def save(net):
    sample = torch.randn(1, 3, 224, 224)
    torch.onnx.export(net, sample, "net.onnx", input_names=["image"], output_names=["scores"], dynamic_axes={"image": {0: "batch"}, "scores": {0: "batch"}})`,
    },
    {
      title: 'no names yet',
      bad: `
import torch
def save(net):
    torch.onnx.export(net, torch.zeros(1, 10), "net.onnx", dynamo=False)
#   ^^^^^^^^^^^^^^^^^`,
      good: `
import torch
def save(net):
    torch.onnx.export(net, torch.zeros(1, 10), "net.onnx", dynamo=False, input_names=["input"], output_names=["output"], dynamic_axes={"input": {0: "batch"}, "output": {0: "batch"}})`,
    },
    {
      title: 'axes named, wanted as they are, unknown',
      fine: `
import torch
def save(net, sample, options):
    torch.onnx.export(net, torch.randn(1, 3, 8, 8), "a.onnx", input_names=["x"], dynamic_axes={"x": {0: "n"}})
    torch.onnx.export(net, torch.randn(1, 3, 8, 8), "b.onnx", dynamic_axes=None)
    torch.onnx.export(net, torch.randn(1, 3, 8, 8), "c.onnx", **options)
    torch.onnx.export(net, sample, "d.onnx")
    torch.onnx.export(net, torch.randn(16, 3, 8, 8), "e.onnx")
    torch.onnx.export(net, torch.randn(1), "f.onnx")
    torch.onnx.export(net, torch.rand(1, features, options.length), "g.onnx", input_names=["x"])`,
    },
    {
      title: 'for an accelerator',
      fine: `
import torch
def save(net):
    # The NPU is compiled for these sizes.
    torch.onnx.export(net, torch.randn(1, 3, 8, 8), "net.onnx")`,
    },
    {
      title: 'one picture is all that is ever fed',
      fine: `
import numpy as np
import onnxruntime as ort
import torch
def load(path):
    return np.expand_dims(np.load(path)[0], 0).reshape(1, 3, 224, 224)
torch.onnx.export(net, torch.randn(1, 3, 224, 224), "net.onnx")
session = ort.InferenceSession("net.onnx")
scores = session.run(None, {session.get_inputs()[0].name: load("bird.npy")})[0]`,
    },
  ],
  *check(module) {
    if (speaksOf(module, FIXED_TARGETS) || feedsOneOnly(module)) return;
    for (const exported of torchExports(module)) {
      const { call, samples, dynamo } = exported;
      if (call.hidden || call.has('dynamic_axes') || call.has('dynamic_shapes') || samples === null) continue;
      // Positional options behind the file belong to versions whose order we do not follow.
      if (call.node.args.length > 3) continue;
      const shapes = samples.map((sample) => arrayFacts(module, sample)?.shape ?? null);
      const [shape = null] = shapes;
      if (shape === null || shapes.some((each) => !isOneRow(each))) continue;
      const data = {
        sample: module.textOf(samples[0]!).replaceAll(/\s+/g, ' '),
        shape: describeShape(shape),
        option: dynamo === true ? 'dynamic_shapes' : 'dynamic_axes',
      };
      yield { at: call.callee, message: 'fixed', data, fixes: dynamo === true ? [] : named(exported) };
    }
  },
});

/** Sizes that are all written out: one that is computed was thought about. */
function isOneRow(shape: Shape | null): boolean {
  return shape !== null && shape.length >= 2 && shape[0] === 1 && !shape.includes(null);
}

/** Every feed of the file that is known is a batch of one, and there is one. */
function feedsOneOnly(module: Module): boolean {
  const fed = module.methodCalls('run').flatMap((call) => feedOf(module, call)?.values ?? []);
  return fed.length > 0 && fed.every((value) => arrayFacts(module, value)?.shape?.[0] === 1);
}

/** The batch axis of all inputs and outputs that have names; of one input also without. */
function named({ call, samples, inputNames, outputNames }: TorchExport): Fix[] {
  const hasNames = call.has('input_names') || call.has('output_names');
  const given = inputNames !== null && outputNames !== null;
  if (hasNames ? !given : samples?.length !== 1) return [];
  const names = given ? [...inputNames, ...outputNames].map(({ name }) => name) : ['input', 'output'];
  const axes = names.map((name) => `${JSON.stringify(name)}: {0: "batch"}`).join(', ');
  const first = hasNames ? '' : 'input_names=["input"], output_names=["output"], ';
  return [{ title: 'Name the batch axis', edits: [call.addKeyword(`${first}dynamic_axes={${axes}}`)] }];
}
