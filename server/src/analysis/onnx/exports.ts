// Exports of torch models to ONNX in the code: the sample they are traced with, the names given, and by which exporter.
import { ConstValue, Kind } from '../syntax';
import type { Dict, Expr } from '../syntax';
import type { CallSite, Module } from '../module';
import { comparedTo } from '../libraryVersion';
import { meaningOf } from '../meanings';
import { literalPath } from '../paths';
import { writtenName } from './writtenNames';
import type { WrittenName } from './writtenNames';

export interface TorchExport {
  readonly call: CallSite;
  readonly model: Expr | null;
  /** The tensors the model is traced with, in order; null if they are not listed. */
  readonly samples: readonly Expr[] | null;
  /** Where the model goes; null if that is computed, or a buffer. */
  readonly path: string | null;
  /** null: not given, or not written out. */
  readonly inputNames: readonly WrittenName[] | null;
  readonly outputNames: readonly WrittenName[] | null;
  /** `dynamic_axes={…}` as it is written; null if it is not given or computed. */
  readonly dynamicAxes: Dict | null;
  /** By the exporter built on torch.export; null if the default of an unknown version decides. */
  readonly dynamo: boolean | null;
}

const EXPORTS = ['torch.onnx.export', 'torch.onnx.utils.export'];

/** Calls of `torch.onnx.export`, in source order. */
export function torchExports(module: Module): readonly TorchExport[] {
  return module.callsTo(...EXPORTS).map((call) => {
    const axes = call.argument(null, 'dynamic_axes');
    const given = axes === null ? null : module.definition(axes);
    return {
      call,
      model: call.argument(0, 'model'),
      samples: samplesOf(module, call.argument(1, 'args')),
      path: literalPath(module, call.argument(2, 'f'), (expr) => meaningOf(module, expr)),
      inputNames: namesOf(module, call.argument(null, 'input_names')),
      outputNames: namesOf(module, call.argument(null, 'output_names')),
      dynamicAxes: given?.kind === Kind.Dict ? given : null,
      dynamo: usesDynamo(module, call),
    };
  });
}

/** A tuple lists the arguments; a dictionary at its end holds those by keyword. */
function samplesOf(module: Module, args: Expr | null): readonly Expr[] | null {
  const given = args === null ? null : module.definition(args);
  if (args === null || given === null || given.kind === Kind.Dict) return null;
  if (given.kind !== Kind.Tuple) return [args];
  const hides = given.elts.some((element) => {
    const { kind } = module.definition(element);
    return kind === Kind.Starred || kind === Kind.Dict;
  });
  return hides ? null : given.elts;
}

function namesOf(module: Module, given: Expr | null): readonly WrittenName[] | null {
  const list = given === null ? null : module.definition(given);
  if (list?.kind !== Kind.List && list?.kind !== Kind.Tuple) return null;
  const names = list.elts.map((element) => writtenName(module, element)).filter((name) => name !== null);
  return names.length === list.elts.length ? names : null;
}

/** `dynamo=`, else the default: on from torch 2.9. */
function usesDynamo(module: Module, call: CallSite): boolean | null {
  const given = call.argument(null, 'dynamo');
  if (given !== null) {
    const value = module.definition(given);
    return value.kind === Kind.Const && value.value !== ConstValue.None ? value.value === ConstValue.True : null;
  }
  const order = call.hidden ? 'unknown' : comparedTo(module, 'torch', '2.9');
  return order === 'newer' ? true : order === 'older' ? false : null;
}
