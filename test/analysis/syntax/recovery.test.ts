// What is said of damaged code, and what is still understood of it.
import assert from 'node:assert/strict';
import { KIND_NAMES, parse } from '../../../server/src/analysis/syntax';

/** Each problem as `message: text it is at`. */
function problemsOf(source: string): string[] {
  return parse(source).problems.map(({ message, start, end }) => `${message}: ${source.slice(start, end)}`);
}

function statementsOf(source: string): string[] {
  return parse(source).tree.body.map((statement) => KIND_NAMES[statement.kind]!);
}

describe('problems in words', () => {
  const cases: readonly [name: string, source: string, problem: string][] = [
    ['a bracket left open', 'x = f(1, 2\ny = 3\n', "'(' was never closed: ("],
    ['the innermost of several', 'x = f(g(1, 2)\n', "'(' was never closed: ("],
    ['a bracket too many', 'x = f(1))\n', "')' closes nothing: )"],
    ['brackets mixed up', 'x = [1, 2)\ny = 3\n', "')' does not close '[': )"],
    ['a string left open', 'x = "a\ny = 1\n', 'this string is not closed on its line: "a'],
    ['a string and its bracket', 'print("a)\ny = 1\n', 'this string is not closed on its line: "a)'],
    [
      'a docstring left open',
      'def f():\n    """Text.\n    return 1\n',
      'this triple-quoted string is never closed: """Text.',
    ],
    [
      'a docstring closed by two quotes',
      'def f():\n    """Text.""\n\ndef g():\n    """More."""\n',
      'a quote is missing: this string is not closed as it was opened: """Text.""',
    ],
    ['an f-string field left open', 'x = f"{a"\ny = 1\n', "this field of the f-string lacks its '}': {a"],
    ['an empty f-string field', 'x = f"{}"\n', 'this field of the f-string is empty: }'],
    [
      'a lambda in an f-string',
      'f"{lambda a:{b}}"\n',
      'a lambda in a field of an f-string needs parentheses: lambda a:',
    ],
    ['a lone brace', 'x = f"}"\n', "a single '}' must be written '}}' in an f-string: }"],
    ['a colon forgotten', 'if x\n    y\n', "expected ':', found the end of the line: "],
    ['a colon forgotten, block on the line', 'if x: y\nelse return z\n', "expected ':', found 'return': return"],
    ['an assignment for a comparison', 'if x = 1:\n    y\n', "'=' cannot stand here; did you mean '=='?: ="],
    ['a comma forgotten', 'f(a b)\n', 'a comma or an operator is missing before this: b'],
    ['a comma forgotten in a list', 'x = [1 2]\n', 'a comma or an operator is missing before this: 2'],
    ['an attribute forgotten', 'df.\ny = 2\n', 'expected an attribute name, found the end of the line: '],
    ['an operand forgotten', 'x = 1 +\ny = 2\n', 'expected an expression, found the end of the line: '],
    ['a value forgotten', 'x =\ny = 2\n', 'expected an expression, found the end of the line: '],
    ['a keyword for a name', 'class = 1\n', "expected a class name, found '=': ="],
    ['a keyword as an attribute', 'a.class\n', "'class' is a keyword, it cannot be an attribute name: class"],
    ['a literal as a target', '1 = x\n', "'1' cannot be assigned to: 1"],
    ['a call as a target', 'f(x) = 1\n', "'f(x)' cannot be assigned to: f(x)"],
    ['a call deleted', 'del f()\n', "'f()' cannot be deleted: f()"],
    ['a block forgotten', 'def f():\nx = 1\n', "expected an indented block after 'def f': x"],
    ['a block forgotten at the end', 'class A:\n', "expected an indented block after 'class A': "],
    [
      'an indentation without reason',
      'x = 1\n    y = 2\nz = 3\n',
      'this line is indented, but nothing before it opens a block:     ',
    ],
    [
      'a dedent between levels',
      'if x:\n        y\n    z\n',
      'this line is indented less than its block, but not as the one around it:     ',
    ],
    [
      'tabs and spaces',
      'if x:\n        y\n\tz\n',
      'tabs and spaces are mixed so that the indentation is ambiguous: \t',
    ],
    ['an else without if', 'x = 1\nelse:\n    y\n', "'else' belongs to no statement before it: else"],
    ['a try without except', 'try:\n    x\ny = 1\n', "this 'try' has no 'except' and no 'finally': try"],
    ['print as a statement', 'print "a"\n', "'print' is a function since Python 3: write print(…): print"],
    ['the diamond', 'x <> y\n', "'<>' is Python 2; write '!=': <>"],
    ['a leading zero', 'x = 0777\n', 'a number cannot begin with 0; an octal number begins with 0o: 0777'],
    ['letters after a number', 'x = 1abc\n', 'invalid decimal literal: 1abc'],
    ['a strange character', 'x = 1 $ 2\n', "character '$' cannot stand here: $"],
    ['a curly quote', 'x = “a”\n', "character '“' (U+201C) cannot stand here: “"],
    ['a space from a web page', 'x =\u00a01\n', 'invisible character U+00A0 where Python wants a plain space: \u00a0'],
    ['text after a backslash', 'x = 1 + \\ 2\n', 'nothing may follow a backslash on its line: \\'],
    ['a truncated escape', 'x = "\\x4"\n', '\\x must be followed by 2 hexadecimal digits: \\x4'],
    ['an escape without a name', 'x = "\\N"\n', '\\N must be followed by the name of a character in braces: \\N'],
    [
      'an escape whose name is left open',
      'x = "\\N{DEGREE"\ny = "}"\n',
      '\\N must be followed by the name of a character in braces: \\N',
    ],
    ['text in bytes', 'x = b"é"\n', 'a bytes literal can only hold ASCII characters; write others as \\x escapes: é'],
    ['positional after keyword', 'f(a=1, b)\n', 'positional arguments must come before keyword arguments: b'],
    ['an argument twice', 'f(a=1, a=2)\n', "the argument 'a' is given twice: a"],
    ['a parameter twice', 'def f(a, a): pass\n', "the parameter 'a' is there twice: a"],
    [
      'a default before none',
      'def f(a=1, b): pass\n',
      'a parameter without a default cannot follow one with a default: b',
    ],
    ['return outside', 'return 1\n', "'return' needs a function around it: return"],
    ['return in a class', 'class A:\n    return 1\n', "'return' needs a function around it: return"],
    ['yield outside', 'x = yield 1\n', "'yield' needs a function around it: yield"],
    ['await outside', 'def f():\n    await x\n', "'await' needs an 'async def' around it: await"],
    [
      'await in the first iterable of a generator',
      'f(x for x in await y)\n',
      "'await' needs an 'async def' around it: await",
    ],
    ['break outside', 'if x:\n    break\n', "'break' needs a loop around it: break"],
    [
      'continue in the else of a loop',
      'for x in y:\n    pass\nelse:\n    continue\n',
      "'continue' needs a loop around it: continue",
    ],
    ['import star inside', 'def f():\n    from a import *\n', "'import *' can only stand at the top of a module: *"],
    ['nonlocal at the top', 'nonlocal x\n', "'nonlocal' needs a function around it: nonlocal"],
    ['a star alone', 'x = *y\n', "a '*' expression needs a comma after it here: *y"],
    [
      'an unreachable case',
      'match x:\n    case y:\n        pass\n    case 1:\n        pass\n',
      'this matches everything: what follows is never reached: y',
    ],
  ];
  for (const [name, source, problem] of cases) {
    it(name, () => assert.deepEqual(problemsOf(source), [problem]));
  }
});

describe('what damage leaves', () => {
  it('keeps the statements after an open bracket', () => {
    assert.deepEqual(statementsOf('x = f(1,\nimport a\ndef g(): pass\n'), ['Assign', 'Import', 'FunctionDef']);
    assert.deepEqual(statementsOf('x = f(1, [2\ny = 3\nz = 4\n'), ['Assign', 'Assign', 'Assign']);
  });

  it('ends an open bracket where two operands would stand side by side', () => {
    assert.deepEqual(statementsOf('def f():\n    x = g(a\n    b = 1\n    return b\ny = 1\n'), [
      'FunctionDef',
      'Assign',
    ]);
    const [definition] = parse('def f():\n    x = g(a\n    b = 1\n    return b\n').tree.body;
    assert.ok(definition !== undefined && 'body' in definition);
    assert.equal(definition.body.length, 3);
  });

  it('keeps the body of a function whose parameters are left open', () => {
    const [definition] = parse('def f(a, b:\n    x = 1\n    if x:\n        y = 2\n').tree.body;
    assert.ok(definition !== undefined && 'body' in definition);
    assert.equal(definition.body.length, 2);
  });

  it('keeps the block of a header that is damaged', () => {
    const [loop] = parse('for x in in y:\n    a = 1\n    b = 2\n').tree.body;
    assert.ok(loop !== undefined && 'body' in loop);
    assert.equal(loop.body.length, 2);
  });

  it('keeps the block of an else that lost its if', () => {
    const [orphan] = parse('else:\n    a = 1\n').tree.body;
    assert.equal(KIND_NAMES[orphan!.kind], 'ErrorStmt');
    assert.ok('body' in orphan! && orphan.body.length === 1);
  });

  it('keeps lines that are indented for no reason', () => {
    assert.deepEqual(statementsOf('x = 1\n    y = 2\nz = 3\n'), ['Assign', 'Assign', 'Assign']);
  });

  it('gives children that lie inside their parents', () => {
    for (const source of [
      'x =\n',
      'f(a,\n',
      'if\n',
      'def\n',
      'a.\n',
      'x[\n',
      'for\n',
      '@\n',
      'f"{',
      'class A(\n',
      'lambda\n',
      'with\n',
    ]) {
      const { tree } = parse(source);
      assert.ok(
        tree.body.every(({ start, end }) => start >= 0 && start <= end && end <= source.length),
        source,
      );
    }
  });
});
