// The structure of a 500 MB model: time and memory of our reader and of protobufjs, each in fresh processes.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeLargeModel } from './largeModel';
import type { Measurement } from './measurement';
import { bundled } from './program';

export const name = 'Structure of a 500 MB model';

/** The best of them counts: whatever else the machine does only adds. */
const ROUNDS = 9;
const REFERENCE_ROUNDS = 3;

interface Sample {
  readonly time: number;
  readonly memory: number;
}

export async function run(): Promise<readonly Measurement[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'heldout-bench-'));
  try {
    const file = path.join(folder, 'large.onnx');
    const megabytes = Math.round(writeLargeModel(file) / 1e6);
    const program = await bundled('test/bench/readModel.program.ts');
    const read = (reader: string, rounds: number): Sample[] =>
      Array.from({ length: rounds }, () =>
        JSON.parse(execFileSync(process.execPath, [program, reader, file], { encoding: 'utf8' })),
      );
    const reference = read('protobufjs', REFERENCE_ROUNDS);
    const ours = read('heldout', ROUNDS);
    const best = (samples: readonly Sample[], part: keyof Sample): number =>
      Math.min(...samples.map((sample) => sample[part]));
    return [
      {
        what: `${megabytes} MB: structure and summary, best of ${ROUNDS} fresh processes`,
        value: best(ours, 'time'),
        unit: 'ms',
        target: 20,
      },
      { what: 'memory added', value: best(ours, 'memory'), unit: 'MiB', target: 20 },
      { what: 'the same by protobufjs', value: best(reference, 'time'), unit: 'ms' },
      { what: 'memory added by protobufjs', value: best(reference, 'memory'), unit: 'MiB' },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
