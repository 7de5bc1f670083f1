// missing-no-grad: a model is evaluated while gradients are recorded.
import { Kind } from '../../analysis/syntax';
import type { For, Node } from '../../analysis/syntax';
import { mayLackGradients } from '../../analysis/gradients';
import { localNameOf } from '../../analysis/locals';
import { modeEntries } from '../../analysis/modes';
import type { ModeEvent } from '../../analysis/modes';
import type { Module } from '../../analysis/module';
import { indentOf } from '../../analysis/statements';
import { contains } from '../../analysis/text';
import { isManaged } from '../../analysis/training';
import type { Fix } from '../rule';
import { rule } from '../rule';

const EVALUATION = /(^|_|\b)(val|valid|validation|test|eval|evaluation|dev)(_|\b|loader|set|data|$)/i;
/** Gradients are wanted: saliency, attacks, a second optimization. */
const WANTED = /\.backward\(|autograd|requires_grad|\.grad\b|attack|saliency|gradcam|attribut/i;

export default rule({
  name: 'missing-no-grad',
  category: 'training',
  severity: 'hint',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['torch'],
  summary: 'A model is evaluated with gradients on: slower, and with up to twice the memory',
  docs: `
Outside \`torch.no_grad()\` each forward pass stores what \`backward()\` would need. An evaluation never calls it: the memory is
wasted, a batch that fits in training may no longer fit, and results that are kept hold their graph
([Locally disabling gradient computation](https://pytorch.org/docs/stable/notes/autograd.html#locally-disabling-gradient-computation)).
\`model.eval()\` does not switch gradients off.
`,
  silent: `
- The loop, its function or a caller in the file runs under \`no_grad\`, \`inference_mode\` or a context of that kind; the function
  is decorated; \`set_grad_enabled(False)\` is called.
- Anything in the function asks for gradients: \`backward\`, \`autograd\`, \`requires_grad\`.
- The loop is not over data named as validation or test data, or the model was not switched by \`eval()\`.
- The file never trains, or a framework drives the loop.
`,
  messages: {
    recorded:
      '`{model}` is evaluated here with gradients on, which costs time and memory: `eval()` does not switch them off. Put the loop under `torch.no_grad()`',
  },
  examples: [
    {
      title: 'a validation loop',
      bad: `
import torch
optimizer = torch.optim.Adam(model.parameters())
valid_loader = list(loader)
for x, y in loader:
    optimizer.zero_grad()
    criterion(model(x), y).backward()
    optimizer.step()
model.eval()
total = 0
for x, y in valid_loader:
#<^^^^^^^^^^^^^^^^^^^^^^
    total += criterion(model(x), y).item()`,
      good: `
import torch
optimizer = torch.optim.Adam(model.parameters())
valid_loader = list(loader)
for x, y in loader:
    optimizer.zero_grad()
    criterion(model(x), y).backward()
    optimizer.step()
model.eval()
total = 0
with torch.no_grad():
    for x, y in valid_loader:
        total += criterion(model(x), y).item()`,
    },
    {
      title: 'gradients are off, by context, decorator or caller',
      fine: `
import torch
def test(net, test_loader):
    net.eval()
    return [net(x).argmax() for x, y in test_loader]
@torch.no_grad()
def validate(net, valid_loader):
    net.eval()
    for x, y in valid_loader:
        net(x)
def score(net, valid_loader):
    net.eval()
    for x, y in valid_loader:
        net(x)
net = torch.nn.Linear(4, 2)
for x, y in loader:
    criterion(net(x), y).backward()
with torch.no_grad():
    score(net, loader)`,
    },
    {
      title: 'gradients are wanted, or nothing is trained',
      fine: `
import torch
def saliency(net, test_loader):
    net.eval()
    for x, y in test_loader:
        x.requires_grad_()
        net(x).max().backward()`,
    },
  ],
  *check(module) {
    if (isManaged(module) || module.methodCalls('backward').length === 0) return;
    const seen = new Set<Node>();
    for (const { events } of modeEntries(module)) {
      const switched = new Set<string>();
      for (const event of events) {
        if (event.kind === 'eval') switched.add(event.object);
        if (event.kind === 'train' || event.kind === 'unknown') switched.delete(event.object);
        const loop =
          event.kind === 'run' && !event.noGrad && switched.has(event.object) ? evaluationLoop(module, event) : null;
        if (loop === null || seen.has(loop)) continue;
        seen.add(loop);
        const data = { model: module.textOf(event.expr) };
        yield {
          at: { start: loop.start, end: loop.iter.end },
          message: 'recorded',
          data,
          fixes: fixesOf(module, loop),
        };
      }
    }
  },
});

/** The loop over evaluation data around a run, if nothing there needs gradients or switches them off. */
function evaluationLoop(module: Module, { node }: ModeEvent): For | null {
  const loop = module.enclosing(node, Kind.For, Kind.FunctionDef, Kind.Lambda);
  if (loop?.kind !== Kind.For || !EVALUATION.test(module.textOf(loop.iter)) || !contains(loop, node)) return null;
  const home = module.enclosing(loop, Kind.FunctionDef);
  if (WANTED.test(module.textOf(home ?? loop)) && WANTED.test(module.textOf(loop))) return null;
  if (home !== null && /autograd|requires_grad|attack|saliency/i.test(module.textOf(home))) return null;
  return mayLackGradients(module, node) ? null : loop;
}

function fixesOf(module: Module, loop: For): Fix[] {
  const torch = localNameOf(module, 'torch', loop.start);
  const indent = indentOf(module.source, loop);
  const text = module.textOf(loop);
  // Text in several lines, and lines continued, must keep their blanks.
  if (torch === null || indent === null || loop.isAsync || /"""|'''|\\\n/.test(text)) return [];
  const inside = text.replaceAll(/\n(?=[^\S\n]*\S)/g, '\n    ');
  const edits = [{ start: loop.start, end: loop.end, text: `with ${torch}.no_grad():\n${indent}    ${inside}` }];
  return [{ title: 'Put the loop under torch.no_grad()', edits }];
}
