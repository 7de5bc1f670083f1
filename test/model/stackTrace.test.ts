// Stack traces in nodes: frames, and the lines of Python with what their nodes give.
import assert from 'node:assert/strict';
import { describeType } from '../../server/src/model/boundary/inputs';
import { readModel } from '../../server/src/model/read';
import { framesOf, lastPart, STACK_TRACE, tracedLines } from '../../server/src/model/stackTrace';
import { FLOAT, model, node, tensor } from './fixtures';

const traced = (text: string) => ({ metadata_props: [{ key: STACK_TRACE, value: text }] });

/** Two blocks of one class, called one after the other. */
const BLOCKS = model({
  node: [
    node(
      'Conv',
      ['x', 'w'],
      ['a'],
      traced(frames([20, 'forward', 'x = self.first(x)'], [9, 'forward', 'y = self.conv(x)'])),
    ),
    node('Constant', [], ['c']),
    node('Relu', ['a'], ['b'], traced(frames([20, 'forward', 'x = self.first(x)'], [10, 'forward', 'return relu(y)']))),
    node(
      'Conv',
      ['b', 'w'],
      ['d'],
      traced(frames([21, 'forward', 'return self.second(x)'], [9, 'forward', 'y = self.conv(x)'])),
    ),
    node(
      'Relu',
      ['d'],
      ['y'],
      traced(frames([21, 'forward', 'return self.second(x)'], [10, 'forward', 'return relu(y)'])),
    ),
  ],
  input: [tensor('x', FLOAT, [1, 3]), tensor('w', FLOAT, [1])],
  output: [tensor('y', FLOAT, [1, 6])],
  value_info: [tensor('a', FLOAT, [1, 4]), tensor('b', FLOAT, [1, 4]), tensor('d', FLOAT, [1, 6])],
});

function frames(...lines: readonly (readonly [line: number, name: string, code: string])[]): string {
  return lines.map(([line, name, code]) => `File "/project/net.py", line ${line}, in ${name}\n    ${code}`).join('\n');
}

describe('stack traces in a model', () => {
  it('are read frame by frame', () => {
    const metadata = {
      [STACK_TRACE]: `${frames([20, 'forward', 'x = self.first(x)'])}\nFile "C:\\code\\net.py", line 9, in relu`,
    };
    assert.deepEqual(framesOf({ metadata }), [
      { file: '/project/net.py', line: 20, function: 'forward', code: 'x = self.first(x)' },
      { file: 'C:\\code\\net.py', line: 9, function: 'relu', code: '' },
    ]);
    assert.deepEqual(framesOf({ metadata: { [STACK_TRACE]: 'no trace\n\n  at all' } }), []);
    assert.deepEqual(framesOf({ metadata: {} }), []);
    assert.equal(lastPart('C:\\code\\net.py'), 'net.py');
  });

  it('tell what each line became, run by run', () => {
    const read = readModel({ length: BLOCKS.length, read: (start, end) => BLOCKS.subarray(start, end) });
    assert.ok(read.ok);
    const lines = tracedLines(read.value).get('net.py') ?? [];
    const told = lines.map(({ line, runs }) => [
      line,
      ...runs.map((nodes) => nodes.map(({ operator, type }) => `${operator} ${type && describeType(type)}`).join(', ')),
    ]);
    assert.deepEqual(told, [
      [20, 'Conv float32[1, 4], Relu float32[1, 4]'],
      [9, 'Conv float32[1, 4]', 'Conv float32[1, 6]'],
      [10, 'Relu float32[1, 4]', 'Relu float32[1, 6]'],
      [21, 'Conv float32[1, 6], Relu float32[1, 6]'],
    ]);
  });
});
