// Scopes and bindings: what binds a name, and which binding reaches a use.
import assert from 'node:assert/strict';
import { readScopes } from '../../server/src/analysis/scopeMemory';
import type { Scopes } from '../../server/src/analysis/scope';
import { parse } from '../../server/src/analysis/syntax';
import type { Name } from '../../server/src/analysis/syntax';

/** The scopes of a code, and the use marked by `«name»`. */
function scopesAt(marked: string): { scopes: Scopes; use: Name; source: string } {
  const at = marked.indexOf('«');
  const source = marked.replace(/[«»]/g, '');
  const scopes = readScopes(parse(source).tree);
  const use = scopes.names.find(({ start }) => start === at);
  assert.ok(use, `no name at the mark in: ${marked}`);
  return { scopes, use, source };
}

/** The values (or kinds) of the bindings that reach the marked use. */
function reaching(marked: string): string[] {
  const { scopes, use, source } = scopesAt(marked);
  return scopes.reaching(use).map(({ kind, value }) => (value === null ? kind : source.slice(value.start, value.end)));
}

describe('scope', () => {
  it('takes the last of several bindings in a row', () => {
    assert.deepEqual(reaching('x = 1\nx = 2\n«x»\nx = 3\n'), ['2']);
  });
  it('sees the old value on the right side of its own assignment', () => {
    assert.deepEqual(reaching('x = 1\nx = f(«x»)\n'), ['1']);
  });
  it('keeps both sides of a branch', () => {
    assert.deepEqual(reaching('x = 1\nif c:\n    x = 2\n«x»\n'), ['1', '2']);
    assert.deepEqual(reaching('x = 1\nif c:\n    x = 2\n    «x»\n'), ['2']);
  });
  it('carries a later binding around a loop', () => {
    assert.deepEqual(reaching('x = 1\nfor i in y:\n    print(«x»)\n    x = 2\n'), ['1', '2']);
    assert.deepEqual(reaching('for i in y:\n    x = 1\n    print(«x»)\n    x = 2\n'), ['1']);
  });
  it('gives a function every binding of the scope around it', () => {
    assert.deepEqual(reaching('x = 1\ndef f():\n    return «x»\nx = 2\n'), ['1', '2']);
  });
  it('gives a comprehension the bindings that hold where it stands', () => {
    assert.deepEqual(reaching('x = 1\nx = 2\ny = [«x» for i in z]\nx = 3\n'), ['2']);
  });
  it('evaluates the first iterable of a comprehension outside of it', () => {
    assert.deepEqual(reaching('x = 1\n[x for x in «x»]\n'), ['1']);
    assert.deepEqual(reaching('x = 1\n[«x» for x in x]\n'), ['part']);
  });
  it('hides class names from methods', () => {
    assert.deepEqual(reaching('x = 1\nclass A:\n    x = 2\n    def f(self):\n        return «x»\n'), ['1']);
    assert.deepEqual(reaching('x = 1\nclass A:\n    x = 2\n    y = «x»\n'), ['2']);
  });
  it('sends global and nonlocal bindings to their scope', () => {
    assert.deepEqual(reaching('def f():\n    global x\n    x = 2\nx = 1\n«x»\n'), ['2', '1']);
    assert.deepEqual(
      reaching('def f():\n    x = 1\n    def g():\n        nonlocal x\n        x = 2\n    return «x»\n').toSorted(),
      ['1', '2'],
    );
  });
  it('lets a walrus bind outside its comprehension', () => {
    assert.deepEqual(reaching('[(y := x) for x in z]\n«y»\n'), ['x']);
  });
  it('evaluates defaults and decorators outside the function', () => {
    assert.deepEqual(reaching('x = 1\ndef f(x=«x»):\n    pass\n'), ['1']);
    assert.deepEqual(reaching('x = 1\n@«x»\ndef f(x):\n    pass\n'), ['1']);
    assert.deepEqual(reaching('x = 1\nf = lambda x=«x»: x\n'), ['1']);
  });
  it('pairs tuples of one length, and else knows no value', () => {
    assert.deepEqual(reaching('a, b = 1, 2\n«b»\n'), ['2']);
    assert.deepEqual(reaching('a, b = f()\n«b»\n'), ['part']);
    assert.deepEqual(reaching('a, *b = 1, 2\n«b»\n'), ['part']);
  });
  it('binds by with, for, except, match, del and augmented assignment', () => {
    assert.deepEqual(reaching('with f() as x:\n    «x»\n'), ['part']);
    assert.deepEqual(reaching('for x in y:\n    pass\n«x»\n'), ['part']);
    assert.deepEqual(reaching('try:\n    pass\nexcept E as x:\n    «x»\n'), ['exception']);
    assert.deepEqual(reaching('match y:\n    case [x, *_]:\n        «x»\n'), ['part']);
    assert.deepEqual(reaching('x = 1\ndel x\n«x»\n'), ['deleted']);
    assert.deepEqual(reaching('x = 1\nx += 2\n«x»\n'), ['augmented']);
  });
  it('knows that a name nobody binds is nobody’s', () => {
    const { scopes, use } = scopesAt('print(«undefined»)\n');
    assert.equal(scopes.owner(use), null);
    assert.deepEqual(scopes.reaching(use), []);
  });
  it('reads an operator chain of twenty thousand terms', () => {
    const source = `x = ${Array.from({ length: 20_000 }, () => 'a').join(' + ')}\n`;
    assert.equal(readScopes(parse(source).tree).names.length, 20_001);
  });
});
