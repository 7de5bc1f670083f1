// unscaled-accumulation: gradients of several batches are added up, but the loss is not divided by their number.
import { BinaryOperator, Kind, walk } from '../../analysis/syntax';
import type { Expr, If, Node, Stmt } from '../../analysis/syntax';
import { lossCalls } from '../../analysis/losses';
import type { MethodCall, Module } from '../../analysis/module';
import { insertBefore, statementOf } from '../../analysis/statements';
import { contains } from '../../analysis/text';
import { runsEveryRound, trainingLoops } from '../../analysis/training';
import type { Loop, OptimizerStep } from '../../analysis/training';
import type { Fix } from '../rule';
import { rule } from '../rule';

/** Their step has the same length whatever the gradients are multiplied with; clipping and eps still change. */
const SCALE_FREE = /^torch\.optim\.(\w+\.)?(Adam|AdamW|NAdam|RAdam|Adamax|RMSprop|Adagrad|Adadelta|Rprop)$/;

export default rule({
  name: 'unscaled-accumulation',
  category: 'training',
  severity: 'warning',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['torch'],
  summary: 'Gradients of k batches are accumulated without dividing the loss by k',
  docs: `
\`backward()\` adds gradients. Stepping only every k-th batch is meant to act like one batch that is k times as large, but a
mean loss then gives the *sum* of k means: gradients are k times too large, the learning rate is in effect multiplied by k,
and clipping cuts off at another norm
([Gradient accumulation](https://pytorch.org/docs/stable/notes/amp_examples.html#gradient-accumulation) divides the loss).
Optimizers like Adam undo the factor in their step, but not in clipping and weight decay: there this is information only.
`,
  silent: `
- The loss is divided or weighted anywhere on its way (\`loss / k\`, \`loss * w\`, \`/=\`), or its reduction is a sum.
- Gradients are changed before the step, or a function we cannot see computes the loss.
- Gradients are zeroed every round, so that nothing is accumulated.
- A framework drives the loop (Accelerate's \`accumulate\` divides by itself).
`,
  messages: {
    unscaled:
      'The step runs every `{count}` batches, and `{loss}` is a mean that is not divided by it: gradients are {count} times too large. Divide the loss before `backward()`',
  },
  examples: [
    {
      title: 'a step every fourth batch',
      bad: `
import torch
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for i, (x, y) in enumerate(loader):
    loss = torch.nn.functional.cross_entropy(model(x), y)
    loss.backward()
#   ^^^^^^^^^^^^^^^
    if (i + 1) % 4 == 0:
        optimizer.step()
        optimizer.zero_grad()`,
      good: `
import torch
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for i, (x, y) in enumerate(loader):
    loss = torch.nn.functional.cross_entropy(model(x), y)
    loss = loss / 4
    loss.backward()
    if (i + 1) % 4 == 0:
        optimizer.step()
        optimizer.zero_grad()`,
    },
    {
      title: 'the number has a name, and gradients are scaled',
      bad: `
import torch
def train(model, loader, scaler, accumulation_steps=4):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    criterion = torch.nn.CrossEntropyLoss()
    for i, (x, y) in enumerate(loader):
        loss = criterion(model(x), y)
        scaler.scale(loss).backward()
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        if i % accumulation_steps == 0:
            scaler.step(optimizer)
            scaler.update()
            optimizer.zero_grad()`,
      good: `
import torch
def train(model, loader, scaler, accumulation_steps=4):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    criterion = torch.nn.CrossEntropyLoss()
    for i, (x, y) in enumerate(loader):
        loss = criterion(model(x), y)
        loss = loss / accumulation_steps
        scaler.scale(loss).backward()
        if i % accumulation_steps == 0:
            scaler.step(optimizer)
            scaler.update()
            optimizer.zero_grad()`,
    },
    {
      title: 'divided, weighted or summed',
      fine: `
import torch
import torch.nn.functional as F
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for i, (x, y) in enumerate(loader):
    loss = F.cross_entropy(model(x), y) / 4
    loss.backward()
    if i % 4 == 3:
        optimizer.step()
        optimizer.zero_grad()
for i, (x, y) in enumerate(loader):
    loss = F.cross_entropy(model(x), y)
    (loss / 4).backward()
    if i % 4 == 3:
        optimizer.step()
        optimizer.zero_grad()
for i, (x, y) in enumerate(loader):
    loss = F.cross_entropy(model(x), y, reduction="sum")
    loss.backward()
    if i % 4 == 3:
        optimizer.step()
        optimizer.zero_grad()`,
    },
    {
      title: 'nothing accumulates, or the loss is not seen',
      fine: `
import torch
import torch.nn.functional as F
from losses import weighted
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for i, (x, y) in enumerate(loader):
    optimizer.zero_grad()
    F.cross_entropy(model(x), y).backward()
    if i % 1 == 0:
        optimizer.step()
for i, (x, y) in enumerate(loader):
    loss = weighted(model(x), y)
    loss.backward()
    if i % 4 == 3:
        optimizer.step()
        optimizer.zero_grad()`,
    },
  ],
  *check(module) {
    for (const { loop, backwards, steps } of trainingLoops(module)) {
      const [backward, ...others] = backwards;
      if (backward === undefined || others.length > 0 || !runsEveryRound(module, backward.node, loop)) continue;
      const step = steps.find(({ everyRound }) => !everyRound);
      const found = step === undefined ? null : everyFew(module, step, loop);
      if (step === undefined || found === null || zeroedEveryRound(module, loop)) continue;
      const loss = lossOf(module, backward);
      if (loss === null || !isPlainMean(module, loss, loop) || /\.grad\b/.test(module.textOf(loop))) continue;
      const count = module.textOf(found.count);
      const related = [{ ...step.call.callee, message: `The step runs every ${count} batches` }];
      yield {
        at: backward.node,
        message: 'unscaled',
        data: { count, loss: module.textOf(loss) },
        related,
        ...(isScaleFree(module, step) ? { severity: 'information' as const } : {}),
        fixes: fixesOf(module, statementOf(module, backward.node), loss, count),
      };
    }
  },
});

/** The `if (i + 1) % k == 0` around a step, with its k; null if the condition is another one. */
function everyFew(module: Module, { call }: OptimizerStep, loop: Loop): { test: If; count: Expr } | null {
  for (let at: Node | null = module.parent(call.node); at !== null && at !== loop; at = module.parent(at)) {
    if (at.kind !== Kind.If || !at.body.some((stmt) => contains(stmt, call.node))) continue;
    const { test } = at;
    if (test.kind !== Kind.Compare || test.left.kind !== Kind.BinOp || test.left.op !== BinaryOperator.Mod) return null;
    const count = test.left.right;
    const isPlain =
      count.kind === Kind.Name ||
      count.kind === Kind.Attribute ||
      (count.kind === Kind.Num && Number(module.textOf(count)) > 1);
    return isPlain ? { test: at, count } : null;
  }
  return null;
}

function zeroedEveryRound(module: Module, loop: Loop): boolean {
  return module.methodCalls('zero_grad').some(({ node }) => contains(loop, node) && runsEveryRound(module, node, loop));
}

/** `loss` of `loss.backward()` and of `scaler.scale(loss).backward()`. */
function lossOf(module: Module, { receiver }: MethodCall): Expr | null {
  if (receiver.kind === Kind.Name) return receiver;
  if (receiver.kind !== Kind.Call || receiver.func.kind !== Kind.Attribute || receiver.func.attr !== 'scale')
    return null;
  const [loss] = receiver.args;
  return loss?.kind === Kind.Name ? loss : null;
}

/** The loss comes from a known loss with its default reduction, and nothing in the loop is done to it. */
function isPlainMean(module: Module, loss: Expr, loop: Loop): boolean {
  if (loss.kind !== Kind.Name) return false;
  const bindings = module.scopes.reaching(loss);
  const sources = bindings.map(({ value }) => value);
  const known = lossCalls(module);
  const plain = sources.every((source) => {
    const made = known.find(({ call }) => call === source);
    return (
      made !== undefined &&
      [made.call, made.made].every(
        (call) =>
          call === null ||
          !call.keywords.some(
            ({ arg }) => arg === 'reduction' || arg === null || arg === 'size_average' || arg === 'reduce',
          ),
      )
    );
  });
  let changed = false;
  walk(loop, (node) => {
    if (node.kind === Kind.AugAssign && node.target.kind === Kind.Name && node.target.id === loss.id) changed = true;
    return !changed;
  });
  return bindings.length > 0 && plain && !changed;
}

function isScaleFree(module: Module, { call }: OptimizerStep): boolean {
  const made = module.definition(call.node.args[0] ?? call.receiver);
  return made.kind === Kind.Call && SCALE_FREE.test(module.qualifiedName(made.func) ?? '');
}

function fixesOf(module: Module, statement: Stmt | null, loss: Expr, count: string): Fix[] {
  const name = module.textOf(loss);
  if (statement?.kind !== Kind.ExprStmt) return [];
  return [
    { title: `Divide the loss by ${count}`, edits: [insertBefore(module, statement, `${name} = ${name} / ${count}`)] },
  ];
}
