// Tensors inside branches and loops are looked at, however deep; a branch that is not taken gives nothing.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { indexGraph } from '../../server/src/model/graph/indexGraph';
import type { GraphPath } from '../../server/src/model/graph/types';
import type { Graph } from '../../server/src/model/model';
import { readModelFile } from '../../server/src/runtime/files';
import type { RunRequest } from '../../server/src/runtime/protocol';
import {
  FLOAT,
  graphAttribute,
  INT64,
  intAttribute,
  intsAttribute,
  model,
  node,
  tensor,
  weight,
} from '../model/fixtures';
import { SHARED_MODELS } from '../model/shared';
import { testRuntime } from './host';

const BOOL = 9;
const BFLOAT16 = 16;

/** y = c ? (x · 2) + 1 : −x, all inside the branches. */
const BRANCHES = model({
  node: [
    node('Not', ['c'], ['unused']),
    node('If', ['c'], ['y'], {
      attribute: [
        graphAttribute('then_branch', {
          name: 'then',
          node: [node('Mul', ['x', 'two'], ['doubled']), node('Add', ['doubled', 'one'], ['more'])],
          initializer: [weight('two', [1], [2]), weight('one', [1], [1])],
          output: [tensor('more', FLOAT, [2])],
        }),
        graphAttribute('else_branch', {
          name: 'else',
          node: [node('Neg', ['x'], ['less'])],
          output: [tensor('less', FLOAT, [2])],
        }),
      ],
    }),
  ],
  input: [tensor('c', BOOL, []), tensor('x', FLOAT, [2])],
  output: [tensor('y', FLOAT, [2])],
});

/** Three turns; in each an If whose branches have a tensor of a narrow type. */
const NESTED = model({
  node: [
    node('Loop', ['n', '', 'x'], ['last'], {
      attribute: [
        graphAttribute('body', {
          name: 'body',
          node: [
            node('Identity', ['go'], ['on']),
            node('Cast', ['i'], ['turn'], { attribute: [intAttribute('to', BOOL)] }),
            node('If', ['turn'], ['b'], {
              attribute: ['then_branch', 'else_branch'].map((branch) =>
                graphAttribute(branch, {
                  name: branch,
                  node: [
                    node('Cast', ['a'], [`${branch}_narrow`], { attribute: [intAttribute('to', BFLOAT16)] }),
                    node('Cast', [`${branch}_narrow`], [`${branch}_wide`], { attribute: [intAttribute('to', FLOAT)] }),
                  ],
                  output: [tensor(`${branch}_wide`, FLOAT, [2])],
                }),
              ),
            }),
            node('Add', ['b', 'b'], ['c']),
          ],
          input: [tensor('i', INT64, []), tensor('go', BOOL, []), tensor('a', FLOAT, [2])],
          output: [tensor('on', BOOL, []), tensor('c', FLOAT, [2])],
        }),
      ],
    }),
  ],
  input: [tensor('n', INT64, []), tensor('x', FLOAT, [2])],
  output: [tensor('last', FLOAT, [2])],
});

const SCAN = model({
  node: [
    node('Scan', ['start', 'rows'], ['end', 'sums'], {
      attribute: [
        graphAttribute('body', {
          name: 'body',
          node: [node('Add', ['sum', 'row'], ['next']), node('Mul', ['next', 'next'], ['square'])],
          input: [tensor('sum', FLOAT, [1]), tensor('row', FLOAT, [1])],
          output: [tensor('next', FLOAT, [1]), tensor('square', FLOAT, [1])],
        }),
        intAttribute('num_scan_inputs', 1),
        intsAttribute('scan_output_axes', [0]),
      ],
    }),
  ],
  input: [tensor('start', FLOAT, [1]), tensor('rows', FLOAT, [3, 1])],
  output: [tensor('end', FLOAT, [1]), tensor('sums', FLOAT, [3, 1])],
});

const floats = (shape: readonly number[], values: readonly number[]) =>
  ({ kind: 'tensor', elementType: 'float32', shape, data: Float32Array.from(values) }) as const;
const bool = (on: boolean) =>
  ({ kind: 'tensor', elementType: 'bool', shape: [], data: Uint8Array.of(Number(on)) }) as const;

describe('tensors inside branches and loops', function () {
  this.timeout(60_000);
  const { runtime, write } = testRuntime();

  async function look(bytes: Uint8Array, inside: GraphPath, name: string, inputs: NonNullable<RunRequest['inputs']>) {
    const file = write('m.onnx', bytes);
    const result = await runtime().run({ file, inputs, inside, results: [name] });
    assert.ok(result.ok, !result.ok ? `${result.problem.what} ${result.problem.why} ${result.problem.detail}` : '');
    const [output] = result.value.outputs;
    assert.ok(output?.name === name && output.value.kind === 'tensor', JSON.stringify(result.value.refused));
    const { elementType, shape, data } = output.value;
    return [elementType, shape, [...data]];
  }

  it('of the branch that is taken come, of the other nothing', async () => {
    const x = floats([2], [1, 5]);
    const then: GraphPath = [{ node: 1, attribute: 'then_branch' }];
    assert.deepEqual(await look(BRANCHES, then, 'doubled', { c: bool(true), x }), ['float32', [2], [2, 10]]);
    assert.deepEqual(await look(BRANCHES, then, 'more', { c: bool(true), x }), ['float32', [2], [3, 11]]);
    assert.deepEqual(await look(BRANCHES, then, 'doubled', { c: bool(false), x }), ['float32', [0], []]);
    const other: GraphPath = [{ node: 1, attribute: 'else_branch' }];
    assert.deepEqual(await look(BRANCHES, other, 'less', { c: bool(false), x }), ['float32', [2], [-1, -5]]);
  });

  it('of a loop come with all turns, also out of a branch in it', async () => {
    const n = { kind: 'tensor', elementType: 'int64', shape: [], data: BigInt64Array.of(3n) } as const;
    const inputs = { n, x: floats([2], [1, 3]) };
    const body = [{ node: 0, attribute: 'body' }] as const;
    assert.deepEqual(await look(NESTED, body, 'c', inputs), ['float32', [3, 2], [2, 6, 4, 12, 8, 24]]);
    assert.deepEqual(await look(NESTED, body, 'turn', inputs), ['bool', [3], [0, 1, 1]]);
    const once = { ...inputs, n: { ...n, data: BigInt64Array.of(1n) } };
    const branch = [...body, { node: 2, attribute: 'else_branch' }];
    assert.deepEqual(await look(NESTED, branch, 'else_branch_narrow', once), ['bfloat16', [1, 2], [1, 3]]);
  });

  it('of a scan come beside its other results', async () => {
    const inputs = { start: floats([1], [0]), rows: floats([3, 1], [1, 2, 3]) };
    assert.deepEqual(await look(SCAN, [{ node: 0, attribute: 'body' }], 'next', inputs), [
      'float32',
      [3, 1],
      [1, 3, 6],
    ]);
  });

  it('of functions are refused in words', async () => {
    const file = write('m.onnx', BRANCHES);
    const result = await runtime().run({ file, inside: [{ function: 0 }], results: ['doubled'] });
    assert.ok(!result.ok && result.problem.why.includes('inside a function'));
  });

  it('of all bodies of public models come, or are refused in words', async function () {
    const names = ['audio/silero_vad', 'edge/if_mul', 'edge/loop_sub_one'];
    const files = names
      .map((name) => path.join(SHARED_MODELS, 'models', `${name}.onnx`))
      .filter((file) => existsSync(file));
    if (files.length === 0) return this.skip();
    let looked = 0;
    for (const file of files) {
      const read = readModelFile(file);
      assert.ok(read.ok);
      const bodies: GraphPath[] = [];
      const walk = (graph: Graph, at: GraphPath): void => {
        for (const [index, { attributes }] of graph.nodes.entries()) {
          for (const { name, value: held } of attributes) {
            if (held.kind !== 'graph') continue;
            bodies.push([...at, { node: index, attribute: name }]);
            walk(held.graph, bodies.at(-1)!);
          }
        }
      };
      walk(read.value.graph, []);
      for (const body of bodies.slice(0, 6)) {
        const [first] = indexGraph(read.value, body)?.nodes ?? [];
        const [name] = first?.outputs ?? [];
        if (name === undefined) continue;
        const result = await runtime().run({ file, inside: body, results: [name] });
        if (result.ok) looked++;
        else assert.notEqual(result.problem.kind, 'crash');
      }
    }
    assert.ok(looked > 0);
    console.log(`      ${looked} tensors inside looked at`);
  });
});
