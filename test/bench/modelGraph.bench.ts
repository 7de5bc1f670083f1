// The graph of 5,000 nodes: from the file to the folded picture, and its layout; and that of fifty nodes as they are.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { layoutRequest } from '../../media/onnx/graph/canvas';
import { layout } from '../../media/onnx/graph/layout';
import { createModelGraphs } from '../../server/src/lsp/modelGraph';
import { FLOAT, model, node, tensor } from '../model/fixtures';
import type { Measurement } from './measurement';

export const name = 'Graph of a model';

/** The best of them counts: whatever else the machine does only adds. */
const ROUNDS = 40;

export async function run(): Promise<readonly Measurement[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'heldout-bench-'));
  try {
    const large = measured(folder, 500, 10);
    const small = measured(folder, 5, 10);
    const best = `best of ${ROUNDS}`;
    return [
      { what: `5,000 nodes: file to folded picture, ${best}`, value: large.picture, unit: 'ms', target: 50 },
      { what: `layout of its ${large.items} items`, value: large.layout, unit: 'ms', target: 500 },
      { what: 'what travels to the page', value: large.bytes, unit: 'bytes' },
      { what: `50 nodes: file to picture, ${best}`, value: small.picture, unit: 'ms', target: 50 },
      { what: `layout of its ${small.items} items in frames`, value: small.layout, unit: 'ms', target: 500 },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function measured(folder: string, blocks: number, size: number) {
  const file = path.join(folder, `${blocks}.onnx`);
  writeFileSync(file, residual(blocks, size));
  const uri = pathToFileURL(file).href;
  const graphs = createModelGraphs();
  const asked = { uri, path: [], query: { path: [], open: null } };
  const picture = graphs.picture(asked).value;
  if (picture === undefined) throw new Error('no picture');
  const request = layoutRequest(picture, (text) => text.length * 7);
  return {
    picture: bestOf(() => {
      graphs.closed(uri);
      graphs.picture(asked);
    }),
    layout: bestOf(() => layout(request)),
    items: picture.items.length,
    bytes: JSON.stringify(picture).length,
  };
}

function bestOf(work: () => unknown): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const started = performance.now();
    work();
    return performance.now() - started;
  });
  return Math.min(...times);
}

/** Blocks of a chain with an edge around it, named as torch.onnx names them. */
function residual(blocks: number, size: number): Uint8Array {
  const nodes = Array.from({ length: blocks }, (_, block) => {
    const start = block === 0 ? 'x' : `t${block}`;
    const end = block === blocks - 1 ? 'y' : `t${block + 1}`;
    const inner = (index: number): string => (index === 0 ? start : `t${block}_${index}`);
    const chain = Array.from({ length: size - 1 }, (__, index) =>
      node('Relu', [inner(index)], [inner(index + 1)], { name: `/encoder/layer.${block}/relu_${index}/Relu` }),
    );
    return [...chain, node('Add', [inner(size - 1), start], [end], { name: `/encoder/layer.${block}/Add` })];
  }).flat();
  return model({ node: nodes, input: [tensor('x', FLOAT, [4])], output: [tensor('y', FLOAT, [4])] });
}
