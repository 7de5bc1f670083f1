// half-precision-on-cpu: a model in float16 runs on the CPU.
import { Kind } from '../../analysis/syntax';
import type { Call, Expr, FunctionDef, Module as Tree } from '../../analysis/syntax';
import type { MethodCall, Module } from '../../analysis/module';
import type { Edit } from '../../analysis/text';
import { contains } from '../../analysis/text';
import { rule } from '../rule';

const HALF = /^torch\.(float16|half)$/;

export default rule({
  name: 'half-precision-on-cpu',
  category: 'training',
  severity: 'warning',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['torch'],
  summary: 'A model in float16 runs on the CPU, where it is slow or not implemented',
  docs: `
CPUs have hardly any instructions for float16. PyTorch raises \`"addmm_impl_cpu_" not implemented for 'Half'\` for many
operations, or (since 2.1) converts each value to and fro, which is slower than float32 and less exact. \`bfloat16\` is what
PyTorch recommends on the CPU
([torch.amp](https://pytorch.org/docs/stable/amp.html#cpu-op-specific-behavior)).
`,
  silent: `
- Nothing in the same function puts the model on the CPU in plain words, or it goes to another device.
- The model is not run there: a cast for storage or export.
- \`bfloat16\`.
`,
  messages: {
    half: '`{model}` is cast to float16 and runs on the CPU, where many operations raise for it and the others are slow. Use bfloat16, or float32',
  },
  examples: [
    {
      title: 'in one chain',
      bad: `
import torch
def predict(model, rows):
    model = model.half().cpu()
#           ^^^^^^^^^^^^
    with torch.no_grad():
        return model(rows.half())`,
      good: `
import torch
def predict(model, rows):
    model = model.bfloat16().cpu()
    with torch.no_grad():
        return model(rows.half())`,
    },
    {
      title: 'in two statements, and by to()',
      bad: `
import torch
def predict(model, rows):
    model.cpu()
    model.half()
#   ^^^^^^^^^^^^
    return model(rows)
def score(net, rows):
    net = net.to("cpu", dtype=torch.float16)
#                             ^^^^^^^^^^^^^
    return net(rows)`,
      good: `
import torch
def predict(model, rows):
    model.cpu()
    model.bfloat16()
    return model(rows)
def score(net, rows):
    net = net.to("cpu", dtype=torch.bfloat16)
    return net(rows)`,
    },
    {
      title: 'on a GPU, only stored, or bfloat16',
      fine: `
import torch
def predict(model, rows, device="cuda"):
    model = model.half().to(device)
    return model(rows)
def shrink(model, path):
    model = model.cpu().half()
    torch.save(model.state_dict(), path)
def keep(features):
    return features.half().cpu().numpy()
def score(model, rows):
    model = model.cpu().bfloat16()
    return model(rows)
def both(model, rows):
    model = model.half().cpu()
    if torch.cuda.is_available():
        model = model.cuda()
    return model(rows)`,
    },
  ],
  *check(module) {
    const reported = new Set<FunctionDef | Tree>();
    for (const call of module.methodCalls('half', 'to')) {
      const at = call.method === 'half' ? call.node : halfArgument(module, call.node);
      const home = module.enclosing(call.node, Kind.FunctionDef, Kind.Module);
      const model = rootOf(call.node);
      if (at === null || home === null || model === null || reported.has(home)) continue;
      if (call.method === 'half' && call.node.args.length > 0) continue;
      if (!runsOnCpu(module, home, model, call)) continue;
      reported.add(home);
      const edit: Edit =
        at === call.node && call.node.func.kind === Kind.Attribute
          ? { start: call.node.func.attrStart, end: call.node.func.end, text: 'bfloat16' }
          : { start: at.start, end: at.end, text: module.textOf(at).replace(/\w+$/, 'bfloat16') };
      const fixes = [{ title: 'Use bfloat16', edits: [edit] }];
      yield { at, message: 'half', data: { model }, fixes };
    }
  },
});

/** `torch.float16` among the arguments of `to`. */
function halfArgument(module: Module, call: Call): Expr | null {
  const values = [...call.args, ...call.keywords.filter(({ arg }) => arg === 'dtype').map(({ value }) => value)];
  return values.find((value) => value.kind === Kind.Attribute && HALF.test(module.qualifiedName(value) ?? '')) ?? null;
}

/** The name at the root of a chain of calls: `model` of `model.cpu().half()`. */
function rootOf(call: Call): string | null {
  let at: Expr = call;
  while (at.kind === Kind.Call && at.func.kind === Kind.Attribute) at = at.func.value;
  return at.kind === Kind.Name ? at.id : null;
}

/** In the function: the model is put on the CPU in plain words and nowhere else, and called after the cast. */
function runsOnCpu(module: Module, home: FunctionDef | Tree, model: string, cast: MethodCall): boolean {
  const moves = module.methodCalls('cpu', 'cuda', 'to', 'float', 'double', 'to_empty', 'xpu').filter(({ node }) => {
    return (
      contains(home, node) && rootOf(node) === model && module.enclosing(node, Kind.FunctionDef, Kind.Module) === home
    );
  });
  let onCpu = false;
  for (const move of moves) {
    const where = move.method === 'to' ? deviceOf(module, move) : move.method === 'cpu' ? 'cpu' : 'elsewhere';
    if (where === 'elsewhere') return false;
    onCpu ||= where === 'cpu';
  }
  const run = module.scopes.calls.some(({ func }) => {
    if (func.kind !== Kind.Name || func.id !== model || func.start < cast.node.end) return false;
    return module.enclosing(func, Kind.FunctionDef, Kind.Module) === home;
  });
  return onCpu && run;
}

/** What `to(…)` says of the device; null if nothing. */
function deviceOf(module: Module, { node }: MethodCall): 'cpu' | 'elsewhere' | null {
  const given = [...node.args, ...node.keywords.map(({ value }) => value)].filter((value) => {
    return !/^torch\.(float|half|bfloat|double|channels_last|contiguous_format)/.test(
      module.qualifiedName(value) ?? '',
    );
  });
  const [device] = given;
  if (device === undefined) return null;
  return module.stringOf(device) === 'cpu' ? 'cpu' : 'elsewhere';
}
