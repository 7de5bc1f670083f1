// aliased-state-dict: the "best weights" follow the training, because nothing was copied.
import { Kind } from '../../analysis/syntax';
import type { Assign, Call, Expr } from '../../analysis/syntax';
import { localNameOf } from '../../analysis/locals';
import type { Module } from '../../analysis/module';
import { localFunction } from '../../analysis/training';
import { contains } from '../../analysis/text';
import type { Span } from '../../analysis/text';
import { rule } from '../rule';

export default rule({
  name: 'aliased-state-dict',
  category: 'training',
  severity: 'warning',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['torch'],
  summary: 'Weights kept without a copy change with every training step',
  docs: `
\`state_dict()\` returns references to the model's tensors, and \`optimizer.step()\` changes them in place. Kept as "best"
weights without a copy, they are the last weights by the time they are loaded or saved, and the early stopping has no
effect ([Saving and loading models](https://pytorch.org/tutorials/beginner/saving_loading_models.html): "you must serialize
\`best_model_state\` immediately or use \`best_model_state = deepcopy(model.state_dict())\`").
`,
  silent: `
- The value is copied: \`copy.deepcopy\`, \`clone\` for each tensor, \`.cpu()\` by a comprehension.
- It is saved to a file at once, in the same block.
- No training step runs between keeping the weights and using them.
`,
  messages: {
    aliased:
      '`{name}` holds references, not a copy: training goes on changing these weights, so the best ones are lost. Keep `copy.deepcopy({source})`',
  },
  examples: [
    {
      title: 'the best epoch',
      bad: `
import torch
best = None
for epoch in range(10):
    for x, y in loader:
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        optimizer.step()
    if score(model) > 0.9:
        best = model.state_dict()
#              ^^^^^^^^^^^^^^^^^^
model.load_state_dict(best)`,
      good: `
import torch
import copy
best = None
for epoch in range(10):
    for x, y in loader:
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        optimizer.step()
    if score(model) > 0.9:
        best = copy.deepcopy(model.state_dict())
model.load_state_dict(best)`,
    },
    {
      title: 'training in a function of the file, weights kept by an object',
      bad: `
import torch
from copy import deepcopy
def run_epoch(model, loader, optimizer):
    for x, y in loader:
        optimizer.zero_grad()
        model(x).sum().backward()
        optimizer.step()
class Trainer:
    def fit(self):
        for epoch in range(10):
            run_epoch(self.model, self.loader, self.optimizer)
            self.best_state = self.model.state_dict()
#                             ^^^^^^^^^^^^^^^^^^^^^^^
        torch.save(self.best_state, "best.pt")`,
      good: `
import torch
from copy import deepcopy
def run_epoch(model, loader, optimizer):
    for x, y in loader:
        optimizer.zero_grad()
        model(x).sum().backward()
        optimizer.step()
class Trainer:
    def fit(self):
        for epoch in range(10):
            run_epoch(self.model, self.loader, self.optimizer)
            self.best_state = deepcopy(self.model.state_dict())
        torch.save(self.best_state, "best.pt")`,
    },
    {
      title: 'copied, saved at once, or no training in between',
      fine: `
import copy
import torch
best = copy.deepcopy(model.state_dict())
for epoch in range(10):
    for x, y in loader:
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        optimizer.step()
    if score(model) > 0.9:
        best = {k: v.clone() for k, v in model.state_dict().items()}
        state = model.state_dict()
        torch.save(state, "best.pt")
weights = model.state_dict()
other.load_state_dict(weights)`,
    },
  ],
  *check(module) {
    const steps = trainingSites(module);
    for (const { stored, target, value } of storedStates(module)) {
      const uses = laterUses(module, target, stored);
      const loop = outermostLoop(module, stored);
      const trainedInLoop = loop !== null && steps.some((step) => contains(loop, step));
      const use = uses.find((span) => {
        const inBlock = blockOf(module, stored);
        if (inBlock !== null && contains(inBlock, span)) return false;
        return trainedInLoop || steps.some((step) => stored.end <= step.start && step.end <= span.start);
      });
      if (use === undefined) continue;
      const source = module.textOf(value);
      const data = { name: module.textOf(target), source };
      const fix = { title: 'Copy the weights', edits: copyEdits(module, value) };
      yield {
        at: value,
        message: 'aliased',
        data,
        related: [{ ...use, message: 'Used here, after more training' }],
        fixes: [fix],
      };
    }
  },
});

interface StoredState {
  readonly stored: Assign;
  readonly target: Expr;
  readonly value: Call;
}

/** `best = model.state_dict()`, with nothing around it. */
function storedStates(module: Module): readonly StoredState[] {
  return module.methodCalls('state_dict').flatMap(({ node }) => {
    const { stored, target } = storedAs(module, node);
    if (stored === null || target === null) return [];
    return target.kind === Kind.Name || target.kind === Kind.Attribute ? [{ stored, target, value: node }] : [];
  });
}

/** The assignment of a value, and what it is assigned to; also one of several: `best, weights = score, state`. */
function storedAs(module: Module, value: Call): { stored: Assign | null; target: Expr | null } {
  const parent = module.parent(value);
  const stored = parent?.kind === Kind.Tuple ? module.parent(parent) : parent;
  if (stored?.kind !== Kind.Assign || stored.targets.length !== 1) return { stored: null, target: null };
  const [target] = stored.targets;
  if (parent?.kind !== Kind.Tuple) return { stored, target: target ?? null };
  const paired = target?.kind === Kind.Tuple && target.elts.length === parent.elts.length;
  return { stored, target: paired ? (target.elts[parent.elts.indexOf(value)] ?? null) : null };
}

/** Where weights change: `optimizer.step()`, and calls of the file's functions that do so. */
function trainingSites(module: Module): readonly Span[] {
  const steps = module.methodCalls('step').map(({ node }) => node);
  const calls = module.scopes.calls.filter((call) => {
    const own = localFunction(module, call.func);
    return own !== null && steps.some((step) => contains(own, step));
  });
  return [...steps, ...calls];
}

/** `load_state_dict(best)` and `torch.save(best, …)` of what was stored. */
function laterUses(module: Module, target: Expr, stored: Assign): readonly Span[] {
  const text = module.textOf(target);
  const calls = [...module.methodCalls('load_state_dict'), ...module.callsTo('torch.save')];
  const uses = calls.flatMap(({ node }) => node.args.slice(0, 1));
  const home = module.enclosing(stored, Kind.FunctionDef);
  return uses.filter((use) => {
    if (module.textOf(use) !== text) return false;
    if (use.kind === Kind.Name) return module.scopes.reaching(use).some((binding) => binding.node === target);
    return module.enclosing(use, Kind.FunctionDef) === home && use.start > stored.end;
  });
}

function outermostLoop(module: Module, node: Assign): Span | null {
  let found: Span | null = null;
  for (let at = module.parent(node); at !== null && at.kind !== Kind.FunctionDef; at = module.parent(at)) {
    if (at.kind === Kind.For || at.kind === Kind.While) found = at;
  }
  return found;
}

/** The branch or loop the statement stands in. */
function blockOf(module: Module, node: Assign): Span | null {
  const block = module.parent(node);
  return block === null || block.kind === Kind.Module || block.kind === Kind.FunctionDef ? null : block;
}

function copyEdits(module: Module, value: Call) {
  const text = module.textOf(value);
  const deepcopy = localNameOf(module, 'copy.deepcopy', value.start);
  const copy = localNameOf(module, 'copy', value.start);
  const name = deepcopy ?? `${copy ?? 'copy'}.deepcopy`;
  const wrap = { start: value.start, end: value.end, text: `${name}(${text})` };
  const added = deepcopy === null && copy === null ? module.importEdit('import copy') : null;
  return added === null ? [wrap] : [added, wrap];
}
