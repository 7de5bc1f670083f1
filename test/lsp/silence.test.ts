// "Ignore this rule on this line": the comment lands where it silences, whatever the statement looks like.
import assert from 'node:assert/strict';
import { applyEdits } from '../../server/src/analysis/text';
import { silencingEdit } from '../../server/src/silence';

/** Silences a finding of rule `r` where the text says `^`; the result without it. */
function silenced(marked: string, notebook = false): string | null {
  const offset = marked.indexOf('^');
  const text = marked.replace('^', '');
  const edit = silencingEdit(text, offset, 'r', notebook);
  return edit && applyEdits(text, [edit]);
}

describe('silencing', () => {
  const cases: Readonly<Record<string, readonly [string, string]>> = {
    'a line': ['x = ^f()\ny = 1\n', 'x = f()  # heldout: ignore[r]\ny = 1\n'],
    'the last line, without its end': ['x = ^f()', 'x = f()  # heldout: ignore[r]'],
    'a line with spaces behind it': ['x = ^f()  \ny = 1\n', 'x = f()  # heldout: ignore[r]\ny = 1\n'],
    'a statement over several lines': ['x = f(\n    ^g(),\n)\n', 'x = f(\n    g(),  # heldout: ignore[r]\n)\n'],
    'a line that ends in a string': ['x = ^f("""a\nb""")\n', 'x = f("""a\nb""")  # heldout: ignore[r]\n'],
    'a line that goes on after a backslash': ['x = ^f() + \\\n    2\n', 'x = f() + \\\n    2  # heldout: ignore[r]\n'],
    'the head of a compound statement': ['if ^f():\n    pass\n', 'if f():  # heldout: ignore[r]\n    pass\n'],
    'a line with another comment': [
      'if a:\n    x = ^f()  # why\n',
      'if a:\n    # heldout: ignore[r]\n    x = f()  # why\n',
    ],
    'a line that silences another rule': [
      'x = ^f()  # heldout: ignore[other] why\n',
      'x = f()  # heldout: ignore[other, r] why\n',
    ],
    'lines that end in CR LF': ['x = ^f()  # why\r\n', '# heldout: ignore[r]\r\nx = f()  # why\r\n'],
  };
  for (const [what, [before, after]] of Object.entries(cases)) {
    it(what, () => assert.equal(silenced(before), after));
  }

  it('cells with magics', () => {
    assert.equal(silenced('%matplotlib inline\nx = ^f()', true), '%matplotlib inline\nx = f()  # heldout: ignore[r]');
  });

  it('broken text: no worse than before', () => {
    const result = silenced('x = ^f(\ny = 1\n');
    assert.ok(result === null || result.includes('# heldout: ignore[r]'));
  });
});
