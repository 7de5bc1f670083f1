// Tables of Parquet files, read at their beginning, with the fields as a CSV file has them.
import { closeSync, openSync, readSync } from 'node:fs';
import { parquetMetadataAsync, parquetReadObjects, parquetSchema, type AsyncBuffer } from 'hyparquet';
import type { TextTable } from '../model/inputs/csv';
import { fail } from '../model/problem';
import { COMPRESSORS } from './decompress';

/** Rows that are read; choosing one of more is no job for a form. */
const MOST_ROWS = 100_000;

/**
 * The table in a Parquet file of `size` bytes, and whether it has more rows than were read.
 * @throws ProblemError if the file is compressed by something that neither pandas nor Spark writes (LZO)
 */
export async function readParquet(
  path: string,
  size: number,
): Promise<{ readonly table: TextTable; readonly isCut: boolean }> {
  const handle = openSync(path, 'r');
  try {
    const file = ranges(handle, size);
    const metadata = await parquetMetadataAsync(file);
    const columns = parquetSchema(metadata).children.map(({ element }) => element.name);
    const rowEnd = Math.min(Number(metadata.num_rows), MOST_ROWS);
    const records = await parquetReadObjects({ file, metadata, rowStart: 0, rowEnd, compressors: COMPRESSORS });
    const rows = records.map((record) => columns.map((column) => fieldOf(record[column])));
    return { table: { columns, rows }, isCut: rowEnd < metadata.num_rows };
  } catch (error) {
    const codec = /unsupported compression codec: (\w+)/.exec(error instanceof Error ? error.message : '')?.[1];
    if (codec === undefined) throw error;
    return fail(
      'bad-value',
      `The Parquet file is compressed by ${codec}.`,
      'Heldout reads Snappy, gzip, Zstandard, Brotli and LZ4.',
      "Write it again: `df.to_parquet(path, compression='snappy')`.",
    );
  } finally {
    closeSync(handle);
  }
}

function ranges(handle: number, byteLength: number): AsyncBuffer {
  return {
    byteLength,
    slice(start, end = byteLength) {
      const bytes = new Uint8Array(Math.max(0, end - start));
      let read = 0;
      while (read < bytes.length) {
        const count = readSync(handle, bytes, read, bytes.length - read, start + read);
        if (count === 0) break;
        read += count;
      }
      return bytes.buffer;
    },
  };
}

/** A field as pandas writes it to a CSV file; missing ones are empty. */
function fieldOf(value: unknown): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'object') {
    return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner));
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' ? String(value) : '';
}
