// Calls of torch's loss functions: by their function, or through an object of their class made anywhere in the file.
import { Kind } from './syntax';
import type { Call, Expr } from './syntax';
import { meaningOf } from './meanings';
import type { Module } from './module';
import { construction } from './torchModules';

export interface LossCall {
  /** The name of its class, also of the function: `MSELoss`. */
  readonly name: string;
  readonly call: Call;
  /** Where the object was made; null of a function. */
  readonly made: Call | null;
  readonly input: Expr | null;
  readonly target: Expr | null;
}

const FUNCTIONS: Readonly<Record<string, string>> = {
  binary_cross_entropy: 'BCELoss',
  binary_cross_entropy_with_logits: 'BCEWithLogitsLoss',
  cross_entropy: 'CrossEntropyLoss',
  nll_loss: 'NLLLoss',
  mse_loss: 'MSELoss',
  l1_loss: 'L1Loss',
  smooth_l1_loss: 'SmoothL1Loss',
  huber_loss: 'HuberLoss',
};
const CLASS = /^torch\.nn\.(?:modules\.loss\.)?(\w+Loss)$/;
const FUNCTION = /^torch\.nn\.functional\.(\w+)$/;

/** In source order. */
export function lossCalls(module: Module): readonly LossCall[] {
  return module.kept(findCalls);
}

function findCalls(module: Module): readonly LossCall[] {
  if (!module.imports.has('torch')) return [];
  const makesObjects = module.callsMatching(CLASS).length > 0;
  const found: LossCall[] = [];
  for (const call of module.scopes.calls) {
    const named = FUNCTION.exec(module.qualifiedName(call.func) ?? '')?.[1];
    const byFunction = named === undefined ? undefined : FUNCTIONS[named];
    const made = byFunction === undefined && makesObjects ? lossObject(module, call.func) : null;
    const name = byFunction ?? (made === null ? undefined : CLASS.exec(module.qualifiedName(made.func) ?? '')?.[1]);
    if (name === undefined) continue;
    found.push({ name, call, made, input: argument(call, 0, 'input'), target: argument(call, 1, 'target') });
  }
  return found;
}

/** `nn.MSELoss()` behind `criterion`, `self.criterion` or the call itself. */
function lossObject(module: Module, func: Expr): Call | null {
  if (func.kind === Kind.Attribute && (func.value.kind !== Kind.Name || func.value.id !== 'self')) return null;
  // Most calls are of something that is imported or built in.
  if (module.qualifiedName(func) !== null) return null;
  const meaning = meaningOf(module, func);
  return meaning === null ? null : construction(module, meaning);
}

function argument(call: Call, position: number, keyword: string): Expr | null {
  const named = call.keywords.find(({ arg }) => arg === keyword)?.value;
  if (named !== undefined) return named;
  const starred = call.args.findIndex(({ kind }) => kind === Kind.Starred);
  return starred >= 0 && starred <= position ? null : (call.args[position] ?? null);
}
