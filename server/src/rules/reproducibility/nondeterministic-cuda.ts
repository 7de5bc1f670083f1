// nondeterministic-cuda: training on CUDA with algorithms that add in any order.
import { Kind } from '../../analysis/syntax';
import type { Expr } from '../../analysis/syntax';
import { localNameOf } from '../../analysis/locals';
import type { Module } from '../../analysis/module';
import { insertBefore, topStatementOf } from '../../analysis/statements';
import { trainingLoops } from '../../analysis/training';
import { mentions } from '../../analysis/mentions';
import type { Fix } from '../rule';
import { rule } from '../rule';

export default rule({
  name: 'nondeterministic-cuda',
  category: 'reproducibility',
  severity: 'off',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['torch'],
  summary: 'Training on CUDA without deterministic algorithms: two runs with one seed differ',
  docs: `
Several CUDA operations add numbers in an order that changes from run to run (\`atomicAdd\`), and cuDNN may choose between
algorithms. With all seeds set, two trainings still differ, at first in the last digits and after some epochs in the scores
([Reproducibility](https://pytorch.org/docs/stable/notes/randomness.html#avoiding-nondeterministic-algorithms)).
\`torch.use_deterministic_algorithms(True)\` takes deterministic ones or raises. They may be slower, so this rule is off unless
you ask for it.
`,
  silent: `
- The file sets \`use_deterministic_algorithms\` or \`cudnn.deterministic\`, or calls a function named after determinism or seeds.
- The device is found out when the program runs, or nothing is trained.
- A framework drives the loop: it has a setting of its own.
`,
  messages: {
    undetermined:
      'This trains on CUDA with algorithms that are not deterministic: two runs with the same seed differ. Call `torch.use_deterministic_algorithms(True)` first',
  },
  examples: [
    {
      title: 'a loop on the GPU',
      bad: `
import torch
optimizer = torch.optim.Adam(model.parameters())
def train(model, loader):
    model.cuda()
    for x, y in loader:
        optimizer.zero_grad()
        criterion(model(x.cuda()), y.cuda()).backward()
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        optimizer.step()`,
      good: `
import torch
torch.use_deterministic_algorithms(True)
torch.backends.cudnn.benchmark = False
optimizer = torch.optim.Adam(model.parameters())
def train(model, loader):
    model.cuda()
    for x, y in loader:
        optimizer.zero_grad()
        criterion(model(x.cuda()), y.cuda()).backward()
        optimizer.step()`,
    },
    {
      title: 'deterministic, or on whatever device there is',
      fine: `
import torch
torch.backends.cudnn.deterministic = True
device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
optimizer = torch.optim.Adam(model.parameters())
for x, y in loader:
    optimizer.zero_grad()
    criterion(model(x.to(device)), y.to(device)).backward()
    optimizer.step()`,
    },
  ],
  *check(module) {
    if (mentions(module, /deterministic|reproducib|seed_everything|set_seed/i) || !usesCuda(module)) return;
    const loop = trainingLoops(module).find(({ steps }) => steps.length > 0);
    const [backward] = loop?.backwards ?? [];
    if (backward === undefined) return;
    yield { at: backward.callee, message: 'undetermined', fixes: fixesOf(module) };
  },
});

/** `x.cuda()`, or `to("cuda")`, also through a name; not where the device is found out. */
function usesCuda(module: Module): boolean {
  const isCuda = (expr: Expr | undefined): boolean => {
    const made = expr === undefined ? null : module.definition(expr);
    if (made === null) return false;
    if (made.kind === Kind.Call && module.qualifiedName(made.func) === 'torch.device') return isCuda(made.args[0]);
    return (module.stringOf(made) ?? '').startsWith('cuda');
  };
  const moves = module.methodCalls('to').some(({ node }) => isCuda(node.args[0]));
  return moves || module.methodCalls('cuda').some(({ node }) => module.enclosing(node, Kind.If, Kind.IfExp) === null);
}

/** Before the first statement that is no import. */
function fixesOf(module: Module): Fix[] {
  const first = module.tree.body.find((stmt) => {
    const isText = stmt.kind === Kind.ExprStmt && stmt.value.kind === Kind.Str;
    return stmt.kind !== Kind.Import && stmt.kind !== Kind.ImportFrom && stmt.kind !== Kind.Magic && !isText;
  });
  const statement = first === undefined ? null : topStatementOf(module, first);
  if (statement === null || 'decorators' in statement) return decoratedFix(module);
  return [fixBefore(module, statement.start)].filter((fix) => fix !== null);
}

/** A function or class may have decorators above it: the lines go behind the last import instead. */
function decoratedFix(module: Module): Fix[] {
  const imports = module.tree.body.filter((stmt) => stmt.kind === Kind.Import || stmt.kind === Kind.ImportFrom);
  const last = imports.at(-1);
  const torch = last === undefined ? null : localNameOf(module, 'torch', last.end);
  if (last === undefined || torch === null || module.source[last.end] !== '\n') return [];
  return [
    {
      title: 'Use deterministic algorithms',
      edits: [{ start: last.end, end: last.end, text: `\n${linesFor(torch)}` }],
    },
  ];
}

function linesFor(torch: string): string {
  return `${torch}.use_deterministic_algorithms(True)\n${torch}.backends.cudnn.benchmark = False`;
}

function fixBefore(module: Module, offset: number): Fix | null {
  const torch = localNameOf(module, 'torch', offset);
  const statement = module.tree.body.find(({ start }) => start === offset);
  if (torch === null || statement === undefined) return null;
  return { title: 'Use deterministic algorithms', edits: [insertBefore(module, statement, linesFor(torch))] };
}
