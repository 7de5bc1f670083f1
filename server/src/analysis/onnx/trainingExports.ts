// Exports that record a torch module in the mode it is in: by which call, and whether the result is kept.
import { Kind } from '../syntax';
import type { Call } from '../syntax';
import { callForm } from '../calls';
import { usesOfName } from '../meanings';
import type { Module } from '../module';
import { torchExports } from './exports';

/** Whether an export writes the mode of the module into what is kept. Each exporter has its own way. */
export function exportKeepsMode(module: Module, call: Call): boolean {
  const name = module.qualifiedName(call.func);
  if (name === 'torch.onnx.dynamo_export') return true;
  if (name !== 'torch.onnx.export') return isSaved(module, call);
  const exported = torchExports(module).find((each) => each.call.node === call);
  const training = callForm(call, module.source).argument(null, 'training');
  // The mode that is asked for is meant: `TrainingMode.TRAINING` is how models for training on a device are made.
  if (training !== null) return (module.qualifiedName(training) ?? '').endsWith('PRESERVE');
  return exported?.dynamo === true;
}

/** `traced.save(…)`, `torch.jit.save(traced, …)`, `torch.export.save(program, …)`, or directly. */
function isSaved(module: Module, call: Call): boolean {
  const around = module.parent(call);
  if (around?.kind === Kind.Attribute) return around.attr === 'save';
  if (around?.kind === Kind.Call) return isSave(module, around);
  const [target] = around?.kind === Kind.Assign ? around.targets : [];
  if (target?.kind !== Kind.Name) return false;
  return usesOfName(module, target).some((use) => {
    const user = module.parent(use);
    if (module.definition(use) !== call || user === null) return false;
    return user.kind === Kind.Attribute ? user.attr === 'save' : user.kind === Kind.Call && isSave(module, user);
  });
}

function isSave(module: Module, call: Call): boolean {
  return /^torch\.(?:jit|export)\.save$/.test(module.qualifiedName(call.func) ?? '');
}
