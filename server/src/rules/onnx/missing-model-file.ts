// missing-model-file: the code loads a model that is not there, or is there only as a pointer or in part.
import { mayComeLater, modelLoads } from '../../analysis/onnx/loads';
import type { ModelLookup } from '../../project/environment';
import { rule } from '../rule';

type Message = 'missing' | 'pointer' | 'empty' | 'truncated' | 'data';

export default rule({
  name: 'missing-model-file',
  category: 'onnx',
  severity: 'warning',
  fix: 'none',
  since: '0.1.0',
  libraries: ['onnxruntime', 'onnx', 'cv2', 'optimum', 'openvino'],
  summary: 'The model file that is loaded is not there, or not whole',
  docs: `
A path that does not exist is found out only when the code runs, maybe on another machine. A clone without Git LFS holds a text
of 130 bytes where the model should be, an interrupted download a part of it, and a large model keeps its weights in a second
file that must lie beside it: each gives an error like \`Protobuf parsing failed\` that does not say so. The path is tried from
the folder of the source, the root of its project and the workspace.
`,
  silent: `
- The path is computed, or an argument that others may fill; it is absolute or in the home folder.
- This file exports, downloads or unpacks something, tests for the file, or names it a second time.
- It stands under a condition or in a \`try\`, git ignores the file, or another script beside it makes or
  fetches it: each machine brings its own.
`,
  messages: {
    missing:
      'There is no file `{path}`, neither beside this source nor in the root of the project: export or download the model, or correct the path',
    pointer: '`{path}` is a Git LFS pointer, not the model: run `git lfs pull`',
    empty: '`{path}` is empty: export or download the model again',
    truncated: '`{path}` ends too early: an export or a download was interrupted. Bring it again',
    data: '`{path}` keeps its weights in {files}, which is not beside it: bring that file too',
  },
  examples: [
    {
      title: 'not there, a pointer, an empty file, weights left behind',
      files: {
        'net.onnx': 'x: float32[1] -> y: float32[1]',
        'large.onnx': 'git-lfs-pointer',
        'none.onnx': 'empty',
        'split.onnx': 'x: float32[1] -> y: float32[1]; without split.onnx.data',
      },
      bad: `
import onnx
import onnxruntime as ort
ort.InferenceSession("nett.onnx")
#                    ^^^^^^^^^^^
ort.InferenceSession("large.onnx")
#                    ^^^^^^^^^^^^
onnx.load("none.onnx")
#         ^^^^^^^^^^^
onnx.load("split.onnx")
#         ^^^^^^^^^^^^`,
    },
    {
      title: 'a path in parts, OpenCV',
      files: { 'models/net.onnx': 'x: float32[1] -> y: float32[1]' },
      bad: `
from pathlib import Path
import cv2
HERE = Path(__file__).parent
net = cv2.dnn.readNetFromONNX(str(HERE / "model" / "net.onnx"))
#                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
    },
    {
      title: 'there, computed, absolute, given by others',
      files: { 'models/net.onnx': 'x: float32[1] -> y: float32[1]' },
      fine: `
import os
import onnxruntime as ort
ort.InferenceSession(os.path.join(os.path.dirname(__file__), "models", "net.onnx"))
ort.InferenceSession(f"{name}.onnx")
ort.InferenceSession("/opt/models/big.onnx")
def load(path="default.onnx"):
    return ort.InferenceSession(path)
session = ort.InferenceSession("optional.onnx") if use else None`,
    },
    {
      title: 'brought by this file',
      files: { 'other.onnx': 'x: float32[1] -> y: float32[1]' },
      fine: `
import urllib.request
import onnxruntime as ort
urllib.request.urlretrieve(url, name)
ort.InferenceSession("net.onnx")`,
    },
    {
      title: 'tested for',
      files: { 'other.onnx': 'x: float32[1] -> y: float32[1]' },
      fine: `
import os
import onnxruntime as ort
if not os.path.exists("net.onnx"):
    make()
ort.InferenceSession("net.onnx")`,
    },
  ],
  *check(module) {
    for (const load of modelLoads(module)) {
      const { path, at } = load;
      if (/^(?:\/|~|[A-Za-z]:)/.test(path)) continue;
      const found = module.environment.model(path);
      const message = messageFor(found);
      if (message === null || mayComeLater(module, load)) continue;
      const missing = found.state === 'found' ? (found.missingData ?? []) : [];
      const files = missing.map((file) => `\`${file}\``).join(', ');
      yield { at, message, data: { path, files } };
    }
  },
});

function messageFor(found: ModelLookup): Message | null {
  if (found.state === 'missing') return found.expected === true ? null : 'missing';
  if (found.state === 'found') return (found.missingData ?? []).length > 0 ? 'data' : null;
  if (found.state !== 'unreadable') return null;
  if (found.fault === 'git-lfs-pointer') return 'pointer';
  return found.fault === 'empty' || found.fault === 'truncated' ? found.fault : null;
}
