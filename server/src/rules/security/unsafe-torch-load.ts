// unsafe-torch-load: loading a checkpoint may run code.
import { ConstValue, Kind } from '../../analysis/syntax';
import { comparedTo } from '../../analysis/libraryVersion';
import type { CallSite, Module } from '../../analysis/module';
import { literalPath } from '../../analysis/paths';
import { rule } from '../rule';

export default rule({
  name: 'unsafe-torch-load',
  category: 'security',
  severity: 'warning',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['torch'],
  summary: 'torch.load unpickles freely: a checkpoint can run any code',
  docs: `
A checkpoint is a pickle, and unpickling runs what the file says. \`weights_only=True\` loads tensors, numbers and
containers alone; since torch 2.6 that is the default. \`weights_only=False\` turns it off, and older versions never
had it on ([torch.load](https://pytorch.org/docs/stable/generated/torch.load.html)).

If a class must be loaded, allow just that class: \`torch.serialization.add_safe_globals([Class])\`.
`,
  silent: `
- \`weights_only\` is true or computed, or may be given by \`**options\`.
- The same file saves to this path with \`torch.save\`: the program loads its own work.
- \`torch.jit.load\`, safetensors: no pickle.

Without the argument it depends on the version of torch. From 2.6 on nothing is said; where the project's version is not
known, it is only a hint, once a file.
`,
  messages: {
    off: '`weights_only=False` lets this file run any code when it is loaded. Use `weights_only=True`; allow a class you need by `torch.serialization.add_safe_globals`',
    unset:
      'Before torch 2.6, `torch.load` runs any code the file holds. Say `weights_only=True`, so that it is safe with every version',
  },
  examples: [
    {
      title: 'turned off',
      bad: `
import torch
state = torch.load(path, weights_only=False)
#       ^^^^^^^^^^`,
      good: `
import torch
state = torch.load(path, weights_only=True)`,
    },
    {
      title: 'left to the version',
      bad: `
import torch
model.load_state_dict(torch.load("weights.pt", map_location="cpu"))
#                     ^^^^^^^^^^`,
      good: `
import torch
model.load_state_dict(torch.load("weights.pt", map_location="cpu", weights_only=True))`,
    },
    {
      title: 'a project with a version before 2.6',
      files: { 'requirements.txt': 'torch>=2.1' },
      bad: `
import torch
state = torch.load(path)
#       ^^^^^^^^^^`,
      good: `
import torch
state = torch.load(path, weights_only=True)`,
    },
    {
      title: 'a project with torch 2.6 or later',
      files: { 'requirements.txt': 'torch>=2.6' },
      fine: `
import torch
state = torch.load(path, map_location="cpu")`,
    },
    {
      title: 'safe, computed or hidden',
      fine: `
import torch
a = torch.load(path, map_location="cpu", weights_only=True)
b = torch.load(path, map_location="cpu", weights_only=trusted)
c = torch.load(path, **options)
d = torch.jit.load(path)`,
    },
    {
      title: 'saved by the same program',
      fine: `
import torch
from pathlib import Path
best = Path("runs") / "best.pt"
torch.save(model.state_dict(), best)
torch.save(model.state_dict(), f"{folder}/last.pt")
model.load_state_dict(torch.load("runs/best.pt"))
model.load_state_dict(torch.load(f"{folder}/last.pt"))`,
    },
  ],
  *check(module) {
    const saved = savedPaths(module);
    const torch = comparedTo(module, 'torch', '2.6');
    for (const call of module.callsTo('torch.load', 'torch.serialization.load')) {
      if (saved.has(pathKey(module, call, 0))) continue;
      const option = call.argument(null, 'weights_only');
      if (option === null) {
        if (torch === 'newer' || call.hidden || call.has('weights_only') || call.has('pickle_module')) continue;
        const fix = { title: 'Add weights_only=True', edits: [call.addKeyword('weights_only=True')] };
        yield {
          at: call.callee,
          message: 'unset',
          ...(torch === 'older' || torch === 'either' ? {} : { severity: 'hint' }),
          fixes: [fix],
        };
      } else if (option.kind === Kind.Const && option.value === ConstValue.False) {
        const fix = { title: 'Set weights_only=True', edits: [{ start: option.start, end: option.end, text: 'True' }] };
        yield { at: call.callee, message: 'off', fixes: [fix] };
      }
    }
  },
});

function savedPaths(module: Module): ReadonlySet<string> {
  return new Set(module.callsTo('torch.save').map((call) => pathKey(module, call, 1)));
}

/** The path if it is known, else its expression as written; a name of its own if there is no argument. */
function pathKey(module: Module, call: CallSite, position: number): string {
  const path = call.argument(position, 'f');
  if (path === null) return `no path ${call.node.start}`;
  return literalPath(module, path) ?? module.textOf(path);
}
