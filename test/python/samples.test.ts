// The samples under a real Python: they run as samples/README.md says, with the mistakes in them and without.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describeWithPython, type Python } from './python';

const samples = path.resolve(__dirname, '..', '..', 'samples');

/** A copy of the samples to run in: scripts write files. */
function useCopy(): () => string {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'heldout-samples-'));
    cpSync(samples, folder, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  return () => folder;
}

function runs(python: Python, folder: string, ...args: readonly string[]): string {
  const { status, output, errors } = python(args, folder);
  assert.equal(status, 0, errors);
  return output;
}

function replaceOnce(file: string, before: string, after: string): void {
  const text = readFileSync(file, 'utf8');
  assert.equal(text.split(before).length, 2, `${before} is not in ${file} exactly once`);
  writeFileSync(file, text.replace(before, after));
}

describeWithPython('samples with scikit-learn', ['sklearn', 'pandas'], (python) => {
  const folder = useCopy();

  it('train.py runs, and its comparison with NaN finds none of the two unmeasured birds', () => {
    const output = runs(python, folder(), 'train.py');
    assert.match(output, /^344 penguins, 0 of them not measured$/m);
    assert.match(output, /^accuracy: (?:0\.[89]\d\d|1\.000)$/m);
  });

  it('with pd.isna, as nan-equality proposes, it finds them', () => {
    replaceOnce(
      path.join(folder(), 'train.py'),
      'penguins["bill_length_mm"] == np.nan',
      'pd.isna(penguins["bill_length_mm"])',
    );
    assert.match(runs(python, folder(), 'train.py'), /^344 penguins, 2 of them not measured$/m);
  });
});

describeWithPython('samples with ONNX', ['sklearn', 'pandas', 'skl2onnx', 'onnxruntime'], (python) => {
  const folder = useCopy();

  it('export_model.py writes the model that is kept beside it', () => {
    const kept = readFileSync(path.join(folder(), 'penguins.onnx'));
    writeFileSync(path.join(folder(), 'penguins.onnx'), '');
    assert.match(runs(python, folder(), 'export_model.py'), /agrees on 100% of them/);
    const written = readFileSync(path.join(folder(), 'penguins.onnx'));
    assert.ok(Math.abs(written.length - kept.length) < 64, `${written.length} bytes instead of ${kept.length}`);
  });

  it('predict.py raises for the input name that unknown-input-name reports', () => {
    const { status, errors } = python(['predict.py'], folder());
    assert.equal(status, 1);
    assert.match(errors, /Required inputs \(\['flipper_length_mm'\]\) are missing/);
  });

  it('with the name that the model has, it predicts', () => {
    replaceOnce(path.join(folder(), 'predict.py'), '"flipper_length"', '"flipper_length_mm"');
    assert.match(runs(python, folder(), 'predict.py'), /^species: Gentoo$/m);
  });
});

describeWithPython('samples in Jupyter', ['sklearn', 'pandas', 'matplotlib', 'nbclient', 'ipykernel'], (python) => {
  const folder = useCopy();
  const runAll = [
    'import nbformat, nbclient',
    'notebook = nbformat.read("explore.ipynb", as_version=4)',
    'nbformat.validate(notebook)',
    'nbclient.NotebookClient(notebook, kernel_name="python3").execute()',
  ].join('\n');

  it('explore.ipynb is valid, and run from top to bottom stops at the name that use-before-definition reports', () => {
    const { status, errors } = python(['-c', runAll], folder());
    assert.equal(status, 1);
    assert.match(errors, /name 'FEATURES' is not defined/);
  });

  it('with the defining cell moved up it runs to the end', () => {
    const file = path.join(folder(), 'explore.ipynb');
    const notebook: { cells: { source: string | string[] }[] } = JSON.parse(readFileSync(file, 'utf8'));
    const at = notebook.cells.findIndex(({ source }) => [source].flat().join('').startsWith('FEATURES ='));
    const [cell] = notebook.cells.splice(at, 1);
    assert.ok(cell);
    notebook.cells.splice(at - 1, 0, cell);
    writeFileSync(file, JSON.stringify(notebook));
    runs(python, folder(), '-c', runAll);
  });
});

describeWithPython('samples with PyTorch', ['torch', 'pandas'], (python) => {
  const folder = useCopy();
  const lastLoss = (output: string) => Number(/epoch 30: loss ([\d.]+)/.exec(output)?.[1]);

  it('train_torch.py runs, goes on from its checkpoint, and learns better once gradients are reset', () => {
    const asItIs = lastLoss(runs(python, folder(), 'train_torch.py'));
    assert.ok(lastLoss(runs(python, folder(), 'train_torch.py', 'penguins.pt')) > 0);
    const step = '        loss.backward()\n';
    replaceOnce(path.join(folder(), 'train_torch.py'), step, `        optimizer.zero_grad()\n${step}`);
    const mended = lastLoss(runs(python, folder(), 'train_torch.py'));
    assert.ok(mended < asItIs, `loss ${mended} with zero_grad, ${asItIs} without`);
  });
});
