// Source files on the disk: what is read of them, what is kept when they are written, and what is said of bad ones.
import assert from 'node:assert/strict';
import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lineInFile } from '../../server/src/project/notebookFile';
import {
  decodeSource,
  readSourceFile,
  textWith,
  writeSourceFile,
  type SourceFile,
} from '../../server/src/project/source';

const bytes = (text: string) => new TextEncoder().encode(text);

function read(name: string, content: string | Uint8Array): SourceFile {
  const file = decodeSource(name, typeof content === 'string' ? bytes(content) : content);
  if ('problem' in file) assert.fail(file.problem.message);
  return file;
}

function problem(name: string, content: string | Uint8Array): string {
  const file = decodeSource(name, typeof content === 'string' ? bytes(content) : content);
  if (!('problem' in file)) assert.fail('no problem');
  const { line, column, message } = file.problem;
  return line === undefined ? message : `${line}:${column} ${message}`;
}

/** The notebook's text after replacing the text of its cell by `change`. */
function rewritten(json: string, change: (text: string) => string): string {
  const file = read('a.ipynb', json);
  if (file.source.kind !== 'notebook') assert.fail();
  const cells = file.source.cells.map((cell) => ({ ...cell, text: change(cell.text) }));
  return textWith(file, { kind: 'notebook', cells });
}

describe('source files', () => {
  it('are UTF-8, with or without a byte order mark, which is no part of the text', () => {
    const marked = read('a.py', '\uFEFFx = "é"\r\n');
    assert.deepEqual(marked.source, { kind: 'file', text: 'x = "é"\r\n' });
    assert.equal(marked.byteOrderMark, true);
    assert.equal(read('a.py', 'x = 1').byteOrderMark, false);
  });

  it('of other encodings are a problem at the first byte that shows it', () => {
    const latin = new Uint8Array([...bytes('a = 1\nb = "é'), 0xe9, ...bytes('"\n')]);
    assert.equal(problem('a.py', latin), '2:7 The file is not UTF-8: it has the byte 0xe9 here. Save it as UTF-8.');
    assert.equal(
      problem('a.py', new Uint8Array([0xff])),
      '1:1 The file is not UTF-8: it has the byte 0xff here. Save it as UTF-8.',
    );
    assert.match(problem('a.py', new Uint8Array([0xff, 0xfe, 0x61, 0])), /^1:1 The file is UTF-16/);
    assert.match(problem('a.py', new Uint8Array([0x61, 0xc3])), /^1:2 The file is not UTF-8/);
  });

  it('are written as a whole, keeping mode, mark and links', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'heldout-source-'));
    try {
      const file = path.join(folder, 'a.py');
      const link = path.join(folder, 'link.py');
      writeFileSync(file, '\uFEFFx = 1\r\n');
      chmodSync(file, 0o755);
      symlinkSync(file, link);
      const source = readSourceFile(link);
      if ('problem' in source) assert.fail();
      writeSourceFile(link, source.text.replace('1', '2'), source.byteOrderMark);
      assert.equal(readFileSync(file, 'utf8'), '\uFEFFx = 2\r\n');
      assert.equal(statSync(file).mode & 0o777, 0o755);
      assert.equal(lstatSync(link).isSymbolicLink(), true);
      assert.deepEqual(readdirSync(folder).sort(), ['a.py', 'link.py']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('that are not there are a problem', () => {
    const file = readSourceFile(path.join(tmpdir(), 'heldout-nowhere', 'a.py'));
    assert.match('problem' in file ? file.problem.message : '', /cannot be read: ENOENT/);
  });
});

describe('notebook files', () => {
  it('give their Python cells with number, count and tags', () => {
    const json = JSON.stringify({
      cells: [
        { cell_type: 'markdown', source: ['# T'] },
        { cell_type: 'code', source: ['a = 1\n', 'b = 2'], execution_count: 3, metadata: { tags: ['x'] }, outputs: [] },
        { cell_type: 'code', source: 'SELECT 1', metadata: { vscode: { languageId: 'sql' } } },
        { cell_type: 'code', source: 'c = 3', execution_count: null },
      ],
      metadata: { kernelspec: { language: 'python' } },
      nbformat: 4,
    });
    assert.deepEqual(read('a.ipynb', json).source, {
      kind: 'notebook',
      cells: [
        { index: 1, text: 'a = 1\nb = 2', executionCount: 3, tags: ['x'] },
        { index: 3, text: 'c = 3', executionCount: null, tags: [] },
      ],
    });
  });

  it('give the text of stored outputs: streams, results, errors without colours; no pictures', () => {
    const outputs = [
      { output_type: 'stream', name: 'stdout', text: ['a\n', 'b'] },
      { output_type: 'execute_result', data: { 'text/plain': '3', 'text/html': '<b>3</b>' } },
      { output_type: 'display_data', data: { 'image/png': 'AAAA' } },
      { output_type: 'error', ename: 'NameError', evalue: 'no x', traceback: ['\u001b[31mline 1\u001b[0m'] },
      7,
    ];
    const json = JSON.stringify({ cells: [{ cell_type: 'code', source: 'x', outputs }], nbformat: 4 });
    const source = read('a.ipynb', json).source;
    assert.deepEqual(source.kind === 'notebook' && source.cells[0]?.outputs, [
      'a\nb',
      '3',
      'Traceback (most recent call last)\nline 1\nNameError: no x',
    ]);
  });

  it('keep no more of long outputs than is read', () => {
    const outputs = [1, 2, 3].map(() => ({ output_type: 'stream', text: 'x'.repeat(150_000) }));
    const json = JSON.stringify({ cells: [{ cell_type: 'code', source: 'x', outputs }], nbformat: 4 });
    const source = read('a.ipynb', json).source;
    const lengths = source.kind === 'notebook' ? source.cells[0]?.outputs?.map(({ length }) => length) : [];
    assert.deepEqual(lengths, [150_000, 50_000]);
  });

  it('of other languages have no cells', () => {
    const json = '{"cells": [{"cell_type": "code", "source": "x <- 1"}], "metadata": {"language_info": {"name": "R"}}}';
    assert.deepEqual(read('a.ipynb', json).source, { kind: 'notebook', cells: [] });
  });

  it('for a service are told by their metadata', () => {
    const json = '{"cells": [], "metadata": {"colab": {"name": "a.ipynb"}}, "nbformat": 4}';
    assert.deepEqual(read('a.ipynb', json).source, { kind: 'notebook', cells: [], hosted: true });
  });

  it('lose outputs and the number of the run where a fix clears them, and nothing else', () => {
    const output = '{\n     "output_type": "stream",\n     "text": ["key"]\n    }';
    const cell = (number: string, outputs: string): string =>
      `  {"cell_type": "code", "execution_count": ${number}, "outputs": [${outputs}], "source": ["x"], "other": 1}`;
    const notebook = (first: string): string => `{"cells": [\n${first},\n${cell('2', output)}\n], "nbformat": 4}\n`;
    const file = read('a.ipynb', notebook(cell('1', output)));
    if (file.source.kind !== 'notebook') assert.fail();
    const cells = file.source.cells.map((each) => (each.index === 0 ? { ...each, cleared: true } : each));
    assert.equal(textWith(file, { kind: 'notebook', cells }), notebook(cell('null', '')));
  });

  it('that are broken say where and why', () => {
    assert.equal(problem('a.ipynb', '{"cells": [\n  {"a" 1}]}'), '2:8 The notebook is not valid JSON: colon expected.');
    assert.equal(problem('a.ipynb', ''), 'The notebook is empty: not even JSON.');
    assert.equal(problem('a.ipynb', '[]'), 'This is not a notebook: its JSON is not an object.');
    assert.equal(problem('a.ipynb', '{}'), 'This is not a notebook: it has no list `cells`.');
    assert.match(problem('a.ipynb', '{"worksheets": []}'), /^The notebook has an old format/);
    const conflict = '{"cells": [\n<<<<<<< HEAD\n1\n=======\n2\n>>>>>>> b\n]}';
    assert.equal(problem('a.ipynb', conflict), '2:1 The notebook holds merge conflict markers.');
  });

  it('keep all but the changed source byte for byte', () => {
    const json =
      '{\n "cells": [\n  {\n   "source": [\n    "a\\n",\n    "é"\n   ],\n   "cell_type": "code",\n   "odd":  1.50\n  }\n ],\n "nbformat":4}\n';
    assert.equal(
      rewritten(json, (text) => text),
      json,
    );
    const changed = rewritten(json, (text) => `${text}\nc = "\\"\n`);
    assert.equal(changed, json.replace('"é"', String.raw`"é\n",` + '\n    ' + String.raw`"c = \"\\\"\n"`));
    assert.equal(
      rewritten(json, () => ''),
      json.replace(/\[\n {4}"a[^\]]*\]/, '[]'),
    );
  });

  it('keep the form of a source: one string, one line, tabs, line ends, ASCII', () => {
    const cell = (source: string) => `{"cells": [{"cell_type": "code", "source": ${source}}]}`;
    assert.equal(
      rewritten(cell('"a\\nb"'), () => 'x\ny'),
      cell('"x\\ny"'),
    );
    assert.equal(
      rewritten(cell('["a\\n", "b"]'), () => 'x\ny'),
      cell('["x\\n", "y"]'),
    );
    assert.equal(
      rewritten(cell('[\r\n\t"a"\r\n]'), () => 'x\ny'),
      cell('[\r\n\t"x\\n",\r\n\t"y"\r\n]'),
    );
    assert.equal(
      rewritten(cell('["\\u00e9"]'), (text) => `${text}è😀`),
      cell(String.raw`["\u00e9\u00e8\ud83d\ude00"]`),
    );
  });

  it('know the line of the file for each line of a cell', () => {
    const json = '{\n "cells": [\n  {"source": "one\\ntwo"},\n  {"source": [\n   "a\\n",\n   "b"\n  ]}\n ]\n}';
    const line = lineInFile(json);
    assert.deepEqual([line(0, 0), line(0, 1), line(1, 0), line(1, 1)], [2, 2, 4, 5]);
  });
});
