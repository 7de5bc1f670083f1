// require-grad-typo: an attribute that torch does not have is set, so gradients stay as they were.
import { Kind } from '../../analysis/syntax';
import type { Assign, Attribute, Expr } from '../../analysis/syntax';
import { tableType } from '../../analysis/frames';
import type { Module } from '../../analysis/module';
import { isModuleObject } from '../../analysis/torchModules';
import type { Fix } from '../rule';
import { rule } from '../rule';

const TYPOS = new Set(['require_grad', 'requires_grads', 'require_grads', 'required_grad', 'requires_grad_']);

export default rule({
  name: 'require-grad-typo',
  category: 'training',
  severity: 'error',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['torch'],
  summary: 'A misspelt requires_grad is set: nothing is frozen, and no error says so',
  docs: `
Python lets any attribute be set on a tensor or module: \`p.require_grad = False\` makes a new attribute, and the parameter
is trained on ([Tensor.requires_grad](https://pytorch.org/docs/stable/generated/torch.Tensor.requires_grad.html)).
\`x.requires_grad_ = True\` even replaces the method. A "frozen" backbone then learns, costs memory, and forgets.
`,
  silent: `
- A class of the file gives that attribute a meaning (\`self.require_grad = …\`).
- No fix where we do not know whether it is a tensor, which has \`requires_grad\`, or a module, which has \`requires_grad_()\`.
`,
  messages: {
    typo: '`{attribute}` is no attribute of torch: setting it changes nothing. A tensor has `requires_grad`, a module `requires_grad_()`',
  },
  examples: [
    {
      title: 'parameters that are meant to be frozen',
      bad: `
import torch
for param in model.parameters():
    param.require_grad = False
#         ^^^^^^^^^^^^
for name, weight in model.named_parameters():
    weight.requires_grad_ = False
#          ^^^^^^^^^^^^^^`,
      good: `
import torch
for param in model.parameters():
    param.requires_grad = False
for name, weight in model.named_parameters():
    weight.requires_grad = False`,
    },
    {
      title: 'a module',
      bad: `
import torch
head = torch.nn.Linear(4, 2)
head.require_grad = False
#    ^^^^^^^^^^^^`,
      good: `
import torch
head = torch.nn.Linear(4, 2)
head.requires_grad_(False)`,
    },
    {
      title: 'the right names, and an attribute of the file’s own',
      fine: `
import torch
x = torch.zeros(3)
x.requires_grad = True
x.requires_grad_(False)
class Options:
    def __init__(self):
        self.require_grad = False
options = Options()
options.require_grad = True`,
    },
  ],
  *check(module) {
    for (const assign of module.all(Kind.Assign)) {
      for (const target of assign.targets) {
        if (target.kind !== Kind.Attribute || !TYPOS.has(target.attr) || isOwn(module, target.attr)) continue;
        const at = { start: target.attrStart, end: target.end };
        const fixes = fixesOf(module, assign, target);
        yield { at, message: 'typo', data: { attribute: target.attr }, fixes };
      }
    }
  },
});

/** Some class of the file has an attribute of this name. */
function isOwn(module: Module, attribute: string): boolean {
  return module.all(Kind.Attribute).some(({ attr, value }) => {
    return attr === attribute && value.kind === Kind.Name && value.id === 'self';
  });
}

function fixesOf(module: Module, assign: Assign, target: Attribute): readonly Fix[] {
  const object = module.textOf(target.value);
  if (isTensor(module, target.value)) {
    const edit = { start: target.attrStart, end: target.end, text: 'requires_grad' };
    return [{ title: `Set ${object}.requires_grad`, edits: [edit] }];
  }
  if (!isModuleObject(module, target.value) || assign.targets.length > 1) return [];
  const call = `${object}.requires_grad_(${module.textOf(assign.value)})`;
  return [{ title: `Call ${object}.requires_grad_()`, edits: [{ start: assign.start, end: assign.end, text: call }] }];
}

/** A tensor, or the variable of a loop over parameters. */
function isTensor(module: Module, expr: Expr): boolean {
  if (tableType(module, expr) === 'tensor') return true;
  if (expr.kind !== Kind.Name) return false;
  const bindings = module.scopes.reaching(expr);
  return bindings.length > 0 && bindings.every(({ node }) => isLoopOverParameters(module, node));
}

function isLoopOverParameters(module: Module, node: Parameters<Module['parent']>[0]): boolean {
  const loop = module.enclosing(node, Kind.For);
  if (loop === null || loop.iter.kind !== Kind.Call || loop.iter.func.kind !== Kind.Attribute) return false;
  const { attr } = loop.iter.func;
  const { target } = loop;
  if (attr === 'parameters') return target === node;
  return attr === 'named_parameters' && target.kind === Kind.Tuple && target.elts[1] === node;
}
