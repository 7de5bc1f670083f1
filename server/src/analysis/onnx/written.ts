// Written models: the calls that write a model file in the code, and where it goes.
import { Kind } from '../syntax';
import type { Call, Expr } from '../syntax';
import { meaningOf } from '../meanings';
import type { Module } from '../module';
import { literalPath, pathThroughModules } from '../paths';
import { MODEL_WRITERS } from '../../knowledge/onnx';
import { concernsModels } from './sites';

export interface WrittenModel {
  readonly call: Call;
  /** The path as the code means it. */
  readonly path: string;
}

/** Converters with the keyword of the path they write to. */
const CONVERTERS: Readonly<Record<string, string>> = {
  'tf2onnx.convert.from_keras': 'output_path',
  'tf2onnx.convert.from_function': 'output_path',
  'tf2onnx.convert.from_graph_def': 'output_path',
  'tf2onnx.convert.from_tflite': 'output_path',
};

/** The calls that write a model file whose path is known, in source order. */
export function writtenModels(module: Module): readonly WrittenModel[] {
  if (!concernsModels(module)) return [];
  const found: WrittenModel[] = [];
  const add = (call: Call, at: Expr | null) => {
    const path = pathThroughModules(module, at, (expr) => meaningOf(module, expr));
    if (path !== null && /\.(?:onnx|ort)$/i.test(path)) found.push({ call, path });
  };
  for (const call of module.callsTo(...Object.keys(MODEL_WRITERS))) {
    const { position, keyword } = MODEL_WRITERS[call.qualifiedName]!;
    const reads =
      call.qualifiedName === 'builtins.open' && !/[wax+]/.test(module.stringOf(call.argument(1, 'mode')) ?? 'r');
    if (!reads) add(call.node, call.argument(position, keyword));
  }
  for (const call of module.callsTo(...Object.keys(CONVERTERS)))
    add(call.node, call.argument(null, CONVERTERS[call.qualifiedName]!));
  for (const call of module.methodCalls('write_bytes')) add(call.node, call.receiver);
  for (const call of module.methodCalls('save'))
    if (isExported(module, call.receiver)) add(call.node, call.argument(0, 'destination'));
  for (const call of module.methodCalls('export')) {
    const path = besideWeights(module, call.receiver, call.argument(null, 'format'));
    if (path !== null) found.push({ call: call.node, path });
  }
  return found.sort((a, b) => a.call.start - b.call.start);
}

/** `torch.onnx.export(…, dynamo=True).save(path)` */
function isExported(module: Module, program: Expr): boolean {
  const made = meaningOf(module, program);
  return made?.kind === Kind.Call && /^torch\.onnx\.(?:dynamo_)?export$/.test(module.qualifiedName(made.func) ?? '');
}

/** `YOLO("runs/best.pt").export(format="onnx")` writes `runs/best.onnx`. */
function besideWeights(module: Module, model: Expr, format: Expr | null): string | null {
  const made = meaningOf(module, model);
  if (module.stringOf(format) !== 'onnx' || made?.kind !== Kind.Call) return null;
  if (!/^ultralytics\.(?:\w+\.)*(?:YOLO|RTDETR|YOLOWorld)$/.test(module.qualifiedName(made.func) ?? '')) return null;
  const weights = literalPath(module, made.args[0] ?? null, (expr) => meaningOf(module, expr));
  return weights?.endsWith('.pt') === true ? weights.replace(/\.pt$/, '.onnx') : null;
}
