// The runtime's messages in our words. The messages are those of ONNX Runtime 1.30, as it wrote them.
import assert from 'node:assert/strict';
import { sourceOf } from '../../server/src/model/bytes';
import { readModel } from '../../server/src/model/read';
import { translate } from '../../server/src/runtime/messages';
import { AFFINE } from '../model/fixtures';

const result = readModel(sourceOf(AFFINE));
assert.ok(result.ok);
const model = result.value;

const CASES: readonly (readonly [string, string, RegExp])[] = [
  ['Load model from m.onnx failed:Protobuf parsing failed.', 'damaged', /damaged/],
  ['Model data pointer is null', 'empty', /empty/],
  [
    'Unexpected input data type. Actual: (tensor(double)) , expected: (tensor(float))',
    'wrong-type',
    /double was given where float is expected \(`x`\)/,
  ],
  [
    'Got invalid dimensions for input: x for the following indices\n index: 1 Got: 4 Expected: 3\n Please fix either the inputs/outputs or the model.',
    'wrong-shape',
    /`x`.*axis 1 is 4 instead of 3/,
  ],
  [
    'Invalid rank for input: x Got: 1 Expected: 2 Please fix either the inputs/outputs or the model.',
    'wrong-shape',
    /number of axes.*1 instead of 2/,
  ],
  ["input 'x' is missing in 'feeds'.", 'missing-input', /`x`/],
  [
    'Load model from m.onnx failed:Fatal error: ai.onnx.contrib:StringLower(-1) is not a registered function/op',
    'unsupported-operator',
    /ai\.onnx\.contrib:StringLower/,
  ],
  ["Could not find an implementation for TopK(24) node with name ''", 'unsupported-operator', /TopK.*version 24/],
  [
    'Load model from m.onnx failed:/onnxruntime_src/onnxruntime/core/graph/model_load_utils.h:46 void onnxruntime::model_load_utils::ValidateOpsetForDomain(const std::unordered_map<std::string, int>&, const onnxruntime::logging::Logger&, bool, const std::string&, int) ONNX Runtime only *guarantees* support for models stamped with official released onnx opset versions. Opset 314159 is under development and support for this is limited. Current official support for domain ai.onnx is till opset 26.',
    'unsupported-opset',
    /known up to 26.*asks for 21/,
  ],
  [
    'External data path validation failed for initializer: Pads. Error: External data path does not exist: /m/Pads.bin',
    'external-data',
    /missing/,
  ],
  [
    'External data path validation failed for initializer: o. Error: External data path escapes model directory',
    'external-data',
    /outside the model’s folder/,
  ],
  [
    'Failed to construct locale with name:en_US.UTF-8:locale::facet::_S_create_c_locale name not valid:Please, install necessary language-pack-XX and configure locales',
    'run-failed',
    /en_US\.UTF-8 is not installed/,
  ],
  [
    "Non-zero status code returned while running Pad node. Name:'padding' Status Message: Pad reflect requires axis length >= 2",
    'run-failed',
    /node `padding` \(Pad\)\. Pad reflect requires axis length >= 2\./,
  ],
  [
    "Non-zero status code returned while running If node. Name:'If_0' Status Message: Non-zero status code returned while running Pad node. Name:'stft/Pad' Status Message: Pad reflect requires axis length >= 2 after slicing. Input shape:{1,1}",
    'run-failed',
    /node `If_0` \(If\)\. Pad reflect requires axis length >= 2 after slicing\. Input shape:\{1,1\}\.$/,
  ],
  ['std::bad_alloc', 'out-of-memory', /memory/],
  [
    'Load model from m.onnx failed:Node (n) Op (Conv) [ShapeInferenceError] Dimension mismatch',
    'invalid-model',
    /Dimension mismatch/,
  ],
  [
    "Load model from m.onnx failed:Invalid model. Node input 'zz' is not a graph input, initializer, or output of a previous node.",
    'invalid-model',
    /refuses the model\. Node input 'zz' is not a graph input/,
  ],
  [
    'Load model from m.onnx failed:This is an invalid model. Error: the graph is not acyclic.',
    'invalid-model',
    /The graph is not acyclic\./,
  ],
  [
    'Load model from m.onnx failed:This is an invalid model. In Node, ("", Mystery, "somewhere", -1) : ("x": tensor(float),) -> ("y": tensor(float),) , Error No opset import for domain \'somewhere\'',
    'invalid-model',
    /domain somewhere without saying which version/,
  ],
  ['Something new happened', 'run-failed', /Something new happened\./],
];

describe('messages of the runtime', () => {
  for (const [message, kind, words] of CASES) {
    it(`are explained: ${message.slice(0, 60)}`, () => {
      const { detail, ...problem } = translate(message, model);
      assert.equal(problem.kind, kind);
      assert.match(`${problem.what} ${problem.why}`, words);
      assert.equal(detail, message);
      for (const text of [problem.what, problem.why, problem.todo]) {
        assert.match(text, /^[^\n]+[.!?]$/);
        assert.ok(!/\.cc:\d|onnxruntime_src/.test(text), text);
      }
    });
  }
});
