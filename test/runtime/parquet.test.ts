// Tables of Parquet files. Those in `tables/` were written by pandas (pyarrow), by each compression it has.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readTableFile } from '../../server/src/runtime/valueFiles';

const tables = path.join(import.meta.dirname, 'tables');

describe('Parquet files', () => {
  for (const codec of ['snappy', 'gzip', 'brotli', 'zstd', 'lz4']) {
    it(`are read as tables, missing values as empty fields: ${codec}`, async () => {
      const read = await readTableFile(path.join(tables, `${codec}.parquet`));
      assert.ok(read.ok, read.ok ? '' : read.problem.why);
      assert.equal(read.value.isCut, false);
      assert.deepEqual(read.value.table, {
        columns: ['bill_length_mm', 'count', 'island', 'ok', 'day'],
        rows: [
          ['39.1', '1', 'Torgersen', 'True', '2024-01-02T00:00:00.000Z'],
          ['46.5', '2', 'Biscoe', 'False', '2024-01-03T00:00:00.000Z'],
          ['', '3', '', 'True', '2024-01-04T00:00:00.000Z'],
        ],
      });
    });
  }

  it('say how to write them where their compression cannot be read', async () => {
    // Nothing writes LZO any more, so a file says that it is. The codec is field 4 of the column's metadata, after the
    // list of its path: a compact zigzag integer, 2 for GZIP, 3 for LZO.
    const name = Buffer.from('bill_length_mm');
    const bytes = readFileSync(path.join(tables, 'gzip.parquet'));
    const said = (codec: number) => Buffer.concat([name, Buffer.from([0x15, 2 * codec])]);
    const at = bytes.lastIndexOf(said(2));
    assert.ok(at > 0, 'the column metadata is not where it was');
    said(3).copy(bytes, at);
    await withFile('lzo.parquet', bytes, async (file) => {
      const read = await readTableFile(file);
      assert.ok(!read.ok);
      assert.match(read.problem.what, /compressed by LZO/);
      assert.match(read.problem.todo, /compression='snappy'/);
    });
  });

  for (const codec of ['gzip', 'brotli', 'zstd', 'lz4']) {
    it(`are told where their pages are damaged: ${codec}`, async () => {
      const whole = readFileSync(path.join(tables, `${codec}.parquet`));
      const outcomes = { ok: 0, problem: 0 };
      for (let at = 4; at < 500; at += 7) {
        const bytes = Buffer.from(whole);
        bytes[at]! ^= 0xff;
        await withFile(`${codec}.parquet`, bytes, async (file) => {
          const read = await readTableFile(file);
          outcomes[read.ok ? 'ok' : 'problem']++;
          if (!read.ok) assert.notEqual(read.problem.what, '');
        });
      }
      assert.ok(outcomes.problem > 0, JSON.stringify(outcomes));
    });
  }

  it('are a problem in words where they are broken', async () => {
    for (const [name, bytes] of [
      ['empty.parquet', ''],
      ['text.parquet', 'a,b\n1,2\n'],
      ['short.parquet', 'PAR1PAR1'],
    ] as const) {
      await withFile(name, Buffer.from(bytes), async (file) => {
        const read = await readTableFile(file);
        assert.ok(!read.ok, name);
        assert.notEqual(read.problem.why, '');
      });
    }
  });
});

async function withFile(name: string, bytes: Uint8Array, use: (file: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'heldout-parquet-'));
  try {
    const file = path.join(folder, name);
    writeFileSync(file, bytes);
    await use(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
