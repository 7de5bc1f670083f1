// scheduler-before-optimizer: the schedule steps before the optimizer, and skips its first learning rate.
import { Kind } from '../../analysis/syntax';
import type { Expr, Node } from '../../analysis/syntax';
import type { Module } from '../../analysis/module';
import { insertAfter, removeStatement, siblingsOf, statementOf } from '../../analysis/statements';
import { runsEveryRound, trainingLoops } from '../../analysis/training';
import type { Fix } from '../rule';
import { rule } from '../rule';

export default rule({
  name: 'scheduler-before-optimizer',
  category: 'training',
  severity: 'warning',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['torch'],
  summary: 'The learning rate schedule steps before the optimizer and skips its first value',
  docs: `
Since torch 1.1, \`scheduler.step()\` belongs after \`optimizer.step()\`: called before, "this will skip the first value of the
learning rate schedule" ([torch.optim: How to adjust learning
rate](https://pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate)), and a warm-up begins one step too late.
`,
  silent: `
- The schedule is not surely one of \`torch.optim.lr_scheduler\`, or is \`ReduceLROnPlateau\`.
- One of the two steps stands under a condition, or in another loop.
- A framework drives the loop.
`,
  messages: {
    early: '`{schedule}` runs before `{optimizer}.step()` and skips the first learning rate. Move it below',
  },
  examples: [
    {
      title: 'in each batch',
      bad: `
import torch
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.1, 100)
for x, y in loader:
    optimizer.zero_grad()
    criterion(model(x), y).backward()
    scheduler.step()
#   ^^^^^^^^^^^^^^^^
    optimizer.step()`,
      good: `
import torch
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.1, 100)
for x, y in loader:
    optimizer.zero_grad()
    criterion(model(x), y).backward()
    optimizer.step()
    scheduler.step()`,
    },
    {
      title: 'after the step, once an epoch, or on a plateau',
      fine: `
import torch
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 3)
plateau = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer)
for epoch in range(3):
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        plateau.step(loss)
        optimizer.step()
    scheduler.step()`,
    },
  ],
  *check(module) {
    for (const { loop, steps } of trainingLoops(module)) {
      const [step] = steps;
      if (step === undefined || steps.length > 1 || !step.everyRound) continue;
      const schedule = module.methodCalls('step').find(({ node, receiver }) => {
        const above = loop.start <= node.start && node.end <= step.call.node.start;
        return above && isSchedule(module, receiver) && runsEveryRound(module, node, loop);
      });
      if (schedule === undefined) continue;
      const fixes = moved(module, schedule.node, step.call.node);
      const data = { schedule: module.textOf(schedule.node), optimizer: step.optimizer };
      yield { at: schedule.node, message: 'early', data, fixes };
    }
  },
});

function isSchedule(module: Module, expr: Expr): boolean {
  const made = module.definition(expr);
  const name = made.kind === Kind.Call ? module.qualifiedName(made.func) : null;
  return name?.startsWith('torch.optim.lr_scheduler.') === true && !name.endsWith('.ReduceLROnPlateau');
}

function moved(module: Module, from: Node, behind: Node): readonly Fix[] {
  const [statement, anchor] = [statementOf(module, from), statementOf(module, behind)];
  if (statement?.kind !== Kind.ExprStmt || anchor === null || !siblingsOf(module, statement).includes(anchor))
    return [];
  const removed = removeStatement(module, statement);
  const added = insertAfter(module, anchor, module.textOf(statement));
  return removed === null || added === null ? [] : [{ title: 'Move it below the step', edits: [removed, added] }];
}
