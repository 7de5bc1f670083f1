// Going through trees, and what they keep alive.
import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { KIND_NAMES, Kind, parents, parse, pathTo, walk, type Node } from '../../../server/src/analysis/syntax';
import { flushNames } from '../../../server/src/analysis/syntax/names';
import { EVERY_KIND_OF_NODE } from '../../../server/src/analysis/syntax/shapes';

describe('walk', () => {
  const source = '@a\ndef f(b=c):\n    return {d: e, **g}\n';

  it('visits nodes before their children, in the order of the fields', () => {
    const names: string[] = [];
    walk(parse(source).tree, (node) => {
      names.push(KIND_NAMES[node.kind]!);
    });
    assert.deepEqual(names, [
      'Module',
      'FunctionDef',
      'Param',
      'Name',
      'Return',
      'Dict',
      'Name',
      'Name',
      'Name',
      'Name',
    ]);
  });

  it('leaves out what it is told to', () => {
    const names: string[] = [];
    walk(parse(source).tree, (node) => {
      names.push(KIND_NAMES[node.kind]!);
      return node.kind !== Kind.Param && node.kind !== Kind.Return;
    });
    assert.deepEqual(names, ['Module', 'FunctionDef', 'Param', 'Return', 'Name']);
  });

  it('finds parents and paths', () => {
    const { tree } = parse(source);
    const parentOf = parents(tree);
    const at = source.indexOf('e, **g');
    const path = pathTo(tree, { start: at, end: at + 1 });
    assert.deepEqual(
      path.map(({ kind }) => KIND_NAMES[kind]),
      ['Module', 'FunctionDef', 'Return', 'Dict', 'Name'],
    );
    const upwards: Node[] = [];
    for (let node: Node | undefined = path.at(-1); node !== undefined; node = parentOf.get(node)) upwards.unshift(node);
    assert.deepEqual(upwards, path);
  });

  it('goes through chains of any length', () => {
    let count = 0;
    walk(parse(`x = ${'1 + '.repeat(100_000)}1\n`).tree, () => {
      count++;
    });
    assert.equal(count, 200_004);
  });
});

describe('parsing many texts', () => {
  it('keeps the shape of every kind of node alive', () => {
    const missing = new Set(KIND_NAMES);
    walk(parse(EVERY_KIND_OF_NODE, { notebook: true }).tree, ({ kind }) => {
      missing.delete(KIND_NAMES[kind]!);
    });
    assert.deepEqual([...missing], []);
  });

  it('gives one string for one name, and other trees stay as they are', () => {
    const first = parse('name_in_both = 1\n').tree;
    flushNames();
    const second = parse('other = name_in_both\n').tree;
    const [assign] = first.body;
    assert.ok(assign?.kind === Kind.Assign && assign.targets[0]?.kind === Kind.Name);
    assert.equal(assign.targets[0].id, 'name_in_both');
    const [other] = second.body;
    assert.ok(other?.kind === Kind.Assign && other.value.kind === Kind.Name);
    assert.equal(other.value.id, 'name_in_both');
  });

  it('gives names in the normal form of Python', () => {
    const [statement] = parse('ﬁt\n').tree.body;
    assert.ok(statement?.kind === Kind.ExprStmt && statement.value.kind === Kind.Name);
    assert.equal(statement.value.id, 'fit');
  });

  it('keeps no source alive', function () {
    this.timeout(60_000);
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    const used = (): number => {
      collect();
      return process.memoryUsage().heapUsed;
    };
    const syntaxOf = (number: number): unknown => {
      const filler = String.fromCharCode(97 + (number % 26)).repeat(4_000_000);
      return parse(
        `a_rather_long_name_${number} = "x"  # ${filler}\na_rather_long_name is_not_python\nf(a_rather_long_function) = 1\n`,
      );
    };
    syntaxOf(0);
    const before = used();
    const kept = Array.from({ length: 20 }, (_, number) => syntaxOf(number));
    const grown = used() - before;
    assert.equal(kept.length, 20);
    assert.ok(grown < 20_000_000, `${grown} bytes are kept of 80,000,000 of source`);
  });
});
