// clip-after-step: gradients are clipped when the optimizer has used them, or while they are still scaled.
import { Kind } from '../../analysis/syntax';
import type { Stmt } from '../../analysis/syntax';
import type { CallSite, MethodCall, Module } from '../../analysis/module';
import { insertBefore, removeStatement, siblingsOf, statementOf } from '../../analysis/statements';
import { isManaged, isOptimizer } from '../../analysis/training';
import type { Fix } from '../rule';
import { rule } from '../rule';

const CLIPS = ['clip_grad_norm_', 'clip_grad_value_', 'clip_grad_norm', 'clip_grad_value'].flatMap((name) => [
  `torch.nn.utils.${name}`,
  `torch.nn.utils.clip_grad.${name}`,
]);

export default rule({
  name: 'clip-after-step',
  category: 'training',
  severity: 'warning',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['torch'],
  summary: 'Gradients are clipped after the step, or while they are still scaled',
  docs: `
Clipping changes the gradients, so it must stand between \`backward()\` and \`step()\`; after the step it has no effect. With
a \`GradScaler\`, the gradients are multiplied by a large factor until \`scaler.unscale_(optimizer)\`: clipped before, the
threshold means something else, and nearly everything is cut off
([AMP examples: Gradient clipping](https://pytorch.org/docs/stable/notes/amp_examples.html#gradient-clipping)).
`,
  silent: `
- \`backward()\`, \`step()\` and the clipping are not in the same block: their order may depend on a condition.
- The scaler unscales anywhere in the file.
- A framework drives the loop.
`,
  messages: {
    late: '`{clip}` runs after the step: the gradients are used already, so it has no effect. Move it above the step',
    scaled:
      '`{clip}` clips gradients that are still scaled, so the threshold is far too low. Call `{scaler}.unscale_` before',
  },
  examples: [
    {
      title: 'after the step',
      bad: `
import torch
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for x, y in loader:
    optimizer.zero_grad()
    criterion(model(x), y).backward()
    optimizer.step()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      good: `
import torch
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for x, y in loader:
    optimizer.zero_grad()
    criterion(model(x), y).backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()`,
    },
    {
      title: 'with a scaler',
      bad: `
import torch
def step(optimizer, scaler, loss):
    optimizer.zero_grad()
    scaler.scale(loss).backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    scaler.step(optimizer)
    scaler.update()`,
      good: `
import torch
def step(optimizer, scaler, loss):
    optimizer.zero_grad()
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    scaler.step(optimizer)
    scaler.update()`,
    },
    {
      title: 'between backward and step',
      fine: `
import torch
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for x, y in loader:
    optimizer.zero_grad()
    criterion(model(x), y).backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    for p in model.parameters():
        p.data.clamp_(-1, 1)`,
    },
  ],
  *check(module) {
    if (isManaged(module)) return;
    for (const clip of module.callsTo(...CLIPS)) {
      const statement = statementOf(module, clip.node);
      if (statement === null) continue;
      const block = siblingsOf(module, statement);
      const backward = lastBefore(block, statement, module.methodCalls('backward'), module);
      if (backward === null) continue;
      const steps = module.methodCalls('step').filter((call) => isStep(module, call));
      const before = lastBefore(block, statement, steps, module);
      const scaler = before === null ? scalerOf(module, backward) : null;
      const data = { clip: clip.name, scaler: scaler ?? '' };
      if (before !== null && before.node.start > backward.node.start)
        yield { at: clip.callee, message: 'late', data, fixes: moved(module, clip, before) };
      else if (scaler !== null && module.methodCalls('unscale_').length === 0)
        yield { at: clip.callee, message: 'scaled', data, fixes: unscaled(module, statement, steps, scaler) };
    }
  },
});

function isStep(module: Module, { receiver, node }: MethodCall): boolean {
  return isOptimizer(module, receiver) || (node.args[0] !== undefined && isOptimizer(module, node.args[0]));
}

/** The last of these calls that is a statement of the block above `statement`. */
function lastBefore(
  block: readonly Stmt[],
  statement: Stmt,
  calls: readonly MethodCall[],
  module: Module,
): MethodCall | null {
  const above = block.filter(({ end }) => end <= statement.start);
  const found = calls.filter(({ node }) => {
    const parent = module.parent(node);
    return parent?.kind === Kind.ExprStmt && above.includes(parent);
  });
  return found.at(-1) ?? null;
}

/** The `scaler` of `scaler.scale(loss).backward()`. */
function scalerOf(module: Module, { receiver }: MethodCall): string | null {
  if (receiver.kind !== Kind.Call || receiver.func.kind !== Kind.Attribute || receiver.func.attr !== 'scale')
    return null;
  return module.textOf(receiver.func.value);
}

function moved(module: Module, { node }: CallSite, step: MethodCall): readonly Fix[] {
  const [clip, anchor] = [statementOf(module, node), statementOf(module, step.node)];
  const removed = clip?.kind === Kind.ExprStmt ? removeStatement(module, clip) : null;
  if (removed === null || clip === null || anchor === null) return [];
  return [{ title: 'Clip before the step', edits: [insertBefore(module, anchor, module.textOf(clip)), removed] }];
}

/** `scaler.unscale_(optimizer)` before, where one step of the scaler tells the optimizer. */
function unscaled(module: Module, clip: Stmt, steps: readonly MethodCall[], scaler: string): readonly Fix[] {
  const own = steps.filter(({ receiver }) => module.textOf(receiver) === scaler);
  const optimizers = new Set(own.map(({ node }) => module.textOf(node.args[0]!)));
  const [optimizer] = optimizers;
  if (optimizer === undefined || optimizers.size > 1) return [];
  const text = `${scaler}.unscale_(${optimizer})`;
  return [{ title: `Add ${text}`, edits: [insertBefore(module, clip, text)] }];
}
