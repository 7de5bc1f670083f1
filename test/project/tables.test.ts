// The headers of CSV files beside a source.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readHeader } from '../../server/src/project/header';
import { createTables } from '../../server/src/project/tables';

describe('the header of a table', () => {
  it('is read with quotes and any separator', () => {
    assert.deepEqual(readHeader('a,"b, c","d ""e"""', ','), ['a', 'b, c', 'd "e"']);
    assert.deepEqual(readHeader('a;b c', ';'), ['a', 'b c']);
    assert.deepEqual(readHeader(',a,', ','), ['Unnamed: 0', 'a', 'Unnamed: 2']);
  });

  it('is none where names repeat, quotes stay open, or there are only numbers', () => {
    for (const line of ['a,a', 'a,"b', '1,2.5,-3e4', '', '"a"b,c']) assert.equal(readHeader(line, ','), null, line);
  });
});

describe('tables beside a source', () => {
  let folder = '';
  before(() => (folder = mkdtempSync(path.join(tmpdir(), 'heldout-tables-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('are found in its folder, and read again when they change', () => {
    const tables = createTables();
    const columns = tables.of(path.join(folder, 'train.py'), null);
    writeFileSync(path.join(folder, 'data.csv'), '\ufeffage,sex\r\n31,f\r\n');
    assert.deepEqual(columns('data.csv', ','), ['age', 'sex']);
    writeFileSync(path.join(folder, 'data.csv'), 'age,gender,x\n31,f,1\n');
    tables.recheck();
    assert.deepEqual(columns('./data.csv', ','), ['age', 'gender', 'x']);
  });

  it('are unknown where there is no such file, no line, no UTF-8, or an address', () => {
    const columns = createTables().of(path.join(folder, 'train.py'), null);
    writeFileSync(path.join(folder, 'line.csv'), 'a'.repeat(100_000));
    writeFileSync(path.join(folder, 'latin.csv'), Buffer.from([0x61, 0xe4, 0x2c, 0x62, 0x0a]));
    for (const name of ['none.csv', 'line.csv', 'latin.csv', '.', 'https://a.b/c.csv', '//host/c.csv', 'data.parquet'])
      assert.equal(columns(name, ','), null, name);
  });
});
