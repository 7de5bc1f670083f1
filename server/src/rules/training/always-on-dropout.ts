// always-on-dropout: F.dropout goes on dropping values when the model is evaluated.
import { Kind } from '../../analysis/syntax';
import type { Call, FunctionDef, Node } from '../../analysis/syntax';
import type { Module } from '../../analysis/module';
import { isModuleClass } from '../../analysis/torchModules';
import { rule } from '../rule';

/** Those whose `training` is true by default; `alpha_dropout` and `feature_alpha_dropout` have false. */
const DROPOUTS = ['dropout', 'dropout1d', 'dropout2d', 'dropout3d'].map((name) => `torch.nn.functional.${name}`);

export default rule({
  name: 'always-on-dropout',
  category: 'training',
  severity: 'warning',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['torch'],
  summary: 'F.dropout without training= drops values in evaluation, too',
  docs: `
\`nn.Dropout\` follows \`model.train()\` and \`model.eval()\`. The function \`F.dropout\` does not: its \`training\` is true unless
said otherwise ([torch.nn.functional.dropout](https://pytorch.org/docs/stable/generated/torch.nn.functional.dropout.html)).
Validation and inference then run with values dropped at random: scores are too low and differ from run to run.
`,
  silent: `
- \`training\` is given in any form; \`training=True\` may be wanted (Monte Carlo dropout).
- The call is not in a method of an \`nn.Module\`, or stands under \`if self.training\`.
- \`alpha_dropout\` and \`feature_alpha_dropout\`: there \`training\` is false by default.
`,
  messages: {
    always:
      '`{call}` has no `training=`, so it drops values after `model.eval()`, too. Pass `training={self}.training`',
  },
  examples: [
    {
      title: 'in forward',
      bad: `
import torch.nn.functional as F
from torch import nn
class Net(nn.Module):
    def forward(self, x):
        x = F.dropout(x, 0.5)
#           ^^^^^^^^^
        return self.fc(x)`,
      good: `
import torch.nn.functional as F
from torch import nn
class Net(nn.Module):
    def forward(self, x):
        x = F.dropout(x, 0.5, training=self.training)
        return self.fc(x)`,
    },
    {
      title: 'in a class that inherits from another one of the file',
      bad: `
import torch
class Base(torch.nn.Module):
    pass
class Net(Base):
    def encode(this, x):
        return torch.nn.functional.dropout2d(this.conv(x))
#              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      good: `
import torch
class Base(torch.nn.Module):
    pass
class Net(Base):
    def encode(this, x):
        return torch.nn.functional.dropout2d(this.conv(x), training=this.training)`,
    },
    {
      title: 'training is given, by name or by place',
      fine: `
import torch.nn.functional as F
from torch import nn
class Net(nn.Module):
    def forward(self, x):
        x = F.dropout(x, p=0.5, training=self.training)
        x = F.dropout(x, 0.5, self.training)
        x = F.dropout(x, training=True)
        if self.training:
            x = F.dropout(x)
        return F.alpha_dropout(x)`,
    },
    {
      title: 'outside of modules',
      fine: `
import torch.nn.functional as F
def augment(x):
    return F.dropout(x, 0.1)`,
    },
  ],
  *check(module) {
    for (const call of module.callsTo(...DROPOUTS)) {
      if (call.has('training') || call.hidden || call.argument(2, 'training') !== null) continue;
      const self = selfOfModule(module, call.node);
      if (self === null || isGuarded(module, call.node)) continue;
      const fix = { title: `Add training=${self}.training`, edits: [call.addKeyword(`training=${self}.training`)] };
      yield { at: call.callee, message: 'always', data: { call: call.name, self }, fixes: [fix] };
    }
  },
});

/** The name of `self` in the method of a torch module a call stands in; null elsewhere. */
function selfOfModule(module: Module, call: Call): string | null {
  const method: FunctionDef | null = module.enclosing(call, Kind.FunctionDef);
  const home = method === null ? null : module.parent(method);
  if (method === null || home?.kind !== Kind.ClassDef || method.decorators.length > 0) return null;
  return isModuleClass(module, home) ? (method.params[0]?.name ?? null) : null;
}

function isGuarded(module: Module, call: Call): boolean {
  for (let at: Node | null = module.parent(call); at !== null && at.kind !== Kind.FunctionDef; at = module.parent(at)) {
    if ((at.kind === Kind.If || at.kind === Kind.IfExp) && /\btraining\b/.test(module.textOf(at.test))) return true;
  }
  return false;
}
