// From a key to its diagnostics, as the editor sees it: through the real server's streams, at the pace of a fast typist.
import { setTimeout as pause } from 'node:timers/promises';
import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createMemory } from '../../server/src/analysis/memory';
import { lint } from '../../server/src/lint';
import { NO_ENVIRONMENT } from '../../server/src/project/environment';
import { startEditor, type TestEditor } from '../lsp/client';
import { percentile, type Measurement } from './measurement';
import { notebookCells, script } from './programs';

export const name = 'Keystroke to diagnostics';

/** At most this long for 95 keys in 100, in milliseconds. */
const TARGET_P95 = 16;
/** What is kept of a document may grow by at most this factor over a thousand edits. */
const TARGET_GROWTH = 1.3;
/** What is typed, in the middle of the text. */
const TYPED = 'checked = df_3["spend"].fillna(df_3["spend"].mean()) == np.nan  # really?\n';
/** Between two keys, in milliseconds: 16 keys a second, faster than anyone types for long. */
const BETWEEN_KEYS = 60;
/** Keys before the clock starts: the engine's code is compiled as it warms up. */
const WARM_UP = 30;

export async function run(): Promise<readonly Measurement[]> {
  const text = script(2000);
  const cells = notebookCells(100);
  return [
    ...(await measure(
      `a script of ${text.split('\n').length} lines`,
      'file:///bench/script.py',
      async (editor, uri) => {
        await editor.open(uri, text);
        return { typedIn: uri, at: text.indexOf('\n# --- Study 20') };
      },
    )),
    ...(await measure(`a notebook of ${cells.length} cells`, 'file:///bench/notebook.ipynb', async (editor, uri) => {
      await editor.openNotebook(uri, cells.map((cell) => ({ text: cell }))); // prettier-ignore
      return { typedIn: `${uri}#50`, at: 0 };
    })),
    growth(text),
  ];
}

/** The heap after a thousand edits all over a script, as a multiple of the heap after a hundred. */
function growth(text: string): Measurement {
  setFlagsFromString('--expose-gc');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the flag above brings it
  const collect = runInNewContext('gc') as () => void;
  const memory = createMemory();
  const lines = text.split('\n');
  const after = new Map<number, number>();
  for (let edit = 1; edit <= 1000; edit++) {
    const at = (edit * 37) % lines.length;
    const now = lines.toSpliced(at, 0, edit % 3 === 0 ? '' : `value_${edit} = ${edit}`).join('\n');
    lint({ kind: 'file', text: now }, { settings: { rules: {} }, environment: NO_ENVIRONMENT, memory });
    if (edit !== 100 && edit !== 1000) continue;
    collect();
    after.set(edit, process.memoryUsage().heapUsed);
  }
  const value = after.get(1000)! / after.get(100)!;
  return {
    what: 'heap after 1,000 edits, as a multiple of that after 100',
    value,
    unit: 'times',
    target: TARGET_GROWTH,
  };
}

async function measure(
  what: string,
  uri: string,
  open: (editor: TestEditor, uri: string) => Promise<{ typedIn: string; at: number }>,
): Promise<Measurement[]> {
  const editor = await startEditor();
  try {
    const opening = performance.now();
    const { typedIn, at } = await open(editor, uri);
    const opened = performance.now() - opening;
    const samples: number[] = [];
    for (let round = 0; round < 3; round++) samples.push(...(await type(editor, uri, typedIn, at)));
    const times = samples.slice(WARM_UP);
    return [
      { what: `${what}: opened`, value: opened, unit: 'ms' },
      { what: `${what}: median of ${times.length} keys`, value: percentile(times, 0.5), unit: 'ms' },
      { what: `${what}: 95 of 100 keys`, value: percentile(times, 0.95), unit: 'ms', target: TARGET_P95 },
    ];
  } finally {
    await editor.stop();
  }
}

/** Types the text key by key, then takes it away again; the milliseconds of each key. */
async function type(editor: TestEditor, uri: string, typedIn: string, at: number): Promise<number[]> {
  const times: number[] = [];
  const key = async (start: number, end: number, text: string) => {
    const checked = editor.next('heldout/status', ({ last }) => last?.uri === uri);
    const before = performance.now();
    await editor.change(typedIn, { start, end }, text);
    await checked;
    const took = performance.now() - before;
    times.push(took);
    await pause(Math.max(0, BETWEEN_KEYS - took));
  };
  for (let i = 0; i < TYPED.length; i++) await key(at + i, at + i, TYPED.charAt(i));
  for (let i = TYPED.length; i > 0; i--) await key(at + i - 1, at + i, '');
  return times;
}
