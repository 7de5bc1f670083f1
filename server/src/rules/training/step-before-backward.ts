// step-before-backward: the optimizer steps with gradients that are not there, or no longer.
import { Kind } from '../../analysis/syntax';
import type { Node } from '../../analysis/syntax';
import type { MethodCall, Module } from '../../analysis/module';
import { insertAfter, removeStatement, siblingsOf, statementOf } from '../../analysis/statements';
import { loopAround, runsEveryRound, trainingLoops } from '../../analysis/training';
import type { TrainingLoop } from '../../analysis/training';
import type { Fix, Report } from '../rule';
import { rule } from '../rule';

export default rule({
  name: 'step-before-backward',
  category: 'training',
  severity: 'error',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['torch'],
  summary: 'The optimizer steps before backward(), or gradients are zeroed between the two',
  docs: `
\`backward()\` computes the gradients, \`step()\` uses them, \`zero_grad()\` throws them away
([torch.optim: Taking an optimization step](https://pytorch.org/docs/stable/optim.html#taking-an-optimization-step)). A step
before \`backward()\` uses those of the last round, or none; \`zero_grad()\` between the two leaves nothing to use: the
model does not learn, and no error says so.
`,
  silent: `
- Several optimizers or several \`backward()\` in one loop (GANs, alternating updates).
- One of the calls stands under a condition (accumulation), in a closure or in an inner loop.
- A framework drives the loop.
`,
  messages: {
    order:
      '`{step}` runs before the `backward()` of its round: it uses the gradients of the last round, or none. Move it below',
    zeroed:
      '`{zero}` throws away the gradients that `backward()` has just computed, before the step uses them. Move it above `backward()`',
  },
  examples: [
    {
      title: 'the step first',
      bad: `
import torch
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for x, y in loader:
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    optimizer.step()
#   ^^^^^^^^^^^^^^^^
    loss.backward()`,
      good: `
import torch
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for x, y in loader:
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()`,
    },
    {
      title: 'zeroed in between',
      bad: `
import torch
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for x, y in loader:
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.zero_grad()
#   ^^^^^^^^^^^^^^^^^^^^^
    optimizer.step()`,
    },
    {
      title: 'in order, zeroed at the end, or accumulated',
      fine: `
import torch
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for x, y in loader:
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
for i, (x, y) in enumerate(loader):
    if i % 4 == 0:
        optimizer.step()
        optimizer.zero_grad()
    criterion(model(x), y).backward()`,
    },
    {
      title: 'two networks in turn',
      fine: `
import torch
first = torch.optim.SGD(a.parameters(), lr=0.1)
second = torch.optim.SGD(b.parameters(), lr=0.1)
for x in loader:
    first.zero_grad()
    b(a(x)).mean().backward()
    first.step()
    second.zero_grad()
    b(x).mean().backward()
    second.step()`,
    },
  ],
  *check(module) {
    for (const loop of trainingLoops(module)) {
      const [step, ...others] = loop.steps;
      const [backward, ...more] = loop.backwards;
      if (step === undefined || backward === undefined || others.length + more.length > 0) continue;
      if (!step.everyRound || !runsEveryRound(module, backward.node, loop.loop)) continue;
      const report =
        step.call.node.start < backward.node.start
          ? tooEarly(module, step.call, backward)
          : zeroedBetween(module, loop, step.call, backward);
      if (report !== null) yield report;
    }
  },
});

function tooEarly(module: Module, step: MethodCall, backward: MethodCall): Report<'order'> {
  const related = [{ start: backward.node.start, end: backward.node.end, message: 'Gradients are computed here' }];
  const fixes = moved(module, step.node, backward.node, 'Move the step below backward()');
  return { at: step.node, message: 'order', data: { step: module.textOf(step.node) }, related, fixes };
}

/** A simple statement behind another one of the same block. */
function moved(module: Module, from: Node, behind: Node, title: string): readonly Fix[] {
  const [statement, anchor] = [statementOf(module, from), statementOf(module, behind)];
  if (statement?.kind !== Kind.ExprStmt || anchor === null || !siblingsOf(module, statement).includes(anchor))
    return [];
  const removed = removeStatement(module, statement);
  const added = insertAfter(module, anchor, module.textOf(statement));
  return removed === null || added === null ? [] : [{ title, edits: [removed, added] }];
}

function zeroedBetween(
  module: Module,
  { loop }: TrainingLoop,
  step: MethodCall,
  backward: MethodCall,
): Report<'zeroed'> | null {
  const optimizer = module.textOf(step.receiver);
  const zero = module.methodCalls('zero_grad').find(({ node, receiver }) => {
    const between = backward.node.end <= node.start && node.end <= step.node.start;
    return between && module.textOf(receiver) === optimizer && loopAround(module, node) === loop;
  });
  if (zero === undefined || !runsEveryRound(module, zero.node, loop)) return null;
  const related = [{ start: backward.node.start, end: backward.node.end, message: 'Gradients are computed here' }];
  return { at: zero.node, message: 'zeroed', data: { zero: module.textOf(zero.node) }, related };
}
