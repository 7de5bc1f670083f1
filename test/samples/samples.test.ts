// What Heldout finds in the samples, by the built command line: what samples/README.md promises, and nothing else.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(__dirname, '..', '..');
const samples = path.join(root, 'samples');

interface Finding {
  readonly file: string;
  readonly rule: string;
  readonly severity: string;
  readonly cell?: number;
  readonly range: { readonly start: { readonly line: number } };
}

function heldout(...args: readonly string[]): { readonly status: number | null; readonly output: string } {
  const cli = path.join(root, 'dist', 'cli.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { cwd: root, encoding: 'utf8' });
  assert.ok(status === 0 || status === 1, `${status}: ${stderr}`);
  return { status, output: stdout };
}

const found = (folder: string): readonly Finding[] => JSON.parse(heldout('check', folder, '--format', 'json').output);

/** `rule: the line it is reported on`, of one file. */
function findingsIn(name: string): readonly string[] {
  return found(samples)
    .filter(({ file }) => path.basename(file) === name)
    .map(({ rule, cell, range }) => `${rule}: ${lineOf(name, cell, range.start.line)}`);
}

function lineOf(name: string, cell: number | undefined, line: number): string {
  const text = readFileSync(path.join(samples, name), 'utf8');
  if (cell === undefined) return text.split('\n')[line - 1]?.trim() ?? '';
  const notebook: { readonly cells: readonly { readonly source: string | readonly string[] }[] } = JSON.parse(text);
  const source = notebook.cells[cell - 1]?.source ?? '';
  return [source].flat().join('').split('\n')[line - 1]?.trim() ?? '';
}

describe('samples', () => {
  it('train.py: preparation before the split, no seed, a comparison with NaN', () => {
    assert.deepEqual(findingsIn('train.py'), [
      'nan-equality: unmeasured = penguins[penguins["bill_length_mm"] == np.nan]',
      'statistic-before-split: penguins["bill_length_mm"] = penguins["bill_length_mm"].fillna(penguins["bill_length_mm"].mean())',
      'fit-before-split: X = scaler.fit_transform(penguins[MEASUREMENTS])',
      'unseeded-split: X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, stratify=y)',
    ]);
  });

  it('explore.ipynb: a name above its definition, a scaler fitted again on the test part', () => {
    assert.deepEqual(findingsIn('explore.ipynb'), [
      'use-before-definition: X = penguins[FEATURES]',
      'refit-on-test: X_test = scaler.fit_transform(X_test)',
    ]);
  });

  it('train_torch.py: an unsafe load, gradients never reset', () => {
    assert.deepEqual(findingsIn('train_torch.py'), [
      'unsafe-torch-load: model.load_state_dict(torch.load(sys.argv[1], map_location="cpu", weights_only=False))',
      'missing-zero-grad: optimizer.step()',
    ]);
  });

  it('predict.py: an input that the model beside it does not have', () => {
    assert.deepEqual(findingsIn('predict.py'), [
      'unknown-input-name: "flipper_length": np.array([[211.0]], dtype=np.float32),',
    ]);
  });

  it('export_model.py: nothing', () => {
    assert.deepEqual(findingsIn('export_model.py'), []);
  });

  it('have the severity that their pyproject.toml gives', () => {
    const seeds = found(samples).filter(({ rule }) => rule === 'unseeded-split');
    assert.deepEqual(
      seeds.map(({ severity }) => severity),
      ['warning'],
    );
  });

  it('are left with fewer findings by the safe fixes, and with the same ones the second time', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'heldout-samples-'));
    try {
      cpSync(samples, folder, { recursive: true });
      const before = found(folder);
      heldout('check', folder, '--fix');
      const after = found(folder).map(({ rule }) => rule);
      for (const rule of [
        'nan-equality',
        'unseeded-split',
        'missing-zero-grad',
        'unknown-input-name',
        'refit-on-test',
      ]) {
        assert.ok(before.some((finding) => finding.rule === rule));
        assert.ok(!after.includes(rule), `${rule} is still there`);
      }
      const mended = readFileSync(path.join(folder, 'train.py'), 'utf8');
      heldout('check', folder, '--fix');
      assert.equal(readFileSync(path.join(folder, 'train.py'), 'utf8'), mended);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('penguins.onnx: a classical model, whose parameters are attributes', () => {
    const { output } = heldout('model', 'show', path.join(samples, 'penguins.onnx'));
    assert.match(output, /parameters +3, besides those in attributes/);
  });
});
