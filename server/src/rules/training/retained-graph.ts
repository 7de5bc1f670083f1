// retained-graph: a loss kept with its graph keeps every batch's graph in memory.
import { BinaryOperator, Kind, walk } from '../../analysis/syntax';
import type { Expr, FunctionDef, Module as Tree, Name, Node } from '../../analysis/syntax';
import type { Module } from '../../analysis/module';
import { isManaged, loopAround } from '../../analysis/training';
import type { Edit, Span } from '../../analysis/text';
import { rule } from '../rule';

/** Methods whose result still hangs on the graph. */
const KEEPS_GRAPH = new Set([
  'mean',
  'sum',
  'clone',
  'to',
  'cuda',
  'cpu',
  'float',
  'double',
  'squeeze',
  'unsqueeze',
  'view',
]);

export default rule({
  name: 'retained-graph',
  category: 'training',
  severity: 'warning',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['torch'],
  summary: 'A loss is summed up or collected with its graph, so memory grows with every batch',
  docs: `
A loss tensor holds on to the graph it was computed by. Adding it to a running total, or to a list, keeps the graphs of
all batches alive: memory grows until it runs out, usually late in the first epoch
([PyTorch FAQ](https://pytorch.org/docs/stable/notes/faq.html#my-model-reports-cuda-runtime-error-2-out-of-memory):
"don't accumulate history across your training loop").
`,
  silent: `
- The total itself is what \`backward()\` is called on (a loss of several terms).
- The value is \`loss.item()\`, \`loss.detach()\`, \`float(loss)\` or the like.
- The list or total is made anew in each round.
- The loss goes to a function that we cannot see through, or a framework drives the loop.
`,
  messages: {
    total:
      '`{total}` keeps the graph of every batch, because `{loss}` is added with its graph: memory grows with each step. Add `{loss}.item()`',
    list: '`{total}` keeps the graph of every batch, because `{loss}` is stored with its graph: memory grows with each step. Store `{loss}.{cure}()`',
  },
  examples: [
    {
      title: 'a running total',
      bad: `
import torch
total = 0
for x, y in loader:
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
    total += loss * x.size(0)
#            ^^^^`,
      good: `
import torch
total = 0
for x, y in loader:
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
    total += loss.item() * x.size(0)`,
    },
    {
      title: 'a list of losses, and a total that is rebound',
      bad: `
import torch
def train(model, loader, optimizer, scaler):
    losses = []
    total = torch.tensor(0.0)
    for x, y in loader:
        optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss(model(x), y)
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        losses.append(loss)
#                     ^^^^
        total = total + loss
#                       ^^^^
    return torch.stack(losses).mean(), total`,
      good: `
import torch
def train(model, loader, optimizer, scaler):
    losses = []
    total = torch.tensor(0.0)
    for x, y in loader:
        optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss(model(x), y)
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        losses.append(loss.detach())
        total = total + loss.item()
    return torch.stack(losses).mean(), total`,
    },
    {
      title: 'kept by an object',
      bad: `
import torch
class Trainer:
    def train_batch(self, x, y):
        self.optimizer.zero_grad()
        loss = self.criterion(self.model(x), y)
        loss.backward()
        self.optimizer.step()
        self.history.append(loss)
#                           ^^^^`,
      good: `
import torch
class Trainer:
    def train_batch(self, x, y):
        self.optimizer.zero_grad()
        loss = self.criterion(self.model(x), y)
        loss.backward()
        self.optimizer.step()
        self.history.append(loss.item())`,
    },
    {
      title: 'numbers, detached tensors, totals that are made anew',
      fine: `
import torch
total = 0.0
history = []
for x, y in loader:
    optimizer.zero_grad()
    parts = []
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
    total += loss.item()
    history.append(loss.detach())
    history.append(float(loss))
    parts.append(loss)
    loss = loss.item()
    history.append(loss)`,
    },
    {
      title: 'a loss of several terms',
      fine: `
import torch
for batch in loader:
    optimizer.zero_grad()
    total = 0
    for x, y in batch:
        loss = criterion(model(x), y)
        total += loss
    total.backward()
    optimizer.step()
for x, y in loader:
    loss = criterion(model(x), y)
    loss += penalty(model)
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()`,
    },
  ],
  *check(module) {
    if (isManaged(module)) return;
    const backwarded = backwardedLosses(module);
    for (const { name: loss, total, list, place } of accumulations(module)) {
      const home = functionAround(module, loss);
      const same = backwarded.filter((other) => other.id === loss.id && functionAround(module, other) === home);
      const origins = module.scopes.reaching(loss);
      if (!same.some((other) => sameBindings(module.scopes.reaching(other), origins)) || origins.length === 0) continue;
      const totalText = module.textOf(total);
      const reaches = module.methodCalls('backward').some(({ receiver }) => module.textOf(receiver) === totalText);
      if (totalText === loss.id || reaches || !outlivesRound(module, total, place)) continue;
      const cure = list && isStacked(module, totalText) ? 'detach' : 'item';
      const edit: Edit = { start: loss.end, end: loss.end, text: `.${cure}()` };
      const data = { total: totalText, loss: loss.id, cure };
      yield {
        at: loss,
        message: list ? 'list' : 'total',
        data,
        fixes: [{ title: `Use ${loss.id}.${cure}()`, edits: [edit] }],
      };
    }
  },
});

interface Accumulation {
  readonly name: Name;
  readonly total: Expr;
  readonly list: boolean;
  readonly place: Node;
}

/** `total += loss`, `total = total + loss`, `losses.append(loss)`: everything that has a name at the end of a live graph. */
function accumulations(module: Module): readonly Accumulation[] {
  const found: Accumulation[] = [];
  for (const node of module.all(Kind.AugAssign)) {
    if (node.op === BinaryOperator.Add)
      found.push(...liveNames(node.value).map((name) => ({ name, total: node.target, list: false, place: node })));
  }
  for (const node of module.all(Kind.Assign)) {
    const [total] = node.targets;
    if (total === undefined || node.value.kind !== Kind.BinOp || node.value.op !== BinaryOperator.Add) continue;
    const { left, right } = node.value;
    const text = module.textOf(total);
    const added = module.textOf(left) === text ? right : module.textOf(right) === text ? left : null;
    if (added !== null) found.push(...liveNames(added).map((name) => ({ name, total, list: false, place: node })));
  }
  for (const { node, receiver } of module.methodCalls('append')) {
    const [value] = node.args;
    if (value !== undefined)
      found.push(...liveNames(value).map((name) => ({ name, total: receiver, list: true, place: node })));
  }
  return found.sort((a, b) => a.name.start - b.name.start);
}

/** The names whose graph goes on in an expression: through arithmetic and methods that keep it, not through other calls. */
function liveNames(expr: Expr): readonly Name[] {
  if (expr.kind === Kind.Name) return [expr];
  if (expr.kind === Kind.BinOp) return [...liveNames(expr.left), ...liveNames(expr.right)];
  if (expr.kind !== Kind.Call || expr.func.kind !== Kind.Attribute || !KEEPS_GRAPH.has(expr.func.attr)) return [];
  return liveNames(expr.func.value);
}

/** The names `backward()` is called on, also through `scaler.scale(loss)` and sums. */
function backwardedLosses(module: Module): readonly Name[] {
  return module.methodCalls('backward').flatMap(({ receiver }) => {
    const names: Name[] = [];
    walk(receiver, (node) => {
      if (node.kind === Kind.Name) names.push(node);
    });
    return names;
  });
}

function functionAround(module: Module, node: Node): FunctionDef | Tree | null {
  return module.enclosing(node, Kind.FunctionDef, Kind.Module);
}

function sameBindings(a: readonly { readonly node: Span }[], b: readonly { readonly node: Span }[]): boolean {
  return a.length === b.length && a.every(({ node }, i) => node === b[i]?.node);
}

/** An attribute, or a name that no round of the loop around makes anew. */
function outlivesRound(module: Module, total: Expr, place: Node): boolean {
  if (total.kind === Kind.Attribute) return true;
  const loop = loopAround(module, place);
  if (total.kind !== Kind.Name || loop === null) return false;
  const bindings = module.scopes.owner(total)?.bindings.get(total.id) ?? [];
  const inside = bindings.filter(({ node }) => loop.start <= node.start && node.end <= loop.end);
  return (
    bindings.length > inside.length && inside.every(({ node }) => place.start <= node.start && node.end <= place.end)
  );
}

/** The list is made one tensor later, so it must go on holding tensors. */
function isStacked(module: Module, list: string): boolean {
  return module
    .callsTo('torch.stack', 'torch.cat', 'torch.hstack', 'torch.vstack')
    .some(({ node }) => node.args.some((argument) => module.textOf(argument).startsWith(list)));
}
