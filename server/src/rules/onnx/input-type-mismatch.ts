// input-type-mismatch: an array is fed whose element type is not the one the model declares.
import { asReceiver, numpyIn } from '../../analysis/onnx/arrayEdits';
import { arrayFacts } from '../../analysis/onnx/arrays';
import { tensorInput } from '../../analysis/onnx/declared';
import { modelRuns } from '../../analysis/onnx/runs';
import { isFloatDtype, isIntegerDtype, numpyName } from '../../knowledge/onnxDtypes';
import type { Safety } from '../rule';
import { rule } from '../rule';

export default rule({
  name: 'input-type-mismatch',
  category: 'onnx',
  severity: 'error',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['onnxruntime'],
  summary: 'The array that is fed has another element type than the input of the model',
  docs: `
ONNX Runtime converts nothing: a float64 array for a float32 input raises \`InvalidArgument: Unexpected input data type.
Actual: (tensor(double)), expected: (tensor(float))\`, a message that does not name the input. NumPy's own default is float64:
\`np.random.rand\`, \`np.array([1.0])\`, \`np.zeros(…)\`, division by 255, scikit-learn's data sets and scalers all give it, while
nearly every model takes float32. Heldout reads the declared type from the model file and follows the type of the array.
`,
  silent: `
- The type of the array is not known for sure: a picture, another model's output, a file.
- A list of Python numbers is fed: ONNX Runtime converts it itself.
- The input takes a sequence, a map or an optional value.
`,
  messages: {
    mismatch: '`{input}` of `{model}` takes {expected}, and this array is {actual}: running it raises an error. {todo}',
  },
  examples: [
    {
      title: 'random numbers are float64',
      files: { 'model.onnx': 'x: float32[batch, 4] -> y: float32[batch]' },
      bad: `
import numpy as np
import onnxruntime as ort
session = ort.InferenceSession("model.onnx")
session.run(None, {"x": np.random.rand(1, 4)})
#                       ^^^^^^^^^^^^^^^^^^^^`,
      good: `
import numpy as np
import onnxruntime as ort
session = ort.InferenceSession("model.onnx")
session.run(None, {"x": np.random.rand(1, 4).astype(np.float32)})`,
    },
    {
      title: 'under a name asked from the model',
      files: { 'model.onnx': 'x: float32[batch, 64] -> y: float32[batch]' },
      bad: `
import numpy as np
import onnxruntime as ort
session = ort.InferenceSession("model.onnx")
input_name = session.get_inputs()[0].name
sample = np.random.randn(1, 64)
session.run(None, {input_name: sample})
#                              ^^^^^^`,
      good: `
import numpy as np
import onnxruntime as ort
session = ort.InferenceSession("model.onnx")
input_name = session.get_inputs()[0].name
sample = np.random.randn(1, 64)
session.run(None, {input_name: sample.astype(np.float32)})`,
    },
    {
      title: 'a test set of scikit-learn',
      files: { 'iris.onnx': 'float_input: float32[?, 4] -> label: int64[?]' },
      bad: `
import numpy
from onnxruntime import InferenceSession
from sklearn.datasets import load_iris
from sklearn.model_selection import train_test_split
X, y = load_iris(return_X_y=True)
X_train, X_test = train_test_split(X, random_state=0)
session = InferenceSession("iris.onnx", providers=["CPUExecutionProvider"])
label = session.run(["label"], {"float_input": X_test})[0]
#                                              ^^^^^^`,
      good: `
import numpy
from onnxruntime import InferenceSession
from sklearn.datasets import load_iris
from sklearn.model_selection import train_test_split
X, y = load_iris(return_X_y=True)
X_train, X_test = train_test_split(X, random_state=0)
session = InferenceSession("iris.onnx", providers=["CPUExecutionProvider"])
label = session.run(["label"], {"float_input": X_test.astype(numpy.float32)})[0]`,
    },
    {
      title: 'normalised with float64 constants',
      files: { 'net.onnx': 'image: float32[1, 3, 224, 224] -> scores: float32[1, 1000]' },
      bad: `
import numpy as np
import onnxruntime as ort
from PIL import Image
pixels = np.asarray(Image.open("bird.jpg").convert("RGB").resize((224, 224)), dtype=np.float32) / 255
pixels = (pixels - np.array([0.485, 0.456, 0.406])) / np.array([0.229, 0.224, 0.225])
session = ort.InferenceSession("net.onnx")
scores, = session.run(None, {"image": pixels.transpose(2, 0, 1)[None]})
#                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      good: `
import numpy as np
import onnxruntime as ort
from PIL import Image
pixels = np.asarray(Image.open("bird.jpg").convert("RGB").resize((224, 224)), dtype=np.float32) / 255
pixels = (pixels - np.array([0.485, 0.456, 0.406])) / np.array([0.229, 0.224, 0.225])
session = ort.InferenceSession("net.onnx")
scores, = session.run(None, {"image": pixels.transpose(2, 0, 1)[None].astype(np.float32)})`,
    },
    {
      title: 'the right types, and types we do not know',
      files: {
        'model.onnx': 'x: float32[batch, 4] -> y: float32[batch]',
        'ids.onnx': 'ids: int64[1, n] -> y: float32[1]',
      },
      fine: `
import numpy as np
import onnxruntime as ort
import torch
session = ort.InferenceSession("model.onnx")
session.run(None, {"x": np.random.rand(1, 4).astype(np.float32)})
session.run(None, {"x": np.zeros((1, 4), dtype="float32")})
session.run(None, {"x": torch.randn(1, 4).numpy()})
session.run(None, {"x": [[1.0, 2.0, 3.0, 4.0]]})
session.run(None, {"x": frame.to_numpy()})
session.run(None, {"x": image / 255.0})
ids = ort.InferenceSession("ids.onnx")
ids.run(None, {"ids": np.array([[1, 2, 3]])})`,
    },
  ],
  *check(module) {
    const seen = new Set<number>();
    for (const { path, model, feed } of modelRuns(module)) {
      for (const { name, value } of feed?.entries ?? []) {
        const declared = tensorInput(model, name);
        if (value === null || declared === null || seen.has(value.start)) continue;
        const facts = arrayFacts(module, value);
        const actual = facts?.library === 'numpy' ? facts.dtype : null;
        const expected = declared.elementType;
        if (actual === null || actual === expected || !(numpyName(expected) ?? expected === 'string')) continue;
        seen.add(value.start); // one feed run twice is one mistake
        const numpy = numpyIn(module, value.start);
        const cast = expected === 'string' ? null : `.astype(${numpy.name}.${numpyName(expected)})`;
        const edits = [...numpy.edits, { start: value.start, end: value.end, text: asReceiver(module, value) + cast }];
        const title = `Append ${cast}`;
        yield {
          at: value,
          message: 'mismatch',
          data: { model: path, input: name, expected, actual, todo: cast === null ? 'Feed strings' : title },
          fixes: cast === null ? [] : [{ title, edits, safety: safetyOf(actual, expected) }],
        };
      }
    }
  },
});

/** A cast that may lose more than precision needs a look. */
function safetyOf(actual: string, expected: string): Safety {
  const isNumber = isFloatDtype(actual) || isIntegerDtype(actual);
  if (isNumber && isFloatDtype(expected)) return 'safe';
  return actual === 'int32' && expected === 'int64' ? 'safe' : 'unsafe';
}
