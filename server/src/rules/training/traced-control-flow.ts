// traced-control-flow: a trace keeps the one branch that the example took.
import { CompareOperator, ConstValue, Kind, walk } from '../../analysis/syntax';
import type { ClassDef, Expr, FunctionDef, Node } from '../../analysis/syntax';
import { meaningOf } from '../../analysis/meanings';
import type { CallSite, Module } from '../../analysis/module';
import { classOf, construction, isModuleClass } from '../../analysis/torchModules';
import { rule } from '../rule';

/** Methods that make a number of the values of a tensor. */
const VALUES = new Set([
  'item',
  'sum',
  'mean',
  'max',
  'min',
  'any',
  'all',
  'norm',
  'std',
  'argmax',
  'argmin',
  'tolist',
]);
const BASES = /^torch\.(jit\.trace|jit\.trace_module|onnx\.export)$/;

export default rule({
  name: 'traced-control-flow',
  category: 'training',
  severity: 'warning',
  fix: 'none',
  since: '0.1.0',
  libraries: ['torch'],
  summary: 'A module that branches on values of a tensor is traced: only one branch is kept',
  docs: `
Tracing runs the module once and records the operations. An \`if\` or a loop that depends on the *values* of a tensor is not recorded:
the trace keeps the way the example took and goes it for every input, with nothing but a \`TracerWarning\`
([torch.jit.trace](https://pytorch.org/docs/stable/generated/torch.jit.trace.html)). \`torch.jit.script\`, and the exporter built on
\`torch.export\` (\`dynamo=True\`), keep control flow or refuse it.
`,
  silent: `
- The module is scripted, or exported with \`dynamo=True\`, or without saying which exporter (it depends on the version).
- It branches on shapes, on \`None\`, on settings, or on \`self.training\`.
- The class of the module is not in the file.
`,
  messages: {
    traced:
      '`{model}` branches on the values of a tensor: the trace keeps only the branch its example takes. Use `torch.jit.script`, or `torch.where` in place of the branch',
  },
  examples: [
    {
      title: 'a branch on the mean',
      bad: `
import torch
from torch import nn
class Gate(nn.Module):
    def forward(self, x):
        if x.mean() > 0:
            return x
        return -x
traced = torch.jit.trace(Gate(), torch.ones(1, 4))
#        ^^^^^^^^^^^^^^^`,
    },
    {
      title: 'scripted, or branches on shapes and settings',
      fine: `
import torch
from torch import nn
class Gate(nn.Module):
    def forward(self, x):
        if x.mean() > 0:
            return x
        return -x
class Plain(nn.Module):
    def __init__(self, wide=False):
        super().__init__()
        self.wide = wide
    def forward(self, x, mask=None):
        if x.shape[0] > 1 or self.training or self.wide:
            return x
        if mask is not None:
            return x * mask
        return -x
scripted = torch.jit.script(Gate())
traced = torch.jit.trace(Plain(), torch.ones(1, 4))`,
    },
  ],
  *check(module) {
    for (const call of module.callsTo('torch.jit.trace', 'torch.onnx.export')) {
      const [model] = call.node.args;
      if (model === undefined || !BASES.test(call.qualifiedName) || !records(call)) continue;
      const meaning = meaningOf(module, model);
      const made = meaning === null ? null : construction(module, meaning);
      const cls = made === null ? null : classOf(module, made.func);
      const branch = cls === null || !isModuleClass(module, cls) ? null : branchOnValues(module, cls);
      if (branch === null) continue;
      const related = [{ start: branch.start, end: branch.end, message: 'It depends on values of a tensor' }];
      yield { at: call.callee, message: 'traced', data: { model: cls?.name ?? '' }, related };
    }
  },
});

/** The exporter to ONNX traces with `dynamo=False`; what it does by default depends on the version. */
function records(call: CallSite): boolean {
  if (call.qualifiedName !== 'torch.onnx.export') return true;
  const dynamo = call.argument(null, 'dynamo');
  return dynamo?.kind === Kind.Const && dynamo.value === ConstValue.False;
}

/** The test of an `if` or `while` in `forward` that asks for values of a parameter. */
function branchOnValues(module: Module, cls: ClassDef): Expr | null {
  const forward = cls.body.find(
    (stmt): stmt is FunctionDef => stmt.kind === Kind.FunctionDef && stmt.name === 'forward',
  );
  let found: Expr | null = null;
  if (forward === undefined || forward.decorators.length > 0) return null;
  walk(forward, (node) => {
    if (node !== forward && (node.kind === Kind.FunctionDef || node.kind === Kind.Lambda)) return false;
    if ((node.kind === Kind.If || node.kind === Kind.While) && asksForValues(module, node.test, forward))
      found ??= node.test;
    return true;
  });
  return found;
}

function asksForValues(module: Module, test: Expr, forward: FunctionDef): boolean {
  let values = false;
  walk(test, (node) => {
    if (node.kind === Kind.Compare && node.ops.some((op) => op === CompareOperator.Is || op === CompareOperator.IsNot))
      return false;
    if (node.kind === Kind.Attribute && /^(shape|ndim|dtype|device|training)$/.test(node.attr)) return false;
    if (node.kind === Kind.Call && node.func.kind === Kind.Attribute && VALUES.has(node.func.attr))
      values ||= isOfParameter(module, node.func.value, forward);
    return !values;
  });
  return values;
}

/** A parameter of `forward` without annotation of another kind, or what layers make of one. */
function isOfParameter(module: Module, expr: Expr, forward: FunctionDef): boolean {
  let at: Node = module.definition(expr);
  while (
    at.kind === Kind.Call ||
    at.kind === Kind.Attribute ||
    at.kind === Kind.Subscript ||
    at.kind === Kind.Compare
  ) {
    if (at.kind === Kind.Attribute && at.attr === 'shape') return false;
    const next: Expr | undefined =
      at.kind === Kind.Call
        ? (at.args[0] ?? (at.func.kind === Kind.Attribute ? at.func.value : undefined))
        : at.kind === Kind.Compare
          ? at.left
          : at.value;
    if (next === undefined) return false;
    at = module.definition(next);
  }
  if (at.kind !== Kind.Name) return false;
  const { id } = at;
  const param = forward.params.slice(1).find(({ name }) => name === id);
  return param !== undefined && (param.annotation === null || /Tensor/.test(module.textOf(param.annotation)));
}
