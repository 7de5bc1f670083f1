// export-input-mismatch: what an export declares of its inputs is not what the model takes, or what later code feeds.
import { conversions, fittedColumns, namedColumns } from '../../analysis/onnx/conversions';
import { torchExports } from '../../analysis/onnx/exports';
import type { TorchExport } from '../../analysis/onnx/exports';
import { feedOf } from '../../analysis/onnx/feeds';
import { sessionPath } from '../../analysis/onnx/sessions';
import type { WrittenName } from '../../analysis/onnx/writtenNames';
import { writtenName } from '../../analysis/onnx/writtenNames';
import type { Module } from '../../analysis/module';
import { nearestName } from '../../analysis/spelling';
import type { Fix, Report } from '../rule';
import { rule } from '../rule';

type Message = 'count' | 'columns' | 'axes' | 'names' | 'fed';

export default rule({
  name: 'export-input-mismatch',
  category: 'onnx',
  severity: 'error',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['torch', 'skl2onnx', 'onnxmltools'],
  summary: 'An export declares other inputs than the model takes',
  docs: `
\`initial_types\` of skl2onnx and \`input_names\` and \`dynamic_axes\` of \`torch.onnx.export\` are written by hand and checked late:
a wrong number of columns makes a model that fails when it runs, a ColumnTransformer does not find its columns under other names,
and an axis under a name that is no input stays fixed, with a warning only. The names given at the export are those to feed.
`,
  silent: `
- The columns the model was fitted on cannot be counted, or its types are built from the frame.
- \`to_onnx(model, X[:1])\`: the types come from the data.
- Names are computed, or the file is exported more than once.
`,
  messages: {
    count: 'The model was fitted on {fitted} columns, and this declares {declared}',
    columns:
      'The ColumnTransformer takes its columns by name, and no input is named {missing}: the conversion fails. Declare one input for each column',
    axes: '`{name}` is no input or output of this export: its axes stay fixed. The names are {names}',
    names: '{given} names for {taken} inputs: the export fails',
    fed: 'This model was exported with the inputs {names}: there is no `{name}`',
  },
  examples: [
    {
      title: 'another number of columns',
      bad: `
from skl2onnx import convert_sklearn
from skl2onnx.common.data_types import FloatTensorType
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
X, y = load_iris(return_X_y=True)
model = LogisticRegression(max_iter=1000).fit(X, y)
onx = convert_sklearn(model, initial_types=[("x", FloatTensorType([None, 3]))])
#                                                                        ^`,
      good: `
from skl2onnx import convert_sklearn
from skl2onnx.common.data_types import FloatTensorType
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
X, y = load_iris(return_X_y=True)
model = LogisticRegression(max_iter=1000).fit(X, y)
onx = convert_sklearn(model, initial_types=[("x", FloatTensorType([None, 4]))])`,
    },
    {
      title: 'columns by name',
      bad: `
from skl2onnx import convert_sklearn
from skl2onnx.common.data_types import FloatTensorType
from sklearn.compose import ColumnTransformer
from sklearn.pipeline import Pipeline
prepare = ColumnTransformer([("num", scaler, ["age", "fare"]), ("cat", encoder, ["sex"])])
model = Pipeline([("prepare", prepare), ("classify", classifier)])
onx = convert_sklearn(model, initial_types=[("input", FloatTensorType([None, 3]))])
#                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
    },
    {
      title: 'axes of no input, another name fed',
      bad: `
import torch
import onnxruntime as ort
torch.onnx.export(net, rows, "net.onnx", input_names=["x"], output_names=["y"], dynamic_axes={"X": {0: "n"}, "y": {0: "n"}})
#                                                                                             ^^^
session = ort.InferenceSession("net.onnx")
session.run(None, {"input": rows.numpy()})
#                  ^^^^^^^`,
      good: `
import torch
import onnxruntime as ort
torch.onnx.export(net, rows, "net.onnx", input_names=["x"], output_names=["y"], dynamic_axes={"x": {0: "n"}, "y": {0: "n"}})
session = ort.InferenceSession("net.onnx")
session.run(None, {"x": rows.numpy()})`,
    },
    {
      title: 'a name too many',
      bad: `
import torch
torch.onnx.export(net, (rows,), "two.onnx", input_names=["a", "b"])
#                 ^^^`,
    },
    {
      title: 'what fits, and what we cannot see',
      fine: `
import torch
from skl2onnx import convert_sklearn, to_onnx
from skl2onnx.common.data_types import FloatTensorType, StringTensorType
from sklearn.datasets import make_classification
from sklearn.ensemble import RandomForestClassifier
X, y = make_classification(n_features=7)
model = RandomForestClassifier().fit(X, y)
convert_sklearn(model, initial_types=[("x", FloatTensorType([None, 7]))])
convert_sklearn(model, initial_types=[("x", FloatTensorType([None, X.shape[1]]))])
convert_sklearn(other, initial_types=[("x", FloatTensorType([None, 3]))])
to_onnx(model, X[:1])
torch.onnx.export(net, rows, "net.onnx", input_names=names, dynamic_axes={"x": {0: "n"}})
torch.onnx.export(net, batch, "net.onnx", input_names=["a", "b"], dynamic_axes={"a": {0: "n"}})`,
    },
  ],
  *check(module) {
    yield* converted(module);
    const exports = torchExports(module);
    for (const exported of exports) yield* exportedNames(module, exported);
    yield* fedNames(module, exports);
  },
});

function* converted(module: Module): Iterable<Report<Message>> {
  for (const { model, types, inputs } of conversions(module)) {
    if (model === null) continue;
    const [only, ...others] = inputs;
    const fitted = fittedColumns(module, model);
    const columns = others.length === 0 ? only?.columns : null;
    if (fitted !== null && columns && columns.count !== fitted) {
      const { at, count } = columns;
      const fix = {
        title: `Declare ${fitted} columns`,
        edits: [{ start: at.start, end: at.end, text: String(fitted) }],
      };
      yield { at, message: 'count', data: { fitted, declared: count }, fixes: [fix] };
    }
    const declared = inputs.map(({ name }) => name);
    const missing = namedColumns(module, model)?.filter((name) => !declared.includes(name)) ?? [];
    if (missing.length > 0)
      yield { at: types, message: 'columns', data: { missing: missing.map((name) => `\`${name}\``).join(', ') } };
  }
}

function* exportedNames(module: Module, exported: TorchExport): Iterable<Report<Message>> {
  const { call, samples, inputNames, outputNames, dynamicAxes } = exported;
  const names = [...(inputNames ?? []), ...(outputNames ?? [])].map(({ name }) => name);
  // Torch names what is left unnamed itself: only where both lists are given are all names known.
  if (inputNames !== null && (outputNames !== null || !call.has('output_names')) && !call.hidden) {
    for (const key of dynamicAxes?.keys ?? []) {
      const written = writtenName(module, key);
      if (written === null || names.includes(written.name) || outputNames === null) continue;
      yield {
        at: written.at,
        message: 'axes',
        severity: 'warning',
        data: { name: written.name, names: quoted(names) },
        fixes: renamed(written, names),
      };
    }
  }
  // More samples than names are fine: parameters without a name get one.
  const isListed = samples !== null && module.textOf(call.argument(1, 'args')!).startsWith('(');
  if (isListed && inputNames !== null && inputNames.length > samples.length && exported.model !== null)
    yield { at: exported.model, message: 'names', data: { given: inputNames.length, taken: samples.length } };
}

/** Feeds of a session whose file this code exports just once. */
function* fedNames(module: Module, exports: readonly TorchExport[]): Iterable<Report<Message>> {
  for (const call of module.methodCalls('run')) {
    const path = sessionPath(module, call.receiver);
    const writers = exports.filter((exported) => exported.path !== null && exported.path === path);
    const names = writers.length === 1 ? (writers[0]!.inputNames?.map(({ name }) => name) ?? null) : null;
    if (names === null) continue;
    const samples = writers[0]!.samples?.length;
    if (samples !== undefined && samples > names.length) continue;
    for (const entry of feedOf(module, call)?.entries ?? []) {
      if (names.includes(entry.name)) continue;
      yield {
        at: entry.at,
        message: 'fed',
        data: { name: entry.name, names: quoted(names) },
        fixes: renamed(entry, names),
      };
    }
  }
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

function renamed({ name, at, quote }: WrittenName, names: readonly string[]): Fix[] {
  const meant = names.length === 1 ? names[0]! : nearestName(name, names);
  if (meant === null || quote === null || quote === '') return [];
  return [{ title: `Use ${meant}`, edits: [{ start: at.start, end: at.end, text: `${quote}${meant}${quote}` }] }];
}
