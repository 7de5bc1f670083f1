// Offsets, lines, and edits of a text.
import assert from 'node:assert/strict';
import { applyEdits, contains, LineIndex, overlaps } from '../../server/src/analysis/text';

describe('text', () => {
  it('turns offsets into lines and back for every kind of line end', () => {
    const text = 'a\nbb\r\nc\rdd';
    const index = new LineIndex(text);
    assert.equal(index.lineCount, 4);
    assert.deepEqual(index.position(0), { line: 0, character: 0 });
    assert.deepEqual(index.position(3), { line: 1, character: 1 });
    assert.deepEqual(index.position(6), { line: 2, character: 0 });
    assert.deepEqual(index.position(9), { line: 3, character: 1 });
    for (const offset of [0, 2, 3, 6, 8, 10]) assert.equal(index.offset(index.position(offset)), offset);
  });
  it('keeps places outside the text inside it', () => {
    const index = new LineIndex('ab\n');
    assert.deepEqual(index.position(99), { line: 1, character: 0 });
    assert.deepEqual(index.position(-1), { line: 0, character: 0 });
    assert.equal(index.offset({ line: 7, character: 0 }), 3);
    assert.equal(index.offset({ line: -1, character: 4 }), 0);
  });
  it('counts UTF-16 units', () => {
    assert.deepEqual(new LineIndex('a = "😀" + b').position(9), { line: 0, character: 9 });
  });
  it('applies edits given in any order, insertions at one place in theirs', () => {
    const edits = [
      { start: 3, end: 3, text: 'X' },
      { start: 0, end: 1, text: '' },
      { start: 3, end: 3, text: 'Y' },
    ];
    assert.equal(applyEdits('abcd', edits), 'bcXYd');
  });
  it('refuses edits that overlap', () => {
    assert.throws(
      () =>
        applyEdits('abcd', [
          { start: 0, end: 2, text: '' },
          { start: 1, end: 3, text: '' },
        ]),
      RangeError,
    );
  });
  it('compares spans with exclusive ends', () => {
    assert.equal(contains({ start: 0, end: 3 }, { start: 1, end: 3 }), true);
    assert.equal(overlaps({ start: 0, end: 3 }, { start: 3, end: 4 }), false);
  });
});
