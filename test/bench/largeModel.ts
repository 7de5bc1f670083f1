// A model of 500 MB with real weights, written piece by piece so that no process needs it whole in memory.
import { closeSync, openSync, writeSync } from 'node:fs';
import { FLOAT, node, tensor } from '../model/fixtures';
import { encode } from '../model/schema';

/** 100 layers of 1,150 × 1,150 float32: 529 MB. */
const LAYERS = 100;
const WIDTH = 1150;

/** Writes the model; returns its bytes. */
export function writeLargeModel(file: string): number {
  const size = WIDTH * WIDTH * 4;
  const heads = Array.from({ length: LAYERS }, (_, layer) => tensorHead(`layer${layer}.weight`, size));
  const rest = encode('GraphProto', {
    name: 'large',
    node: Array.from({ length: LAYERS }, (_, layer) => [
      node('MatMul', [`h${layer}`, `layer${layer}.weight`], [`m${layer}`], { name: `layer${layer}/MatMul` }),
      node('Relu', [`m${layer}`], [`h${layer + 1}`], { name: `layer${layer}/Relu` }),
    ]).flat(),
    input: [tensor('h0', FLOAT, ['batch', WIDTH])],
    output: [tensor(`h${LAYERS}`, FLOAT, ['batch', WIDTH])],
  });
  const initializers = heads.map((head) => Buffer.concat([field(5, head.length + size), head]));
  const graphLength = rest.length + initializers.reduce((sum, head) => sum + head.length + size, 0);
  const start = encode('ModelProto', { ir_version: 10, producer_name: 'bench', opset_import: [{ version: 21 }] });

  const descriptor = openSync(file, 'w');
  let written = 0;
  const write = (bytes: Uint8Array): void => void (written += writeSync(descriptor, bytes));
  write(Buffer.concat([start, field(7, graphLength), rest]));
  const weights = Buffer.from(Float32Array.from({ length: size / 4 }, (_, index) => Math.sin(index) / WIDTH).buffer);
  for (const [layer, head] of initializers.entries()) {
    weights.writeFloatLE(layer, 0);
    write(head);
    write(weights);
  }
  closeSync(descriptor);
  return written;
}

/** A TensorProto up to its data. */
function tensorHead(name: string, size: number): Buffer {
  return Buffer.concat([encode('TensorProto', { dims: [WIDTH, WIDTH], data_type: FLOAT, name }), field(9, size)]);
}

/** Tag and length of a length-delimited field. */
function field(number: number, length: number): Buffer {
  const bytes = [number * 8 + 2];
  let rest = length;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Buffer.from([...bytes, rest]);
}
