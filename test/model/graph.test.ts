// The graph of a model: folded by scope, its neighbourhoods, search, details, statistics; bounded and quick.
import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { nodeDetails, storedAt } from '../../server/src/model/graph/details';
import { indexGraph } from '../../server/src/model/graph/indexGraph';
import { pictureOf, withScopes, type ScopedGraph } from '../../server/src/model/graph/picture';
import { scopesOf } from '../../server/src/model/graph/scopes';
import { searchGraph } from '../../server/src/model/graph/search';
import { statisticsOf } from '../../server/src/model/graph/statistics';
import type { GraphItem, GraphPath } from '../../server/src/model/graph/types';
import { readModel } from '../../server/src/model/read';
import { readModelFile } from '../../server/src/runtime/files';
import { FLOAT, graphAttribute, intsAttribute, model, node, tensor, weight, type GraphFields } from './fixtures';
import { sharedFiles } from './shared';

function graphOf(bytes: Uint8Array, path: GraphPath = []): ScopedGraph {
  const read = readModel({ length: bytes.length, read: (start, end) => bytes.subarray(start, end) });
  if (!read.ok) assert.fail(JSON.stringify(read.problem));
  const indexed = indexGraph(read.value, path);
  assert.ok(indexed);
  return withScopes(indexed);
}

const picture = (graph: ScopedGraph, more: object = {}) => pictureOf(graph, { path: [], open: null, ...more });
const names = (items: readonly GraphItem[]): readonly string[] =>
  items.map((item) => (item.kind === 'node' ? item.operator : `${item.kind} ${item.name}`));

const io: GraphFields = { input: [tensor('x', FLOAT, [1, 4])], output: [tensor('y', FLOAT, [1, 4])] };

/** `blocks` modules of `size` nodes in a chain, as torch.onnx names them. */
function chain(blocks: number, size: number, scope = (block: number) => `/encoder/layer.${block}`): Uint8Array {
  const count = blocks * size;
  const name = (index: number) => (index === 0 ? 'x' : index === count ? 'y' : `t${index}`);
  const nodes = Array.from({ length: count }, (_, index) =>
    node(index % 2 === 0 ? 'Relu' : 'Neg', [name(index)], [name(index + 1)], {
      name: `${scope(Math.floor(index / size))}/node_${index % size}`,
    }),
  );
  return model({ ...io, node: nodes });
}

describe('the graph of a model', () => {
  it('shows a small one as it is, with edges by tensor', () => {
    const graph = graphOf(
      model({
        ...io,
        node: [
          node('MatMul', ['x', 'w'], ['h'], { name: 'fc' }),
          node('Add', ['h', 'x'], ['s']),
          node('Relu', ['s'], ['y']),
        ],
        initializer: [weight('w', [4, 4], Array(16).fill(1))],
        value_info: [tensor('h', FLOAT, ['n', 4])],
      }),
    );
    const { items, edges, nodeCount, cut } = picture(graph);
    assert.deepEqual(names(items), ['MatMul', 'Add', 'Relu', 'input x', 'output y']);
    assert.deepEqual([nodeCount, cut], [3, 0]);
    const lines = edges.map(({ from, to, tensors }) => `${from} ${to} ${tensors[0]?.name}`);
    assert.deepEqual(lines.toSorted(), [
      'input:x node:0 x',
      'input:x node:1 x',
      'node:0 node:1 h',
      'node:1 node:2 s',
      'node:2 output:y y',
    ]);
    assert.deepEqual(edges.find(({ from, to }) => from === 'node:0' && to === 'node:1')?.tensors[0]?.type, {
      kind: 'tensor',
      elementType: 'float32',
      shape: ['n', 4],
    });
    const [first] = items;
    assert.equal(first?.kind === 'node' && first.remark, '4 × 4');
    assert.equal(first?.kind === 'node' && first.does, 'linear');
  });

  it('folds constants, and what only makes weights ready, into the nodes that take them', () => {
    const graph = graphOf(
      model({
        ...io,
        node: [
          node('Constant', [], ['c'], { attribute: [{ name: 'value', type: 4, t: weight('', [4], [1, 2, 3, 4]) }] }),
          node('Identity', ['q'], ['w']),
          node('Mul', ['x', 'c'], ['m']),
          node('Add', ['m', 'w'], ['i']),
          node('Identity', ['i'], ['y']),
        ],
        initializer: [weight('q', [4], [1, 2, 3, 4])],
      }),
    );
    assert.deepEqual(names(picture(graph).items), ['Mul', 'Add', 'Identity', 'input x', 'output y']);
    const add = nodeDetails(graph, 3)!;
    assert.deepEqual(add.inputs[1]?.stored?.place, { kind: 'initializer', name: 'q' });
    assert.deepEqual(add.inputs[1]?.stored?.through, ['Identity']);
    const constant = nodeDetails(graph, 2)!.inputs[1]?.stored;
    assert.deepEqual(constant?.place, { kind: 'attribute', node: 0, attribute: 'value' });
    assert.deepEqual(storedAt(graph, constant.place)?.shape, [4]);
  });

  it('takes scopes from names, from outputs and from the metadata of the dynamo exporter', () => {
    const of = (name: string, outputs: string[] = [], metadata: Record<string, string> = {}) =>
      scopesOf({
        name,
        outputs,
        metadata,
        operator: '',
        domain: '',
        overload: '',
        inputs: [],
        attributes: [],
        description: '',
      });
    assert.deepEqual(of('/layer1/layer1.0/conv1/Conv'), ['layer1', 'layer1.0', 'conv1']);
    assert.deepEqual(of('bert/encoder/MatMul'), ['bert', 'encoder']);
    assert.deepEqual(of('Conv_1', ['a/b/out:0']), ['a', 'b']);
    assert.deepEqual(of('Conv_1', ['t']), []);
    const scopes = "['', 'layer1', 'layer1.0', 'layer1.0.conv1', 'conv2d']";
    assert.deepEqual(of('node_conv2d', [], { 'pkg.torch.onnx.name_scopes': scopes }), [
      'layer1',
      'layer1.0',
      'layer1.0.conv1',
    ]);
    assert.ok(of('a/'.repeat(10_000)).length < 100, 'names of hostile files have a bound');
  });

  it('unfolds equal scopes together or not at all, and what is asked for', () => {
    const graph = graphOf(chain(12, 20));
    const whole = picture(graph);
    assert.equal(whole.nodeCount, 240);
    assert.deepEqual(names(whole.items).slice(0, 2), ['group layer.0', 'group layer.1']);
    assert.equal(whole.items.length, 14);
    const [group] = whole.items;
    const open = picture(graph, { open: [group!.id] });
    assert.equal(open.items.length, 33);
    assert.deepEqual(
      open.scopes.map(({ name }) => name),
      ['layer.0'],
    );
    const revealed = picture(graph, { open: [], reveal: 100 });
    assert.ok(revealed.items.some(({ id }) => id === 'node:100'));
    assert.deepEqual(
      revealed.scopes.map(({ name }) => name),
      ['layer.5'],
    );
    assert.deepEqual(picture(graph, { open: ['/no such scope'] }).open, []);
  });

  it('puts thousands side by side into parts, so that no picture is large', () => {
    for (const bytes of [chain(1, 5000, () => ''), chain(2500, 2), chain(5000, 1)]) {
      const graph = graphOf(bytes);
      const folded = picture(graph);
      assert.equal(folded.nodeCount, 5000);
      assert.ok(folded.items.length <= 62, `${folded.items.length} items`);
      const all = picture(graph, { open: [...graph.scopes.keys()] });
      assert.ok(all.items.length <= 400);
      assert.equal(all.items.length + all.cut, 5002, 'what does not fit is told');
      assert.ok(all.edges.length <= 401);
    }
  });

  it('shows what is around a node, and what goes on from there', () => {
    const graph = graphOf(chain(12, 20));
    const { items } = picture(graph, { around: { node: 100, hops: 2 } });
    const nodes = items.flatMap((item) => (item.kind === 'node' ? [item] : []));
    assert.deepEqual(
      nodes.map((item) => item.node),
      [98, 99, 100, 101, 102],
    );
    assert.deepEqual(
      nodes.map(({ beyond }) => beyond),
      [1, 0, 0, 0, 1],
    );
    assert.ok(picture(graph, { around: { node: 100, hops: 1000 } }).items.length <= 100);
    assert.ok(picture(graph, { around: { node: 9999, hops: 1 } }).items.length > 3, 'no such node: the whole graph');
  });

  it('finds by operator, name, tensor and shape', () => {
    const graph = graphOf(
      model({
        ...io,
        node: [
          node('Conv', ['x', 'k'], ['features'], { name: '/stem/Conv', attribute: [intsAttribute('pads', [1, 1])] }),
          node('Relu', ['features'], ['rectified'], { name: '/stem/Relu' }),
          node('Convolve', ['rectified'], ['y'], { domain: 'mine' }),
        ],
        initializer: [weight('k', [2, 4, 1], Array(8).fill(1))],
        value_info: [tensor('features', FLOAT, [1, 3, 224, 224])],
      }),
    );
    const found = (text: string) => searchGraph(graph, text).hits.map((hit) => hit.node);
    assert.deepEqual(found('conv'), [0, 2]);
    assert.deepEqual(found('STEM relu'), [1]);
    assert.deepEqual(found('rectified'), [1, 2]);
    for (const shape of ['1x3x224x224', '[1, 3, 224, 224]', '1 × 3 × 224', '3x224', '1 x 3 x 224']) {
      assert.deepEqual(found(shape), [0, 1], shape);
    }
    assert.deepEqual(found('3x22'), [], 'a size is whole');
    assert.deepEqual(found('2x4x1'), [0], 'of a weight');
    assert.deepEqual(found(''), []);
    assert.deepEqual(searchGraph(graphOf(chain(100, 10)), 'relu').hits.length, 50);
    assert.equal(searchGraph(graphOf(chain(100, 10)), 'relu').total, 500);
  });

  it('opens the bodies of branches, which take tensors from around', () => {
    const body = {
      name: 'then',
      node: [node('Add', ['h', 'h'], ['o'])],
      output: [tensor('o', FLOAT, [1, 4])],
    };
    const bytes = model({
      ...io,
      node: [
        node('Relu', ['x'], ['h']),
        node('If', ['c'], ['y'], {
          attribute: [graphAttribute('then_branch', body), graphAttribute('else_branch', body)],
        }),
      ],
      initializer: [weight('c', [1], [1])],
    });
    const main = graphOf(bytes);
    const { items, edges } = picture(main);
    const branch = items.find((item) => item.kind === 'node' && item.operator === 'If');
    assert.ok(branch?.kind === 'node');
    assert.deepEqual(
      branch.bodies.map(({ name }) => name),
      ['then_branch', 'else_branch'],
    );
    assert.ok(
      edges.some(({ from, to }) => from === 'node:0' && to === 'node:1'),
      'what the body takes is an edge',
    );
    const inner = graphOf(bytes, branch.bodies[0]!.path);
    assert.deepEqual(names(picture(inner).items), ['Add', 'outer h', 'output o']);
    assert.equal(nodeDetails(inner, 0)?.runnable, true);
    assert.equal(nodeDetails(main, 1)?.runnable, true);
    assert.equal(nodeDetails(main, 7), null);
  });

  it('survives edges that make no sense', () => {
    const graph = graphOf(
      model({
        ...io,
        node: [node('A', ['b'], ['a']), node('B', ['a', ''], ['b', 'y']), node('Identity', ['z'], ['z'])],
      }),
    );
    const { edges } = picture(graph);
    assert.ok(edges.some(({ from, to }) => from === 'node:1' && to === 'node:0'));
    assert.equal(nodeDetails(graph, 1)?.inputs[1]?.name, '');
  });
});

describe('statistics of a tensor', () => {
  it('leave out what is not finite, and count it', () => {
    const found = statisticsOf('float32', Float32Array.of(0, 1, 2, 3, NaN, Infinity, -Infinity, 0))!;
    assert.deepEqual([found.range?.min, found.range?.max], [0, 3]);
    assert.ok(Math.abs(found.range!.mean - 1.2) < 1e-12 && Math.abs(found.range!.deviation - Math.sqrt(1.36)) < 1e-12);
    assert.deepEqual([found.count, found.zeros, found.nan, found.infinite], [8, 2, 1, 2]);
    assert.equal(
      found.histogram.reduce((sum, bin) => sum + bin, 0),
      5,
    );
    assert.deepEqual([found.histogram[0], found.histogram.at(-1)], [2, 1]);
  });

  it('are of the numbers that are meant: float16, 64-bit, constant, empty', () => {
    assert.equal(statisticsOf('float16', Uint16Array.of(0x3c00, 0x4000))?.range?.mean, 1.5);
    assert.equal(statisticsOf('int64', BigInt64Array.of(-5n, 5n))?.range?.min, -5);
    assert.deepEqual(statisticsOf('float32', Float32Array.of(2, 2))?.histogram, [2]);
    assert.equal(statisticsOf('float32', new Float32Array(0))?.range, null);
    assert.equal(statisticsOf('string', ['a']), null);
    assert.equal(statisticsOf('complex64', Float32Array.of(1, 2)), null);
  });

  it('are exact where the mean is far from zero', () => {
    const data = Float64Array.from({ length: 1000 }, (_, index) => 1e9 + (index % 2));
    assert.ok(Math.abs(statisticsOf('float64', data)!.range!.deviation - 0.5) < 1e-6);
  });
});

describe('graphs of public models', function () {
  this.timeout(60_000);

  it('are small pictures, in which every node can be found', function () {
    for (const file of sharedFiles(this, '.onnx')) {
      if (statSync(file).size < 2000 || file.includes('conformance')) continue;
      const read = readModelFile(file);
      if (!read.ok) continue;
      const graph = withScopes(indexGraph(read.value, [])!);
      const { items, edges, cut } = picture(graph);
      assert.ok(items.length <= 180 && cut === 0, `${file}: ${items.length} items, ${cut} cut`);
      const ids = new Set(items.map(({ id }) => id));
      assert.equal(ids.size, items.length, `${file}: an id twice`);
      assert.ok(edges.every(({ from, to }) => ids.has(from) && ids.has(to)));
      const inside = [...graph.scopes.values()].reduce((sum, { nodes }) => sum + nodes.length, 0);
      assert.equal(inside, graph.nodes.length - graph.folded.size, `${file}: nodes in scopes`);
      const last = graph.nodes.findLastIndex((_, index) => !graph.folded.has(index));
      assert.ok(
        picture(graph, { reveal: last }).items.some(({ id }) => id === `node:${last}`),
        file,
      );
      assert.ok(nodeDetails(graph, last));
    }
  });
});
