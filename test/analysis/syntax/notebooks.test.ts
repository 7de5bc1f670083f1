// Notebook cells: Python with IPython's additions. What IPython runs has no problems.
import assert from 'node:assert/strict';
import { Kind, KIND_NAMES, parse, type Stmt, type Syntax } from '../../../server/src/analysis/syntax';
import { assertWellFormed } from './wellFormed';

function cell(source: string): Syntax {
  return parse(source, { notebook: true });
}

/** Kinds of the statements, with the bodies of magics in brackets. */
function shape(statements: readonly Stmt[]): string {
  return statements
    .map((statement) => {
      const name = KIND_NAMES[statement.kind]!;
      return statement.kind === Kind.Magic && statement.body.length > 0 ? `${name}(${shape(statement.body)})` : name;
    })
    .join(' ');
}

describe('notebook cells', () => {
  const accepted: readonly [name: string, source: string, shape: string][] = [
    ['line magics', '%matplotlib inline\nx = 1\n', 'Magic Assign'],
    ['a magic in a block', 'if x:\n    %load_ext a\n    y\n', 'If'],
    ['a magic with a blank', '% matplotlib inline\n', 'Magic'],
    ['commands', '!pip install -q a>=1 "b c"\n!ls | wc -l\n!!ls\n', 'Magic Magic Magic'],
    ['a command that goes on', '!pip install \\\n    a b\nx\n', 'Magic ExprStmt'],
    ['assigned magics', 'files = !ls *.csv\nx = %who_ls\na, b = !ls\n', 'Assign Assign Assign'],
    ['help', 'df?\ndf.head??\n?df\n??df.head\nstr.*find*?\n%time?\n', 'Magic Magic Magic Magic Magic Magic'],
    ['help with a comment', 'df?  # what is it\n', 'Magic'],
    [
      'timed statements',
      '%time x = f(1)\n%timeit -n 10 -r3 f(x)\n%prun -l 5 g()\n',
      'Magic(Assign) Magic(ExprStmt) Magic(ExprStmt)',
    ],
    ['a timed loop', '%time for i in x: f(i)\n', 'Magic(For)'],
    ['nothing timed', '%time\n%timeit -n 10\n', 'Magic Magic'],
    ['a timed cell', '%%time\nx = 1\ny = 2\n', 'Magic(Assign Assign)'],
    ['a captured cell', '%%capture out\nf()\n', 'Magic(ExprStmt)'],
    ['a timed cell after blank lines', '\n\n%%timeit -n 1\nf()\n', 'Magic(ExprStmt)'],
    ['a cell of another language', '%%bash\nfor f in *; do echo $f; done\n', 'Magic'],
    ['a cell of HTML', '%%html\n<b>"</b>\n', 'Magic'],
    ['a cell of a file', '%%writefile a.py\nx = (\n', 'Magic'],
    ['a timed cell with magics in it', '%%time\n!ls\nx = 1\n%who\n', 'Magic(Magic Assign Magic)'],
    ['a magic after a semicolon', 'import a; %matplotlib inline\n', 'Import Magic'],
    ['a command after a semicolon', 'x = 1; !ls\ny\n', 'Assign Magic ExprStmt'],
    ['quiet output', 'plt.plot(x);\n', 'ExprStmt'],
    ['top-level await', 'x = await f()\nasync for y in z:\n    pass\nasync with a:\n    pass\n', 'Assign For With'],
    ['a cell that is indented', '    x = 1\n    if x:\n        y = 2\n', 'Assign If'],
    ['prompts of Python', '>>> x = 1\n>>> if x:\n...     y = 2\n', 'Assign If'],
    ['prompts of IPython', 'In [1]: x = (1,\n   ...: 2)\n', 'Assign'],
    ['calls without parentheses', '/f 1\n,f a b\n;f a b\n', 'Magic Magic Magic'],
    ['pip without its sign', 'pip install a\nimport a\n', 'Magic Import'],
    ['nothing but a comment', '# a\n', ''],
    ['nothing', '', ''],
    ['operators that look like magics', 'x = a % b\ny = (a\n% b)\nz = a != b\n', 'Assign Assign Assign'],
    [
      'commands without a sign, of paths and options',
      'ls ./data/\ncd ..\nls -l\nmkdir -p a/b\ncd ~\nrm *.csv\n',
      'Magic '.repeat(6).trim(),
    ],
    ['arithmetic of such names', 'ls - 1\ncd / a\ncd.x\nls * 2\n', 'ExprStmt ExprStmt ExprStmt ExprStmt'],
    ['names that look like commands', 'ls = 1\ncd = ls\npip\nls if cd else pip\n', 'Assign Assign ExprStmt ExprStmt'],
    ['what a magic takes, even if it is not Python', '%timeit -n1 -r1 print f(1)\nx = 1\n', 'Magic(ExprStmt) Assign'],
    ['a magic with quotes left open', "%time it's\nx = 1\n", 'Magic(ExprStmt) Assign'],
  ];
  for (const [name, source, expected] of accepted) {
    it(name, () => {
      const { tree, problems } = cell(source);
      assert.deepEqual(problems, []);
      assert.equal(shape(tree.body), expected);
    });
  }

  it('gives the value of an assigned magic a place', () => {
    const source = 'files = !ls *.csv\n';
    const [assign] = cell(source).tree.body;
    assert.ok(assign!.kind === Kind.Assign && assign.value.kind === Kind.MagicExpr);
    assert.equal(source.slice(assign.value.start, assign.value.end), '!ls *.csv');
  });

  it('reads the statement of a magic as anywhere', () => {
    const source = 'a = 1\n%timeit -n 10 -r 3 f(a)\n';
    const magic = cell(source).tree.body[1];
    assert.ok(magic?.kind === Kind.Magic);
    const [statement] = magic.body;
    assert.equal(source.slice(statement!.start, statement!.end), 'f(a)');
    assert.equal(source.slice(magic.start, magic.end), '%timeit -n 10 -r 3 f(a)');
  });

  it('keeps the tree well-formed where a magic takes what is no Python', () => {
    for (const source of ['%time x: ===**  a\n', '%timeit -n 10 with nonlocal <>\n', '%time f(\n', '%time x =\n']) {
      assertWellFormed(source, cell(source));
    }
  });

  it('still tells what is wrong with the rest', () => {
    assert.equal(cell('%matplotlib inline\nx = (\n').problems.length, 1);
    assert.equal(cell('%%time\nx = = 1\n').problems.length, 1);
    assert.equal(cell('return 1\n').problems.length, 1);
  });

  it('is Python alone in a script', () => {
    for (const source of ['%matplotlib inline\n', '!ls\n', 'x?\n', 'x = !ls\n', '%%time\n', 'await x\n']) {
      assert.equal(parse(source).problems.length, 1, source);
    }
  });
});
