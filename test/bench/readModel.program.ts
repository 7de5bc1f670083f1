// Reads a model once in a process of its own, by our reader or by protobufjs, and prints what that took.
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { summarize } from '../../server/src/model/summary';
import { readModelFile } from '../../server/src/runtime/files';
import { messageType } from '../model/schema';

const [reader, file = ''] = process.argv.slice(2);

/** The name of the first operator: proof that the structure is there. */
function read(): string {
  if (reader === 'protobufjs') {
    const decoded = messageType('ModelProto').toObject(messageType('ModelProto').decode(readFileSync(file)));
    return String(decoded['graph'].node[0].op_type);
  }
  const result = readModelFile(file);
  if (!result.ok) throw new Error(result.problem.what);
  summarize(result.value);
  return result.value.graph.nodes[0]?.operator ?? '';
}

const before = process.memoryUsage.rss();
const start = performance.now();
const operator = read();
const time = performance.now() - start;
const memory = (process.memoryUsage.rss() - before) / 2 ** 20;
if (operator !== 'MatMul') throw new Error(`read ${operator}`);
console.log(JSON.stringify({ time, memory }));
