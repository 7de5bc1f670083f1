// unsynchronized-timing: the clock is read while the GPU still computes.
import { BinaryOperator, Kind, walk } from '../../analysis/syntax';
import type { Assign, Call, Expr, FunctionDef, Module as Tree, Node, Stmt } from '../../analysis/syntax';
import { localNameOf } from '../../analysis/locals';
import type { Module } from '../../analysis/module';
import { insertBefore, siblingsOf } from '../../analysis/statements';
import { mentions, quotes } from '../../analysis/mentions';
import type { Fix } from '../rule';
import { rule } from '../rule';

const CLOCK = /^time\.(time|perf_counter|monotonic|process_time|time_ns|perf_counter_ns)$/;
/** Wait for the GPU, or may do so. */
const WAITS =
  /synchronize|\.item\(|\.cpu\(|\.numpy\(|\.tolist\(|\bprint\(|Event|record\(|elapsed_time|\bfloat\(|\bbool\(|profil|\.nonzero\(|barrier|\bif\b/;

export default rule({
  name: 'unsynchronized-timing',
  category: 'training',
  severity: 'information',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['torch'],
  summary: 'GPU work is timed without waiting for it: the clock measures only how it is queued',
  docs: `
CUDA operations are queued and run later; the Python code goes on at once. Two readings of the clock around them measure how
long it takes to queue, not to compute, and the work is charged to whatever waits for it next
([CUDA semantics](https://pytorch.org/docs/stable/notes/cuda.html#asynchronous-execution): "a consequence of the asynchronous
execution is that time measurements without synchronizations are not accurate").
`,
  silent: `
- \`torch.cuda.synchronize()\`, events, or anything that needs the values (\`item\`, \`cpu\`, \`print\`, \`if\`) stands between the readings.
- Nothing in the same function says \`cuda\` in plain words.
- The readings are around a whole epoch or more: a loop lies between them.
`,
  messages: {
    queued:
      'The GPU may still compute when the clock is read here: the time is that of queueing `{work}`. Call `torch.cuda.synchronize()` before both readings',
  },
  examples: [
    {
      title: 'a forward pass',
      bad: `
import time
import torch
def measure(model, x):
    x = x.cuda()
    start = time.perf_counter()
    model(x)
    elapsed = time.perf_counter() - start
#             ^^^^^^^^^^^^^^^^^^^^^^^^^^^
    return elapsed`,
      good: `
import time
import torch
def measure(model, x):
    x = x.cuda()
    torch.cuda.synchronize()
    start = time.perf_counter()
    model(x)
    torch.cuda.synchronize()
    elapsed = time.perf_counter() - start
    return elapsed`,
    },
    {
      title: 'synchronized, on the CPU, or not known',
      fine: `
import time
import torch
def measure(model, x):
    x = x.cuda()
    torch.cuda.synchronize()
    start = time.perf_counter()
    model(x)
    torch.cuda.synchronize()
    return time.perf_counter() - start
def on_cpu(model, x):
    start = time.perf_counter()
    model(x)
    elapsed = time.perf_counter() - start
    return elapsed
def loss_of(model, x):
    x = x.cuda()
    start = time.perf_counter()
    value = model(x).sum().item()
    elapsed = time.perf_counter() - start
    return value, elapsed
def epoch(model, loader):
    model.cuda()
    start = time.time()
    for x, y in loader:
        model(x.cuda())
    elapsed = time.time() - start
    return elapsed`,
    },
  ],
  *check(module) {
    for (const begin of module.all(Kind.Assign)) {
      const [name, ...others] = begin.targets;
      if (name?.kind !== Kind.Name || others.length > 0 || !readsClock(module, begin.value)) continue;
      const found = endOf(module, begin, name.id);
      if (found === null || !isOnGpu(module, begin)) continue;
      const { end, reading, between } = found;
      const work = workIn(module, between);
      if (work === null || between.some((stmt) => WAITS.test(module.textOf(stmt)) || loops(stmt))) continue;
      const related = [{ start: begin.start, end: begin.end, message: 'The clock starts here' }];
      yield {
        at: reading,
        message: 'queued',
        data: { work: module.textOf(work.func) },
        related,
        fixes: fixesOf(module, begin, end),
      };
    }
  },
});

function readsClock(module: Module, expr: Expr): boolean {
  return expr.kind === Kind.Call && CLOCK.test(module.qualifiedName(expr.func) ?? '');
}

/** The statement of the same block that reads the clock again and takes the first reading off. */
function endOf(
  module: Module,
  begin: Assign,
  name: string,
): { end: Stmt; reading: Expr; between: readonly Stmt[] } | null {
  const block = siblingsOf(module, begin);
  const first = block.indexOf(begin) + 1;
  for (let i = first; i < block.length; i++) {
    const end = block[i]!;
    let reading: Expr | null = null;
    walk(end, (node) => {
      if (node.kind !== Kind.BinOp || node.op !== BinaryOperator.Sub || !readsClock(module, node.left)) return;
      if (node.right.kind === Kind.Name && node.right.id === name) reading = node;
    });
    if (reading !== null)
      return end.kind === Kind.For || end.kind === Kind.While ? null : { end, reading, between: block.slice(first, i) };
    if (end.kind === Kind.Assign && end.targets.some((target) => target.kind === Kind.Name && target.id === name))
      return null;
  }
  return null;
}

/** The function says in plain words that it computes on CUDA. */
function isOnGpu(module: Module, begin: Node): boolean {
  const home: FunctionDef | Tree | null = module.enclosing(begin, Kind.FunctionDef, Kind.Module);
  const text = home === null ? '' : module.textOf(home);
  if (mentions(module, /is_available/) || quotes(module, /^["']cpu["']$/)) return false;
  return /\.cuda\(\)|\.to\(["']cuda|device=["']cuda/.test(text);
}

/** The first call of what may be a model, or of `backward`. */
function workIn(module: Module, between: readonly Stmt[]): Call | null {
  let work: Call | null = null;
  for (const stmt of between) {
    walk(stmt, (node) => {
      if (work !== null || node.kind !== Kind.Call) return;
      const { func } = node;
      const isModel = /(^|\.)(model|net|network|\w*conv\d*|layer\w*|encoder|decoder)$/i.test(module.textOf(func));
      if (isModel || (func.kind === Kind.Attribute && func.attr === 'backward')) work = node;
    });
  }
  return work;
}

function loops(stmt: Stmt): boolean {
  let found = false;
  walk(stmt, (node) => {
    if (node.kind === Kind.For || node.kind === Kind.While) found = true;
    return !found;
  });
  return found;
}

function fixesOf(module: Module, begin: Stmt, end: Stmt): Fix[] {
  const torch = localNameOf(module, 'torch', begin.start);
  if (torch === null) return [];
  const edits = [begin, end].map((stmt) => insertBefore(module, stmt, `${torch}.cuda.synchronize()`));
  return [{ title: 'Wait for the GPU before both readings', edits }];
}
