// missing-zero-grad: gradients pile up from batch to batch.
import { insertBefore, statementOf } from '../../analysis/statements';
import { mayZeroGradients, runsEveryRound, trainingLoops } from '../../analysis/training';
import type { Loop } from '../../analysis/training';
import { Kind } from '../../analysis/syntax';
import type { Module } from '../../analysis/module';
import { contains } from '../../analysis/text';
import { rule } from '../rule';

export default rule({
  name: 'missing-zero-grad',
  category: 'training',
  severity: 'warning',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['torch'],
  summary: 'Gradients are never set to zero, so they pile up over the batches',
  docs: `
\`backward()\` adds to the gradients that are there. A loop that calls \`backward()\` and \`optimizer.step()\` in every
round and never \`zero_grad()\` moves the weights by the sum of all gradients since the start: training diverges or crawls,
and nothing raises ([torch.optim](https://pytorch.org/docs/stable/optim.html#taking-an-optimization-step)).
`,
  silent: `
- Gradients are accumulated on purpose: \`step()\` stands under a condition.
- Anything in the round zeroes: \`optimizer.zero_grad()\`, \`model.zero_grad()\`, \`p.grad = None\`, a function of the file that does
  so, or a function of another file that is given the model or the optimizer.
- The optimizer is made in the round, or gets a closure (\`LBFGS\`).
- A framework drives the loop: Lightning, Accelerate, DeepSpeed, fastai, Ignite, Composer.
`,
  messages: {
    piling:
      '`{optimizer}.step()` runs every round, but its gradients are never zeroed: they add up over all batches. Call `{optimizer}.zero_grad()` before `backward()`',
  },
  examples: [
    {
      title: 'a loop over batches',
      bad: `
import torch
optimizer = torch.optim.Adam(model.parameters())
for x, y in loader:
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
#   ^^^^^^^^^^^^^^`,
      good: `
import torch
optimizer = torch.optim.Adam(model.parameters())
for x, y in loader:
    loss = criterion(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()`,
    },
    {
      title: 'zeroed once for each epoch, not for each batch',
      bad: `
import torch
from torch import optim
def train(model, loader, optimizer):
    for epoch in range(10):
        optimizer.zero_grad()
        for x, y in loader:
            loss = torch.nn.functional.mse_loss(model(x), y)
            loss.backward()
            optimizer.step()
#           ^^^^^^^^^^^^^^`,
      good: `
import torch
from torch import optim
def train(model, loader, optimizer):
    for epoch in range(10):
        optimizer.zero_grad()
        for x, y in loader:
            loss = torch.nn.functional.mse_loss(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()`,
    },
    {
      title: 'zeroed at the end of the round, or by the model',
      fine: `
import torch
opt = torch.optim.SGD(model.parameters(), lr=0.1)
for x, y in loader:
    criterion(model(x), y).backward()
    opt.step()
    opt.zero_grad()
for x, y in loader:
    model.zero_grad()
    criterion(model(x), y).backward()
    opt.step()`,
    },
    {
      title: 'accumulation',
      fine: `
import torch
optimizer = torch.optim.Adam(model.parameters())
for i, (x, y) in enumerate(loader):
    loss = criterion(model(x), y) / 4
    loss.backward()
    if i % 4 == 3:
        optimizer.step()
        optimizer.zero_grad()`,
    },
    {
      title: 'zeroed in a helper, here or in another file',
      fine: `
import torch
from helpers import clear
def reset(opt):
    opt.zero_grad()
optimizer = torch.optim.Adam(model.parameters())
for x, y in loader:
    reset(optimizer)
    criterion(model(x), y).backward()
    optimizer.step()
for x, y in loader:
    clear(model)
    criterion(model(x), y).backward()
    optimizer.step()`,
    },
    {
      title: 'a framework drives the loop',
      fine: `
import torch
from accelerate import Accelerator
optimizer = torch.optim.Adam(model.parameters())
for x, y in loader:
    with accelerator.accumulate(model):
        criterion(model(x), y).backward()
        optimizer.step()`,
    },
    {
      title: 'a schedule steps, and a new optimizer for each round',
      fine: `
import torch
for x, y in loader:
    optimizer = torch.optim.SGD([x], lr=0.1)
    criterion(x, y).backward()
    optimizer.step()
for x, y in loader:
    criterion(x, y).backward()
    scheduler.step()`,
    },
  ],
  *check(module) {
    for (const { loop, backwards, steps } of trainingLoops(module)) {
      const backward = backwards.find(({ node }) => runsEveryRound(module, node, loop));
      if (backward === undefined) continue;
      for (const { call, optimizer, everyRound } of steps) {
        if (!everyRound || madeInside(module, optimizer, loop) || mayZeroGradients(module, loop, optimizer)) continue;
        const statement = statementOf(module, backward.node);
        const fixes =
          statement === null
            ? []
            : [
                {
                  title: `Zero the gradients before backward()`,
                  edits: [insertBefore(module, statement, `${optimizer}.zero_grad()`)],
                },
              ];
        yield {
          at: call.callee,
          message: 'piling',
          data: { optimizer },
          related: [{ ...backward.callee, message: 'Gradients are added here' }],
          fixes,
        };
      }
    }
  },
});

/** Whether the optimizer is assigned inside the loop: a new one has nothing to zero. */
function madeInside(module: Module, optimizer: string, loop: Loop): boolean {
  return module
    .all(Kind.Assign)
    .some((assign) => contains(loop, assign) && assign.targets.some((target) => module.textOf(target) === optimizer));
}
