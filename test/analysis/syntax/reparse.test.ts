// After an edit: the same as parsing anew, with the statements that were not touched kept as objects.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import {
  Kind,
  parse,
  reparse,
  walk,
  type Module,
  type Syntax,
  type TextChange,
} from '../../../server/src/analysis/syntax';
import { newestPython, pythonFiles } from './cpython';
import { mutate } from './mutations';
import { pick, seeded } from '../../random';
import { SNIPPETS } from './snippets';

/** All that a tree says, as one string. */
function said(tree: Module): string {
  const out: string[] = [];
  walk(tree, (node) => {
    const own = Object.entries(node).filter(([, value]) => typeof value !== 'object' || Array.isArray(value));
    out.push(
      `${node.kind} ${own.map(([name, value]) => `${name}=${Array.isArray(value) ? value.length : value}`).join(' ')}`,
    );
  });
  return out.join('\n');
}

function assertSame(actual: Syntax, source: string, notebook = false): void {
  const expected = parse(source, { notebook });
  assert.equal(said(actual.tree), said(expected.tree));
  assert.deepEqual(actual.problems, expected.problems);
  assert.deepEqual(actual.comments, expected.comments);
  assert.deepEqual(actual.versioned, expected.versioned);
}

/** `source` with a small change somewhere: something typed, deleted, or replaced. */
function edited(source: string, random: () => number): { text: string; change: TextChange } {
  const start = Math.floor(random() * (source.length + 1));
  const oldEnd = Math.min(source.length, start + (random() < 0.5 ? 0 : Math.floor(random() * 12)));
  const typed =
    random() < 0.3
      ? ''
      : pick(
          [
            'a',
            ' ',
            '\n',
            'x = 1\n',
            '(',
            ')',
            '"',
            '"""',
            ':',
            '    ',
            '\n\n',
            '@',
            '#',
            'else:',
            '\\',
            mutate('f(x)\n', random),
          ],
          random,
        );
  return {
    text: source.slice(0, start) + typed + source.slice(oldEnd),
    change: { start, oldEnd, newEnd: start + typed.length },
  };
}

describe('reparse', function () {
  this.timeout(600_000);

  it('keeps the statements before and after an edit', () => {
    const source = 'import a\n\nb = 1\n\n@c\ndef d():\n    return b\n\ne = d()\nf = e\ng = f\n';
    const before = parse(source);
    const kept = [...before.tree.body];
    const start = source.indexOf('return b') + 'return '.length;
    const text = `${source.slice(0, start)}b + 12${source.slice(start + 1)}`;
    const after = reparse(before, text, { start, oldEnd: start + 1, newEnd: start + 6 });
    assertSame(after, text);
    assert.equal(after.tree.body[0], kept[0]);
    assert.notEqual(after.tree.body[2], kept[2]);
    for (const index of [3, 4, 5]) assert.equal(after.tree.body[index], kept[index], `statement ${index}`);
  });

  it('keeps them while the text does not parse', () => {
    const source = 'import a\nb = 1\nc = 2\nd = 3\ne = 4\n';
    const kept = [...parse(source).tree.body];
    let syntax: Syntax = parse(source);
    kept.splice(0, kept.length, ...syntax.tree.body);
    const start = source.indexOf('2');
    const text = `${source.slice(0, start)}f(${source.slice(start)}`;
    syntax = reparse(syntax, text, { start, oldEnd: start, newEnd: start + 2 });
    assertSame(syntax, text);
    assert.ok(syntax.problems.length > 0);
    for (const index of [0, 1, 3, 4]) assert.equal(syntax.tree.body[index], kept[index], `statement ${index}`);
    const closed = text.replace('f(2', 'f(2)');
    const end = text.indexOf('f(2') + 3;
    syntax = reparse(syntax, closed, { start: end, oldEnd: end, newEnd: end + 1 });
    assertSame(syntax, closed);
    for (const index of [0, 1, 3, 4]) assert.equal(syntax.tree.body[index], kept[index], `statement ${index}`);
  });

  it('lets an else join the if before it', () => {
    const source = 'if a:\n    b\nels: c\nd\ne\n';
    const at = source.indexOf('els') + 3;
    const text = `${source.slice(0, at)}e${source.slice(at)}`;
    const syntax = reparse(parse(source), text, { start: at, oldEnd: at, newEnd: at + 1 });
    assertSame(syntax, text);
    assert.equal(syntax.tree.body[0]!.kind, Kind.If);
    assert.equal(syntax.tree.body.length, 3);
  });

  it('gives what parse gives, after random edits of snippets', () => {
    const random = seeded(3);
    for (let round = 0; round < 120; round++) {
      let source = Array.from({ length: 6 }, () => pick(SNIPPETS, random)).join('');
      let syntax = parse(source);
      for (let step = 0; step < 10; step++) {
        const { text, change } = edited(source, random);
        syntax = reparse(syntax, text, change);
        source = text;
        assertSame(syntax, source);
      }
    }
  });

  it('gives what parse gives after each key, of lines typed and taken away again between others', () => {
    const random = seeded(6);
    const lines = [
      'checked = df["spend"].fillna(df["spend"].mean()) == np.nan  # really?\n',
      'def f(a, *, b=(1, 2)):\n    return {"a": [a, f"{b!r:>{a}}"]}\n',
      'if x:\n    y = 1\nelse:\n    y = (2,\n        3)\n',
      "text = '''one\ntwo''' % (a,\n)\n",
      'for i in range(3): print(i, end="")\nwhile True:\n  break\n',
      'x = [\n  1,\n  # two\n  2 \\\n  , 3]\n@c\nclass A(B): pass\n',
    ];
    for (let round = 0; round < 24; round++) {
      const before = Array.from({ length: 5 }, () => pick(SNIPPETS, random)).join('');
      const after = Array.from({ length: 8 }, () => pick(SNIPPETS, random)).join('');
      const typed = pick(lines, random);
      let syntax = parse(before + after);
      for (let step = 0; step < 2 * typed.length; step++) {
        const isTyped = step < typed.length;
        const at = before.length + (isTyped ? step : 2 * typed.length - step - 1);
        const change = { start: at, oldEnd: isTyped ? at : at + 1, newEnd: isTyped ? at + 1 : at };
        const text = before + typed.slice(0, change.newEnd - before.length) + after;
        syntax = reparse(syntax, text, change);
        assertSame(syntax, text);
      }
    }
  });

  it('gives what parse gives in notebooks', () => {
    const random = seeded(4);
    const cells = [
      '%matplotlib inline\nimport a\n',
      '!pip install b\nx = !ls\n',
      '%time f(x)\ny?\n',
      '%%time\na = 1\nb = 2\n',
      '  a = 1\n  b = 2\n',
    ];
    for (let round = 0; round < 100; round++) {
      let source = pick(cells, random) + pick(SNIPPETS, random);
      let syntax = parse(source, { notebook: true });
      for (let step = 0; step < 5; step++) {
        const { text, change } = edited(source, random);
        syntax = reparse(syntax, text, change);
        source = text;
        assertSame(syntax, source, true);
      }
    }
  });

  it('gives what parse gives, after random edits of real files', function () {
    const python = newestPython();
    if (python === null) {
      console.log('      skipped: needs the standard library of a Python (set HELDOUT_PYTHON)');
      this.skip();
    }
    const random = seeded(5);
    const files = pythonFiles(python.library);
    let kept = 0;
    let statements = 0;
    for (let round = 0; round < 30; round++) {
      let source = readFileSync(pick(files, random), 'utf8');
      if (source.length > 60_000) continue;
      let syntax = parse(source);
      for (let step = 0; step < 6; step++) {
        const old = new Set(syntax.tree.body);
        const { text, change } = edited(source, random);
        syntax = reparse(syntax, text, change);
        source = text;
        assertSame(syntax, source);
        statements += syntax.tree.body.length;
        kept += syntax.tree.body.filter((statement) => old.has(statement)).length;
      }
    }
    console.log(`      ${kept} of ${statements} statements kept`);
    assert.ok(kept > statements * 0.8);
  });
});
