// The card of a 500 MB model in Python code: the first hover after the path was typed, in a fresh server, and later ones.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileUri, startEditor, type TestEditor } from '../lsp/client';
import { writeLargeModel } from './largeModel';
import { median, percentile, type Measurement } from './measurement';

export const name = 'Hover on a 500 MB model';

const ROUNDS = 5;
const AGAIN = 20;
const HEAD = 'import onnxruntime as ort\n';
const SESSION = 'session = ort.InferenceSession("large.onnx")\n';

export async function run(): Promise<readonly Measurement[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'heldout-bench-'));
  try {
    writeLargeModel(path.join(folder, 'large.onnx'));
    const first: number[] = [];
    const later: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const editor = await startEditor({ folders: [folder] });
      const uri = fileUri(path.join(folder, 'predict.py'));
      await editor.open(uri, HEAD);
      await editor.change(uri, { start: HEAD.length, end: HEAD.length }, SESSION);
      first.push(await hover(editor, uri));
      for (let i = 0; i < AGAIN; i++) later.push(await hover(editor, uri));
      await editor.stop();
    }
    return [
      { what: `first card, the slowest of ${ROUNDS} fresh servers`, value: Math.max(...first), unit: 'ms', target: 50 },
      { what: 'later cards, median', value: median(later), unit: 'ms' },
      { what: 'later cards, 95 in 100', value: percentile(later, 0.95), unit: 'ms', target: 50 },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function hover(editor: TestEditor, uri: string): Promise<number> {
  const position = { line: 1, character: SESSION.indexOf('large') };
  const start = performance.now();
  const card = await editor.connection.sendRequest('textDocument/hover', { textDocument: { uri }, position });
  const took = performance.now() - start;
  if (card === null) throw new Error('there is no card');
  return took;
}
