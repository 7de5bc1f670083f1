// set-order: the order of a set of texts, which differs from run to run, becomes the order of classes or words.
import { Kind, walk } from '../../analysis/syntax';
import type { Call, Expr, Name, Node } from '../../analysis/syntax';
import { usesOfName } from '../../analysis/meanings';
import type { Module } from '../../analysis/module';
import { speaksOf } from '../../analysis/mentions';
import type { Fix } from '../rule';
import { rule } from '../rule';

/** What says that the elements are texts. */
const TEXTS =
  /word|token|char|text|vocab|name|\btags?\b|categor|genre|ticker|city|cities|countr|species|sentence|corpus|\.split\(|\.lower\(|\.strip\(|\bstr\(|["']/i;
const NUMBERS = /\bids?\b|_ids?\b|num|\bint\(|index|idx|count|year|len\(/i;

export default rule({
  name: 'set-order',
  category: 'reproducibility',
  severity: 'information',
  fix: 'safe',
  since: '0.1.0',
  libraries: [],
  summary: 'The order of a set of strings, which differs per run, numbers classes or words',
  docs: `
Python's hash of strings is salted anew for each process
([object.__hash__](https://docs.python.org/3/reference/datamodel.html#object.__hash__)), and with it the order of a set of
strings. A vocabulary or a list of classes made by numbering a set is another one in each run: a model that was saved in one
run gives nonsense in the next, and the same seed gives other results.
`,
  silent: `
- The set is sorted before, or its order is not used: membership, length, set algebra, \`max\`, \`sum\`.
- Nothing says that the elements are texts: the order of small integers does not change.
- The list that was made of it is sorted later, or never numbered.
- \`dict.fromkeys\` keeps the order; \`PYTHONHASHSEED\` is fixed in the file.
`,
  messages: {
    numbered:
      'A set of texts is numbered in its own order, which is another one in each run: saved models and results no longer fit. Use `sorted({set})`',
  },
  examples: [
    {
      title: 'a vocabulary',
      bad: `
words = set("a bird in the hand".split())
index = {word: i for i, word in enumerate(words)}
#                                         ^^^^^`,
      good: `
words = set("a bird in the hand".split())
index = {word: i for i, word in enumerate(sorted(words))}`,
    },
    {
      title: 'a list of classes that is numbered later',
      bad: `
texts = ["good bird", "bad bird"]
chars = list(set("".join(texts)))
#       ^^^^^^^^^^^^^^^^^^^^^^^^^
number = {c: i for i, c in enumerate(chars)}`,
      good: `
texts = ["good bird", "bad bird"]
chars = sorted(set("".join(texts)))
number = {c: i for i, c in enumerate(chars)}`,
    },
    {
      title: 'sorted, asked for membership, or numbers',
      fine: `
words = set("a bird in the hand".split())
index = {word: i for i, word in enumerate(sorted(words))}
chars = list(set("abc"))
chars.sort()
number = {c: i for i, c in enumerate(chars)}
known = "bird" in words and len(words) > 2
codes = {code: i for i, code in enumerate(set([3, 1, 2]))}
names = list(set(["x", "y"]))
print(len(names))`,
    },
  ],
  *check(module) {
    if (speaksOf(module, /PYTHONHASHSEED/)) return;
    for (const call of module.callsTo('builtins.enumerate')) {
      const [over] = call.node.args;
      if (over === undefined || !isNumbered(module, call.node)) continue;
      const set = setBehind(module, over);
      if (set === null || !ofTexts(module, over, set)) continue;
      const edits = [
        { start: over.start, end: over.start, text: 'sorted(' },
        { start: over.end, end: over.end, text: ')' },
      ];
      yield { at: over, message: 'numbered', data: { set: module.textOf(over) }, fixes: [{ title: 'Sort it', edits }] };
    }
    for (const call of module.callsTo('builtins.list', 'builtins.tuple')) {
      const [over] = call.node.args;
      const name = over === undefined ? null : nameOf(module, call.node);
      const set = over === undefined ? null : setBehind(module, over);
      if (over === undefined || name === null || set === null || !ofTexts(module, name, set, over)) continue;
      if (!isNumberedLater(module, name)) continue;
      const fixes: Fix[] =
        call.qualifiedName === 'builtins.list'
          ? [{ title: 'Sort it', edits: [{ start: call.callee.start, end: call.callee.end, text: 'sorted' }] }]
          : [];
      yield { at: call.node, message: 'numbered', data: { set: module.textOf(over) }, fixes };
    }
  },
});

/** `set(…)`, `{a, b}` or a set comprehension, also through a name; null if it is not surely a set. */
function setBehind(module: Module, expr: Expr): Expr | null {
  const made = module.definition(expr);
  if (made.kind === Kind.Set || made.kind === Kind.SetComp) return made;
  const isSet = made.kind === Kind.Call && module.qualifiedName(made.func) === 'builtins.set';
  return isSet && made.args.length === 1 ? made : null;
}

function ofTexts(module: Module, named: Expr, set: Expr, over: Expr = named): boolean {
  const text = [named, set, over].map((expr) => module.textOf(expr)).join(' ');
  return TEXTS.test(text) && !NUMBERS.test(text);
}

/** `{x: i for i, x in enumerate(s)}`, or a loop that stores by the number or under the element. */
function isNumbered(module: Module, call: Call): boolean {
  const parent = module.parent(call);
  if (parent?.kind === Kind.Comprehension) return module.parent(parent)?.kind === Kind.DictComp;
  if (parent?.kind !== Kind.For) return false;
  let stores = false;
  for (const stmt of parent.body) {
    walk(stmt, (node) => {
      if (node.kind === Kind.Assign && node.targets[0]?.kind === Kind.Subscript) stores = true;
    });
  }
  return stores;
}

function nameOf(module: Module, call: Call): Name | null {
  const assign = module.parent(call);
  const target = assign?.kind === Kind.Assign && assign.targets.length === 1 ? assign.targets[0] : undefined;
  return target?.kind === Kind.Name ? target : null;
}

/** The list is numbered somewhere, and nothing sorts or shuffles it. */
function isNumberedLater(module: Module, name: Name): boolean {
  const uses = usesOfName(module, name).map((use) => ({ use, parent: module.parent(use) }));
  if (uses.some(({ use, parent }) => isOrdered(module, use, parent))) return false;
  return uses.some(({ use, parent }) => {
    if (parent?.kind === Kind.Attribute) return parent.attr === 'index';
    if (parent?.kind !== Kind.Call || parent.args[0] !== use) return false;
    return module.qualifiedName(parent.func) === 'builtins.enumerate' && isNumbered(module, parent);
  });
}

function isOrdered(module: Module, use: Name, parent: Node | null): boolean {
  if (parent?.kind === Kind.Attribute) return parent.attr === 'sort';
  const called = parent?.kind === Kind.Call && parent.args.includes(use) ? module.qualifiedName(parent.func) : null;
  return called === 'builtins.sorted' || called === 'random.shuffle' || called === 'builtins.set';
}
