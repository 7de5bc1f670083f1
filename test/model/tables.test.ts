// Inputs from files: tables and their rows, archives of arrays, bytes.
import assert from 'node:assert/strict';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { sourceOf } from '../../server/src/model/bytes';
import { bytesTensor } from '../../server/src/model/inputs/bytes';
import { readTable } from '../../server/src/model/inputs/csv';
import { readArchive } from '../../server/src/model/inputs/npz';
import { feedsOfRows } from '../../server/src/model/inputs/tableFeeds';
import type { Model } from '../../server/src/model/model';
import { parseValue } from '../../server/src/model/parse';
import { readModel } from '../../server/src/model/read';
import { FLOAT, INT64, model, node, STRING, tensor, weight, type Dim } from './fixtures';

function read(inputs: readonly (readonly [string, number, readonly Dim[] | undefined])[], rest: object = {}): Model {
  const bytes = model({ input: inputs.map(([name, type, shape]) => tensor(name, type, shape)), ...rest });
  const result = readModel(sourceOf(bytes));
  assert.ok(result.ok);
  return result.value;
}

describe('tables', () => {
  const rowsOf = (text: string) => readTable(text).rows;

  it('are read with quotes, empty fields, and any line end', () => {
    const text = '\uFEFFname,note,x\r\n"Ada ""A""","two\nlines",1\r\nBob,,2\n\n"",last,\n';
    assert.deepEqual(readTable(text), {
      columns: ['name', 'note', 'x'],
      rows: [
        ['Ada "A"', 'two\nlines', '1'],
        ['Bob', '', '2'],
        ['', 'last', ''],
      ],
    });
  });

  it('may be separated by semicolons or tabs, with commas inside', () => {
    assert.deepEqual(readTable('a;b\n1,5;2,5').rows, [['1,5', '2,5']]);
    assert.deepEqual(readTable('a\tb\n1\t2').rows, [['1', '2']]);
    assert.deepEqual(readTable('"a,b";c\n1;2').columns, ['a,b', 'c']);
  });

  it('have numbered columns where the first row holds numbers alone', () => {
    assert.deepEqual(readTable('1,2\n3,4'), {
      columns: ['0', '1'],
      rows: [
        ['1', '2'],
        ['3', '4'],
      ],
    });
  });

  it('are rows of equal length, whatever the text', () => {
    assert.deepEqual(rowsOf('a,b\n1\n1,2,3'), [
      ['1', ''],
      ['1', '2'],
    ]);
    assert.deepEqual(readTable(''), { columns: [], rows: [] });
    for (const text of ['"', '"a', 'a,"b\n', '"a"b,c\n1,2', ',\n,', '\r', '""""']) readTable(text);
    assert.deepEqual(readTable('a,b\n1,'), { columns: ['a', 'b'], rows: [['1', '']] });
  });
});

describe('rows of a table', () => {
  const penguins = readTable(
    'id,species,Bill Length (mm),island,body_mass_g\n1,Adelie,39.1,Torgersen,3750\n2,Gentoo,,Biscoe,5000.0\n3,Adelie,40.3,Dream,x\n',
  );
  const perColumn = read([
    ['bill_length_mm', FLOAT, ['n', 1]],
    ['island', STRING, ['n', 1]],
    ['body_mass_g', INT64, ['n', 1]],
  ]);

  it('go to inputs of the same name, whole numbers and missing values as the types have them', () => {
    const { inputs, missing } = feedsOfRows(perColumn, penguins, 0, 2);
    assert.deepEqual(missing, []);
    const { others } = feedsOfRows(perColumn, penguins, 0, 2);
    assert.deepEqual(others, [
      { column: 'id', value: '1' },
      { column: 'species', value: 'Adelie' },
    ]);
    assert.deepEqual(inputs['bill_length_mm'], {
      columns: ['Bill Length (mm)'],
      text: '[[39.1],\n [nan]]',
      shape: [2, 1],
    });
    assert.deepEqual(inputs['island']?.text, '[["Torgersen"],\n ["Biscoe"]]');
    assert.deepEqual(inputs['body_mass_g']?.text, '[[3750],\n [5000]]');
    for (const [index, input] of perColumn.requiredInputs.entries()) {
      const parsed = parseValue(input, inputs[input.name]!.text, inputs[input.name]!.shape);
      assert.ok(parsed.ok, `${index}`);
    }
  });

  it('say what does not fit, and where', () => {
    const { missing } = feedsOfRows(perColumn, penguins, 2, 1);
    assert.deepEqual(missing, [{ input: 'body_mass_g', why: '`x` in the column `body_mass_g` is no int64.' }]);
    const other = feedsOfRows(
      read([
        ['a', FLOAT, ['n', 1]],
        ['island', STRING, ['n', 1]],
      ]),
      penguins,
      0,
      1,
    );
    assert.deepEqual(other.missing, [{ input: 'a', why: 'The table has no column `a`.' }]);
  });

  const iris = readTable('a,b,c,target\n1,2,3,0\n4,5,6,1\n7,8,9,1\n');
  const table = (shape: readonly Dim[] | undefined, rest: object = {}) => read([['x', FLOAT, shape]], rest);

  it('fill one input of all columns of numbers, without row numbers and labels where there are enough', () => {
    const columns = (shape: readonly Dim[] | undefined, rest: object = {}) =>
      feedsOfRows(table(shape, rest), iris, 0, 1).inputs['x']?.columns;
    assert.deepEqual(columns(['n', 3]), ['a', 'b', 'c']);
    assert.deepEqual(columns(['n', 4]), ['a', 'b', 'c', 'target']);
    assert.deepEqual(columns(['n', 'm']), ['a', 'b', 'c']);
    assert.deepEqual(columns(undefined), ['a', 'b', 'c']);
    const two = { node: [node('MatMul', ['x', 'w'], ['y'])], initializer: [weight('w', [2, 1], [1, 1])] };
    assert.deepEqual(columns(['n', 'm'], two), ['a', 'b']);
    assert.equal(columns(['n', 5]), undefined);
    assert.equal(columns([1, 3, 224, 224]), undefined);
  });

  it('may be chosen by the user, in any order', () => {
    const { inputs } = feedsOfRows(table(['n', 2]), iris, 1, 1, { x: ['c', 'a'] });
    assert.deepEqual(inputs['x'], { columns: ['c', 'a'], text: '[6, 4]', shape: [1, 2] });
    assert.match(feedsOfRows(table(['n', 2]), iris, 1, 1, { x: ['c', 'q'] }).missing[0]!.why, /no column `q`/);
    assert.match(feedsOfRows(table(['n', 2]), iris, 1, 1, { x: ['c'] }).missing[0]!.why, /needs n × 2/);
  });

  it('are as many as a fixed batch has, and none beyond the end', () => {
    const fixed = feedsOfRows(table([2, 3]), iris, 0, 1);
    assert.deepEqual([fixed.rows, fixed.inputs['x']?.shape], [2, [2, 3]]);
    assert.match(feedsOfRows(table([2, 3]), iris, 2, 1).missing[0]!.why, /the rows give 1 × 3/);
    assert.equal(feedsOfRows(table(['n', 3]), iris, 99, 5).row, 2);
    assert.equal(feedsOfRows(table(['n', 3]), readTable('a,b,c'), 0, 1).missing.length, 1);
  });
});

describe('archives of arrays', () => {
  /** As Python's zipfile writes them for numpy: sizes in the local header are in a field of their own, 20 bytes long. */
  function archive(files: readonly (readonly [string, Uint8Array, boolean])[]): Uint8Array {
    const parts: Buffer[] = [];
    const directory: Buffer[] = [];
    let at = 0;
    for (const [name, bytes, isPacked] of files) {
      const packed = Buffer.from(isPacked ? deflateRawSync(bytes) : bytes);
      const local = Buffer.alloc(30 + name.length + 20);
      local.writeUInt32LE(0x04034b50, 0);
      local.writeUInt32LE(0xffffffff, 18);
      local.writeUInt16LE(name.length, 26);
      local.writeUInt16LE(20, 28);
      local.write(name, 30);
      const central = Buffer.alloc(46 + name.length);
      central.writeUInt32LE(0x02014b50, 0);
      central.writeUInt16LE(isPacked ? 8 : 0, 10);
      central.writeUInt32LE(packed.length, 20);
      central.writeUInt32LE(bytes.length, 24);
      central.writeUInt16LE(name.length, 28);
      central.writeUInt32LE(at, 42);
      central.write(name, 46);
      parts.push(local, packed);
      directory.push(central);
      at += local.length + packed.length;
    }
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(files.length, 10);
    end.writeUInt32LE(at, 16);
    return Buffer.concat([...parts, ...directory, end]);
  }

  it('are listed and read, packed or not', () => {
    const whole = archive([
      ['x.npy', Uint8Array.from([1, 2, 3]), false],
      ['readme.txt', Uint8Array.from([9]), false],
      ['y.npy', new Uint8Array(1000), true],
    ]);
    const result = readArchive(whole);
    assert.ok(result.ok);
    const [x, y] = result.value;
    assert.deepEqual([x?.name, x?.isDeflated, Array.from(x?.bytes ?? [])], ['x', false, [1, 2, 3]]);
    assert.deepEqual([y?.name, y?.isDeflated, y?.length], ['y', true, 1000]);
    assert.deepEqual(inflateRawSync(y!.bytes), Buffer.alloc(1000));
    assert.equal(result.value.length, 2);
  });

  it('that are none or damaged are refused in words', () => {
    const end = Uint8Array.from([0x50, 0x4b, 5, 6, 0, 0, 0, 0, 9, 0, 9, 0, 1, 0, 0, 0, 250, 255, 255, 255, 0, 0]);
    for (const bytes of [new Uint8Array(), new Uint8Array(5), new Uint8Array(100), end]) {
      const result = readArchive(bytes);
      assert.ok(!result.ok);
      assert.equal(result.problem.kind, 'bad-value');
    }
  });
});

describe('bytes', () => {
  it('are one element each, cut or filled up to the size of the input', () => {
    const take = (type: number, shape: readonly Dim[] | undefined, bytes: readonly number[]) => {
      const result = bytesTensor(read([['x', type, shape]]).requiredInputs[0]!, Uint8Array.from(bytes));
      assert.ok(result.ok);
      return [result.value.shape, Array.from(result.value.data, Number)];
    };
    assert.deepEqual(take(6, ['n', 4], [104, 105]), [
      [1, 4],
      [104, 105, 0, 0],
    ]);
    assert.deepEqual(take(INT64, [2], [1, 2, 3]), [[2], [1, 2]]);
    assert.deepEqual(take(2, ['n'], [7, 8, 9]), [[3], [7, 8, 9]]);
    assert.equal(bytesTensor(read([['x', FLOAT, [2]]]).requiredInputs[0]!, new Uint8Array(2)).ok, false);
  });
});
