// Cells joined to one text and one tree, and the way back.
import assert from 'node:assert/strict';
import { createCellCache, joinCells } from '../../server/src/analysis/notebook';
import { Kind, walk } from '../../server/src/analysis/syntax';
import type { Node } from '../../server/src/analysis/syntax';

function cells(...texts: string[]) {
  return texts.map((text, i) => ({ index: i * 2, text }));
}

/** Every name with the text at its place: both must agree. */
function namesWithText(source: string, tree: Node): [string, string][] {
  const found: [string, string][] = [];
  walk(tree, (node) => {
    if (node.kind === Kind.Name) found.push([node.id, source.slice(node.start, node.end)]);
  });
  return found;
}

describe('notebook', () => {
  it('joins cells in order, each node at its place in the joined text', () => {
    const { source, syntax, notebook } = joinCells(cells('a = 1', 'b = a\n', 'print(a, b)'));
    assert.equal(source, 'a = 1\nb = a\n\nprint(a, b)');
    const names = namesWithText(source, syntax.tree);
    assert.equal(names.length, 6);
    for (const [id, text] of names) assert.equal(id, text);
    assert.deepEqual(
      notebook.cells.map(({ start, end, index }) => [source.slice(start, end), index]),
      [
        ['a = 1', 0],
        ['b = a\n', 2],
        ['print(a, b)', 4],
      ],
    );
  });
  it('locates an offset in its cell, and finds the way back', () => {
    const { notebook } = joinCells(cells('a = 1', 'b = a\n', 'c'));
    assert.deepEqual(notebook.locate(0), { cell: 0, offset: 0 });
    assert.deepEqual(notebook.locate(5), { cell: 0, offset: 5 });
    assert.deepEqual(notebook.locate(6), { cell: 2, offset: 0 });
    assert.deepEqual(notebook.locate(13), { cell: 4, offset: 0 });
    assert.deepEqual(notebook.locate(99), { cell: 4, offset: 1 });
    assert.equal(notebook.offsetOf({ cell: 2, offset: 3 }), 9);
    assert.equal(notebook.offsetOf({ cell: 1, offset: 0 }), null);
  });
  it('keeps the damage of a broken cell inside it', () => {
    const { source, syntax } = joinCells(cells('x = (1,', 'y = 2', 's = """open', 'z = 3'));
    const assigned = syntax.tree.body
      .filter((stmt) => stmt.kind === Kind.Assign)
      .map((stmt) => source.slice(stmt.start, stmt.end));
    assert.ok(assigned.includes('y = 2'), assigned.join(' | '));
    assert.ok(assigned.includes('z = 3'), assigned.join(' | '));
    assert.equal(syntax.problems.length, 2);
    for (const { start } of syntax.problems) assert.match(source.slice(0, start + 1), /x|s =/);
  });
  it('reads magics, and sees no Python in a cell of another language', () => {
    const { syntax } = joinCells(cells('%matplotlib inline\nx = 1', '%%bash\necho $x; for', '!pip install y'));
    assert.deepEqual(syntax.problems, []);
    assert.deepEqual(
      syntax.tree.body.map(({ kind }) => kind),
      [Kind.Magic, Kind.Assign, Kind.Magic, Kind.Magic],
    );
  });
  it('keeps the Python of timed cells', () => {
    const { source, syntax } = joinCells(cells('x = 1', '%%time\ny = x\nz = y'));
    assert.deepEqual(
      namesWithText(source, syntax.tree).map(([id, text]) => [id, text]),
      [
        ['x', 'x'],
        ['y', 'y'],
        ['x', 'x'],
        ['z', 'z'],
        ['y', 'y'],
      ],
    );
  });
  it('shifts comments and problems with their cell', () => {
    const { source, syntax } = joinCells(cells('x = 1  # one', '# two\ny = )'));
    assert.deepEqual(
      syntax.comments.map(({ start, end }) => source.slice(start, end)),
      ['# one', '# two'],
    );
    assert.equal(source[syntax.problems[0]!.start], ')');
  });
  it('has no cells and no tree in an empty notebook', () => {
    const { source, syntax, notebook } = joinCells([]);
    assert.equal(source, '');
    assert.deepEqual(syntax.tree.body, []);
    assert.deepEqual(notebook.locate(3), { cell: 0, offset: 0 });
  });
  it('parses only the changed cell again, and gives the same tree as without a cache', () => {
    const cache = createCellCache();
    const first = joinCells(cells('a = 1', 'b = a', 'a = 1', 'c = b'), cache);
    const kept = first.syntax.tree.body[3];
    const changed = cells('a = 1 + 1', 'b = a', 'a = 1', 'c = b');
    const second = joinCells(changed, cache);
    assert.equal(second.syntax.tree.body[3], kept, 'the node of an unchanged cell is the same object');
    assert.deepEqual(second.syntax.tree, joinCells(changed).syntax.tree);
    assert.notEqual(second.syntax.tree.body[0], second.syntax.tree.body[2]);
  });
  it('gives two cells of one text nodes of their own', () => {
    const cache = createCellCache();
    joinCells(cells('df', 'df'), cache);
    const { syntax } = joinCells(cells('x', 'df', 'df'), cache);
    assert.deepEqual(
      syntax.tree.body.map(({ start, end }) => [start, end]),
      [
        [0, 1],
        [2, 4],
        [5, 7],
      ],
    );
  });
});
