// The Graph tab without a page: layout, pan and zoom, walking by keys, labels, curves.
import assert from 'node:assert/strict';
import { curve } from '../../media/onnx/graph/draw';
import { edgeText, labelOf, spoken } from '../../media/onnx/graph/labels';
import { layout, type Box, type Layout, type LayoutRequest } from '../../media/onnx/graph/layout';
import { placesBeside } from '../../media/onnx/graph/places';
import { centred, fitted, panned, revealed, welcome, zoomed } from '../../media/onnx/graph/viewport';
import { firstItem, nextItem } from '../../media/onnx/graph/walk';

const item = (id: string, scope: string | null = null) => ({ id, width: 100, height: 40, scope });
const edge = (from: string, to: string) => ({ from, to });
const inside = (inner: Box, outer: Box): boolean =>
  inner.x >= outer.x - 0.5 &&
  inner.y >= outer.y - 0.5 &&
  inner.x + inner.width <= outer.x + outer.width + 0.5 &&
  inner.y + inner.height <= outer.y + outer.height + 0.5;
const apart = (a: Box, b: Box): boolean =>
  a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;

const SCOPED: LayoutRequest = {
  items: [
    item('in'),
    item('a', 'outer'),
    item('b', 'inner'),
    item('c', 'inner'),
    item('d', 'other'),
    item('e', 'other'),
    item('f', 'other'),
    item('g', 'other'),
    item('h', 'other'),
    item('out'),
  ],
  edges: [
    edge('in', 'a'),
    edge('a', 'b'),
    edge('b', 'c'),
    edge('c', 'd'),
    edge('in', 'c'),
    edge('d', 'out'),
    edge('d', 'e'),
    edge('e', 'f'),
    edge('d', 'f'),
    edge('f', 'g'),
    edge('g', 'h'),
    edge('d', 'g'),
    edge('d', 'h'),
    edge('e', 'g'),
    edge('e', 'h'),
    edge('f', 'h'),
  ],
  scopes: [
    { id: 'outer', parent: null },
    { id: 'inner', parent: 'outer' },
    { id: 'other', parent: null },
  ],
};

function checkLayout(request: LayoutRequest, made: Layout): void {
  const boxes = Object.values(made.items);
  for (const [index, box] of boxes.entries()) {
    assert.ok(Number.isFinite(box.x + box.y), 'a place is a number');
    assert.ok(inside(box, { x: 0, y: 0, width: made.width, height: made.height }), 'all is in the drawing');
    for (const other of boxes.slice(index + 1)) assert.ok(apart(box, other), 'items overlap');
  }
  for (const { id, scope } of request.items) {
    if (scope !== null) assert.ok(inside(made.items[id]!, made.scopes[scope]!), `${id} is outside its frame`);
    for (const { id: frame } of request.scopes) {
      const isIn = scope === frame || request.scopes.some((each) => each.id === scope && each.parent === frame);
      if (!isIn) assert.ok(apart(made.items[id]!, made.scopes[frame]!), `${id} is in the frame ${frame}`);
    }
  }
  for (const [index, points] of made.edges.entries()) {
    const { from, to } = request.edges[index]!;
    const near = ({ x, y }: { x: number; y: number }, box: Box) =>
      inside(
        { x, y, width: 0, height: 0 },
        { x: box.x - 1, y: box.y - 1, width: box.width + 2, height: box.height + 2 },
      );
    const around = request.items.filter(({ id }) => id === from || id === to).map(({ scope }) => scope);
    const [frame] = new Set(around).size === 1 ? around : [null];
    const border =
      frame === null || frame === undefined
        ? { x: 0, y: 0, width: made.width, height: made.height }
        : made.scopes[frame]!;
    for (const { x, y } of points) assert.ok(inside({ x, y, width: 0, height: 0 }, border), `${from} → ${to} leaves`);
    assert.ok(points.length >= 2, `${from} → ${to} has no way`);
    assert.ok(near(points[0]!, made.items[from]!), `${from} → ${to} does not start at ${from}`);
    assert.ok(near(points.at(-1)!, made.items[to]!), `${from} → ${to} does not end at ${to}`);
  }
}

describe('the layout of a graph', () => {
  it('has items in their frames, nothing over another, and edges from item to item', () => {
    checkLayout(SCOPED, layout(SCOPED));
  });

  it('keeps an edge that goes around items of a frame in the frame', () => {
    const names = ['conv', 'norm', 'relu', 'conv2', 'norm2', 'add'];
    const inner = names.map((id) => ({ ...item(id, 'block'), width: id === 'add' ? 64 : 160 }));
    const made = layout({
      items: [item('before'), ...inner],
      edges: [
        edge('before', 'conv'),
        ...names.slice(1).map((id, index) => edge(names[index]!, id)),
        edge('before', 'add'),
      ],
      scopes: [{ id: 'block', parent: null }],
    });
    const frame = made.scopes['block']!;
    for (const { x, y } of made.edges.at(-1)!) {
      assert.ok(y < frame.y || inside({ x, y, width: 6, height: 0 }, frame), `${x}, ${y}`);
      assert.ok(y < frame.y || x >= frame.x + 6, 'it runs on the border');
    }
  });

  it('goes from top to bottom', () => {
    const { items } = layout(SCOPED);
    assert.ok(items['in']!.y < items['a']!.y && items['b']!.y < items['c']!.y && items['d']!.y < items['out']!.y);
  });

  it('takes empty, single, unconnected and circular graphs', () => {
    assert.deepEqual(layout({ items: [], edges: [], scopes: [] }).items, {});
    checkLayout({ items: [item('a')], edges: [], scopes: [] }, layout({ items: [item('a')], edges: [], scopes: [] }));
    const request = {
      items: [item('a', 's'), item('b'), item('c', 's'), item('d')],
      edges: [edge('a', 'b'), edge('b', 'c'), edge('c', 'a')],
      scopes: [{ id: 's', parent: null }],
    };
    checkLayout(request, layout(request));
  });

  it('is in time for all that a picture may hold', function () {
    this.timeout(30_000);
    // Twelve blocks with skip connections, unfolded: more than is shown unfolded by itself.
    const scopes = Array.from({ length: 12 }, (_, block) => ({ id: `s${block}`, parent: null }));
    const items = Array.from({ length: 120 }, (_, index) => item(`n${index}`, `s${Math.floor(index / 10)}`));
    const edges = items
      .slice(1)
      .flatMap(({ id }, index) => [
        edge(`n${index}`, id),
        ...(index % 5 === 0 && index >= 4 ? [edge(`n${index - 4}`, id)] : []),
      ]);
    const request = { items, edges, scopes };
    layout(SCOPED);
    const started = performance.now();
    const made = layout(request);
    const took = performance.now() - started;
    checkLayout(request, made);
    // On an idle machine a fifth of it.
    assert.ok(took < 2500, `${took.toFixed(0)} ms`);
  });
});

describe('pan and zoom', () => {
  const screen = { width: 800, height: 600 };

  it('keeps what is under the pointer where it is', () => {
    const view = { x: 30, y: -50, scale: 0.8 };
    const next = zoomed(view, 1.5, 200, 100);
    assert.ok(Math.abs((200 - view.x) / view.scale - (200 - next.x) / next.scale) < 1e-9);
    assert.equal(zoomed(view, 1e9, 0, 0).scale, 4);
    assert.equal(zoomed(view, 1e-9, 0, 0).scale, 0.05);
    assert.deepEqual(panned(view, 5, -5), { x: 35, y: -55, scale: 0.8 });
  });

  it('fits, and starts at the top where all would be too small to read', () => {
    assert.deepEqual(fitted({ width: 1600, height: 600 }, screen), { x: 0, y: 150, scale: 0.5 });
    assert.deepEqual(fitted({ width: 80, height: 60 }, screen), { x: 360, y: 270, scale: 1 });
    assert.deepEqual(welcome({ width: 400, height: 9000 }, screen), { x: 200, y: 8, scale: 1 });
    assert.equal(welcome({ width: 1000, height: 700 }, screen).scale, 0.8);
  });

  it('moves only as far as is needed', () => {
    const view = { x: 0, y: 0, scale: 1 };
    const box = { x: 100, y: 100, width: 50, height: 20 };
    assert.equal(revealed(view, box, screen), view);
    assert.deepEqual(revealed(view, { ...box, x: 5000 }, screen), centred({ ...box, x: 5000 }, screen, 1));
    assert.ok(revealed({ ...view, scale: 0.1 }, box, screen).scale > 0.5, 'what is shown can be read');
  });
});

describe('walking through a graph', () => {
  const edges = [edge('in', 'left'), edge('in', 'right'), edge('left', 'out'), edge('right', 'out')];
  const request = { items: ['in', 'left', 'right', 'out'].map((id) => item(id)), edges, scopes: [] };
  const made = layout(request);

  it('follows edges down and up, and rows to the side', () => {
    assert.equal(firstItem(made), 'in');
    const below = nextItem('in', 'ArrowDown', edges, made);
    assert.ok(below === 'left' || below === 'right');
    assert.equal(nextItem(below, 'ArrowDown', edges, made), 'out');
    assert.equal(nextItem('out', 'ArrowDown', edges, made), null);
    assert.equal(nextItem(below, 'ArrowUp', edges, made), 'in');
    const [west, east] = made.items['left']!.x < made.items['right']!.x ? ['left', 'right'] : ['right', 'left'];
    assert.equal(nextItem(west, 'ArrowRight', edges, made), east);
    assert.equal(nextItem(east, 'ArrowLeft', edges, made), west);
    assert.equal(nextItem(east, 'ArrowRight', edges, made), null);
    assert.equal(nextItem('gone', 'ArrowDown', edges, made), null);
  });
});

describe('labels of a graph', () => {
  const type = { kind: 'tensor', elementType: 'float32', shape: [1, null, 'h'] } as const;

  it('say what is there, and what is not known', () => {
    const input = { kind: 'input', id: 'i', name: 'x', type } as const;
    assert.deepEqual(labelOf(input), { title: 'x', remark: 'float32 1 × ? × h' });
    assert.equal(spoken(input), 'Input, x, float32 1 × ? × h');
    const tensors = [{ name: 't', type }];
    assert.equal(edgeText({ from: 'a', to: 'b', count: 1, tensors }), '1 × ? × h');
    assert.equal(edgeText({ from: 'a', to: 'b', count: 3, tensors }), '3 tensors');
    assert.equal(edgeText({ from: 'a', to: 'b', count: 1, tensors: [{ name: 't', type: null }] }), '');
    const operators = [
      { operator: 'Conv', count: 4 },
      { operator: 'Add', count: 1 },
    ];
    const group = {
      kind: 'group',
      id: 'g',
      name: 'layer1',
      count: 5,
      nodes: [[0, 4]],
      operators,
      scope: null,
    } as const;
    assert.equal(labelOf(group).remark, '5 nodes: 4 Conv, Add');
    assert.ok(labelOf({ ...group, name: 'a'.repeat(200) }).title.length <= 30);
  });

  it('draw edges as curves', () => {
    const at = (x: number, y: number) => ({ x, y });
    assert.equal(curve([at(0, 0), at(0, 10), at(10, 20)]), 'M0 0L0 5Q0 10 5 15L10 20');
    assert.equal(curve([at(0, 0), at(4, 4)]), 'M0 0L4 4');
    assert.equal(curve([]), '');
  });
});

describe('what edges carry', () => {
  const box = (x: number, y: number) => ({ x, y, width: 60, height: 30 });
  const straight = [
    { x: 30, y: 30 },
    { x: 30, y: 80 },
    { x: 30, y: 130 },
  ];

  it('is written right of the middle of the edge where nothing is there', () => {
    assert.deepEqual(placesBeside([box(0, 0), box(0, 130)])(straight, '1 × 3'), { x: 36, y: 84 });
    assert.deepEqual(placesBeside([])([], 'x'), { x: 6, y: 4 });
  });

  it('is written left of it, or further along, where an item is in the way', () => {
    const place = placesBeside([box(40, 65)]);
    assert.deepEqual(place(straight, '1 × 3'), { x: 30 - 6 - 30, y: 84 });
    const both = placesBeside([box(40, 65), box(-40, 65)]);
    assert.deepEqual(both(straight, '1 × 3'), { x: 36, y: 59 });
  });
});
