// Programs that run small models: what a rule finds in each, and whether it can be mended.

/** Models by path, in the words of test/support/environment.ts. */
export const MODELS: Readonly<Record<string, string>> = {
  'rows.onnx': 'x: float32[batch, 4] -> y: float32[1]',
  'models/iris.onnx': 'float_input: float32[?, 4] -> label: int64[1], scores: float32[1, 3]',
  'image.onnx': 'image: float32[1, 3, 8, 8] -> logits: float32[1, 10]',
  'bert.onnx': 'input_ids: int64[batch, length], attention_mask: int64[batch, length] -> logits: float32[1, 2]',
  'double.onnx': 'x: float64[batch, 2] -> y: float64[1]',
};

export interface OnnxCase {
  readonly title: string;
  /** The rule that speaks; null: none does, and the code runs. */
  readonly rule: string | null;
  readonly code: string;
  readonly fixes: boolean;
}

const START = `import numpy as np
import onnxruntime as ort
rows = ort.InferenceSession("rows.onnx")
iris = ort.InferenceSession("models/iris.onnx")
image = ort.InferenceSession("image.onnx")
bert = ort.InferenceSession("bert.onnx")
double = ort.InferenceSession("double.onnx")
`;

const raises = (rule: string, title: string, code: string, fixes = true): OnnxCase => ({
  title,
  rule,
  code: `${START}${code}\n`,
  fixes,
});
const runs = (title: string, code: string): OnnxCase => ({
  title,
  rule: null,
  code: `${START}${code}\n`,
  fixes: false,
});

export const CASES: readonly OnnxCase[] = [
  raises('input-type-mismatch', 'random numbers', 'rows.run(None, {"x": np.random.rand(1, 4)})'),
  raises('input-type-mismatch', 'a list of floats', 'x = np.array([[5.1, 3.5, 1.4, 0.2]])\nrows.run(["y"], {"x": x})'),
  raises('input-type-mismatch', 'whole numbers', 'iris.run(None, {"float_input": np.array([[1, 2, 3, 4]])})'),
  raises('input-type-mismatch', 'a sum', 'rows.run(None, {"x": np.zeros((2, 4)) + 1})'),
  raises(
    'input-type-mismatch',
    'bytes divided',
    'pixels = np.zeros((1, 3, 8, 8), np.uint8) / 255.0\nimage.run(None, {"image": pixels})',
  ),
  raises(
    'input-type-mismatch',
    'float64 constants',
    'mean = np.array([0.5, 0.4, 0.3]).reshape(3, 1, 1)\npixels = np.ones((1, 3, 8, 8), np.float32) - mean\nimage.run(None, {"image": pixels})',
  ),
  raises('input-type-mismatch', 'float32 for float64', 'double.run(None, {"x": np.zeros((3, 2), dtype=np.float32)})'),
  raises(
    'input-type-mismatch',
    'int32 for int64',
    'ids = np.ones((1, 5), np.int32)\nbert.run(None, {"input_ids": ids, "attention_mask": np.ones((1, 5), np.int64)})',
  ),
  raises(
    'input-type-mismatch',
    'under a name asked from the model',
    'name = bert.get_inputs()[1].name\nbert.run(None, {"input_ids": np.ones((1, 5), np.int64), name: np.ones((1, 5))})',
  ),
  raises(
    'input-type-mismatch',
    'through functions and arguments',
    'def feed(x, session=rows):\n    return session.run(None, {"x": x})\nfeed(np.random.normal(size=(2, 4)))',
  ),
  raises(
    'input-type-mismatch',
    'stored under its name',
    'feed = {}\nfeed["x"] = np.ones((1, 4))\nrows.run(None, feed)',
  ),
  raises('input-shape-mismatch', 'no batch', 'rows.run(None, {"x": np.array([1, 2, 3, 4], dtype=np.float32)})'),
  raises(
    'input-shape-mismatch',
    'a picture without batch',
    'picture = np.zeros((8, 8, 3), np.float32).transpose(2, 0, 1)\nimage.run(None, {"image": picture})',
  ),
  raises(
    'input-shape-mismatch',
    'channels last',
    'image.run(None, {"image": np.zeros((1, 8, 8, 3), dtype="float32")})',
  ),
  raises('input-shape-mismatch', 'too few features', 'rows.run(None, {"x": np.zeros((2, 3), np.float32)})', false),
  raises(
    'input-shape-mismatch',
    'too many dimensions',
    'rows.run(None, {"x": np.zeros((1, 2, 4), np.float32)})',
    false,
  ),
  raises('unknown-input-name', 'another name', 'rows.run(None, {"input": np.zeros((1, 4), np.float32)})'),
  raises('unknown-input-name', 'a keyword', 'rows.run(None, dict(inputs=np.zeros((1, 4), np.float32)))'),
  raises('missing-input', 'no mask', 'bert.run(None, {"input_ids": np.ones((1, 1), np.int64)})'),
  raises('missing-input', 'nothing at all', 'rows.run(None, {})'),
  raises('missing-input', 'by keywords', 'bert.run(None, dict(input_ids=np.ones((1, 1), np.int64)))'),
  raises('unknown-output-name', 'another name', 'rows.run(["output"], {"x": np.zeros((1, 4), np.float32)})'),
  raises('unknown-output-name', 'misspelt', 'iris.run(["labels"], {"float_input": np.zeros((1, 4), np.float32)})'),
  raises(
    'output-count-mismatch',
    'one of two',
    'label, = iris.run(None, {"float_input": np.zeros((1, 4), np.float32)})',
  ),
  raises('output-count-mismatch', 'two of one', 'y, z = rows.run(None, {"x": np.zeros((1, 4), np.float32)})', false),
  raises(
    'output-count-mismatch',
    'behind the end',
    'results = rows.run(["y"], {"x": np.zeros((1, 4), np.float32)})\nresults[1]',
    false,
  ),
  runs('what fits', 'rows.run(None, {"x": np.random.rand(3, 4).astype(np.float32)})'),
  runs('lists of numbers', 'rows.run(None, {"x": [[1.0, 2.0, 3.0, 4.0]]})'),
  runs('a constant of float32', 'rows.run([], {"x": (np.ones((1, 4), np.float32) - 0.5) / 2})'),
  runs(
    'in place',
    'x = np.ones((1, 4), np.float32)\nx -= np.array([0.1, 0.2, 0.3, 0.4])\nlabel, scores = iris.run(None, {"float_input": x})',
  ),
  runs(
    'filled step by step',
    'feed = {"input_ids": np.ones((1, 3), np.int64)}\nfeed["attention_mask"] = np.ones((1, 3), np.int64)\nbert.run(None, feed)[-1]',
  ),
];
