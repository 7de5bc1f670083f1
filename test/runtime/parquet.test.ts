// Tables of Parquet files. Those in `tables/` were written by pandas (pyarrow), once as it does, once with ZSTD.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readTableFile } from '../../server/src/runtime/valueFiles';

const tables = path.join(import.meta.dirname, 'tables');

describe('Parquet files', () => {
  it('are read as tables, missing values as empty fields', async () => {
    const read = await readTableFile(path.join(tables, 'snappy.parquet'));
    assert.ok(read.ok);
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

  it('say how to write them where their compression cannot be read', async () => {
    const read = await readTableFile(path.join(tables, 'zstd.parquet'));
    assert.ok(!read.ok);
    assert.match(read.problem.what, /compressed by ZSTD/);
    assert.match(read.problem.todo, /compression='snappy'/);
  });

  it('are a problem in words where they are broken', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'heldout-parquet-'));
    try {
      for (const [name, bytes] of [
        ['empty.parquet', ''],
        ['text.parquet', 'a,b\n1,2\n'],
        ['short.parquet', 'PAR1PAR1'],
      ] as const) {
        const file = path.join(folder, name);
        writeFileSync(file, bytes);
        const read = await readTableFile(file);
        assert.ok(!read.ok, name);
        assert.notEqual(read.problem.why, '');
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
