// The first press on Run: every real model runs with what the form starts with, or says in words why it cannot.
import assert from 'node:assert/strict';
import path from 'node:path';
import { initialForm, runRequest, withoutPlaceholders } from '../../media/onnx/run/state';
import { sharedFiles } from '../model/shared';
import { fileUri, startEditor, type TestEditor } from './client';

/** Those that ONNX Runtime itself refuses, and how we say it. */
const REFUSED: Readonly<Record<string, string>> = {
  'add_opset_314159.onnx': 'unsupported-opset',
  'custom_op_string_lower_unsupported.onnx': 'unsupported-operator',
  'superres_needs_ort_extensions.onnx': 'unsupported-operator',
  'model_with_external_initializer_come_from_user.onnx': 'external-data',
  'test_arbitrary_external_file.onnx': 'external-data',
  'git_lfs_pointer_alexnet.onnx': 'git-lfs-pointer',
  'mul_1.noopset.onnx': 'invalid-model',
};

describe('the first run of a real model', function () {
  this.timeout(120_000);
  let editor: TestEditor;
  before(async () => {
    editor = await startEditor();
  });
  after(() => editor.stop());

  it('works with what the form starts with', async function () {
    const files = sharedFiles(this, '.onnx', '.ort').filter((file) => !file.includes('conformance'));
    assert.ok(files.length > 40);
    const kinds: Record<string, string> = {};
    for (const file of files) {
      const uri = fileUri(file);
      const shown = await editor.ask('heldout/model/show', { uri });
      let { problem } = shown;
      if (shown.value) {
        const model = withoutPlaceholders(shown.value);
        const run = await editor.ask('heldout/model/run', { ...runRequest(model, initialForm(model, undefined)), uri });
        ({ problem } = run);
        if (run.value) assert.ok(run.value.outputs.length > 0, file);
      }
      if (problem) kinds[path.basename(file)] = problem.kind;
    }
    assert.deepEqual(kinds, REFUSED);
  });
});
