// randomized-hash: the built-in hash of a text decides a split or a bucket, and is another one in each process.
import { BinaryOperator, Kind } from '../../analysis/syntax';
import type { Call, Expr, Node } from '../../analysis/syntax';
import type { Module } from '../../analysis/module';
import type { Edit } from '../../analysis/text';
import { speaksOf } from '../../analysis/mentions';
import { rule } from '../rule';

const TEXT_METHODS = /^(lower|upper|strip|lstrip|rstrip|format|join|replace|encode|title|casefold|decode|hexdigest)$/;
const SEEDS = /(^|\.)(seed|manual_seed|RandomState|default_rng|Random)$/;
/** Where a bucket lasts no longer than the process. */
const FLEETING = /lock|cache|color|colour|shard_?conn|palette|thread/i;

export default rule({
  name: 'randomized-hash',
  category: 'reproducibility',
  severity: 'warning',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: [],
  summary: 'hash() of a string decides a split, bucket or seed, and differs in each process',
  docs: `
The hash of strings and bytes is salted with a random value in each process
([object.__hash__](https://docs.python.org/3/reference/datamodel.html#object.__hash__)). Rows that are split, bucketed or seeded
by it are other ones in each run, so test rows of one run were training rows of another. A digest of \`hashlib\` stays the same.
`,
  silent: `
- The value is not surely a text: numbers hash to themselves.
- The result is not reduced to a bucket (\`%\`, \`&\`) or used as a seed; \`__hash__\` methods; caches, locks and colours of one process.
- \`PYTHONHASHSEED\` is fixed in the file.
`,
  messages: {
    salted:
      '`hash()` of a text is another number in each process: {what} changes from run to run. Use a digest of `hashlib`',
  },
  examples: [
    {
      title: 'a split by the name of a patient',
      bad: `
def is_test(patient: str) -> bool:
    return hash(patient) % 10 == 0
#          ^^^^^^^^^^^^^`,
      good: `
import hashlib
def is_test(patient: str) -> bool:
    return int(hashlib.sha256(patient.encode()).hexdigest(), 16) % 10 == 0`,
    },
    {
      title: 'a bucket of a feature, and a seed',
      bad: `
import random
def bucket(city, month):
    return abs(hash(f"{city}-{month}")) % 1000
#              ^^^^^^^^^^^^^^^^^^^^^^^
random.seed(hash("birds"))
#           ^^^^^^^^^^^^^`,
      good: `
import random
import hashlib
def bucket(city, month):
    return abs(int(hashlib.sha256(f"{city}-{month}".encode()).hexdigest(), 16)) % 1000
random.seed(int(hashlib.sha256("birds".encode()).hexdigest(), 16))`,
    },
    {
      title: 'numbers, keys within a process, and a fixed digest',
      fine: `
import hashlib
def is_test(number: int) -> bool:
    return hash(number) % 10 == 0
class Key:
    def __init__(self, name: str):
        self.name = name
    def __hash__(self):
        return hash(self.name.lower()) % 1000
locks = [1, 2, 3]
lock = locks[hash("a" + "b") % 3]
known = {hash("a")}
digest = int(hashlib.sha256("a".encode()).hexdigest(), 16) % 10`,
    },
  ],
  *check(module) {
    if (speaksOf(module, /PYTHONHASHSEED/)) return;
    for (const { node } of module.callsTo('builtins.hash')) {
      const [value] = node.args;
      const what = value === undefined ? null : useOf(module, node);
      if (value === undefined || what === null || !isText(module, value) || isFleeting(module, node)) continue;
      yield {
        at: node,
        message: 'salted',
        data: { what },
        fixes: [{ title: 'Use a digest', edits: editsFor(module, node, value) }],
      };
    }
  },
});

/** What the number decides; null if it stays a hash. */
function useOf(module: Module, call: Call): string | null {
  let below: Node = call;
  let at = module.parent(call);
  while (at?.kind === Kind.Call && module.qualifiedName(at.func) === 'builtins.abs')
    [below, at] = [at, module.parent(at)];
  if (
    at?.kind === Kind.BinOp &&
    at.left === below &&
    (at.op === BinaryOperator.Mod || at.op === BinaryOperator.BitAnd)
  ) {
    const outer = module.parent(at);
    return outer?.kind === Kind.Call && SEEDS.test(module.qualifiedName(outer.func) ?? '') ? 'the seed' : 'the bucket';
  }
  return at?.kind === Kind.Call && at.func !== below && SEEDS.test(module.qualifiedName(at.func) ?? '')
    ? 'the seed'
    : null;
}

function isText(module: Module, expr: Expr, depth = 0): boolean {
  const made = module.definition(expr);
  if (depth > 4) return false;
  switch (made.kind) {
    case Kind.Str:
    case Kind.JoinedStr:
      return true;
    case Kind.BinOp:
      return (
        made.op === BinaryOperator.Add &&
        (isText(module, made.left, depth + 1) || isText(module, made.right, depth + 1))
      );
    case Kind.Tuple:
      return made.elts.some((element) => isText(module, element, depth + 1));
    case Kind.Call:
      if (module.qualifiedName(made.func) === 'builtins.str' || module.qualifiedName(made.func) === 'builtins.repr')
        return true;
      return (
        made.func.kind === Kind.Attribute &&
        TEXT_METHODS.test(made.func.attr) &&
        module.qualifiedName(made.func) === null
      );
    case Kind.Name: {
      const bindings = module.scopes.reaching(made);
      return (
        bindings.length > 0 &&
        bindings.every(({ node }) => {
          return (
            node.kind === Kind.Param &&
            node.annotation !== null &&
            /^(builtins\.)?(str|bytes)$/.test(module.qualifiedName(node.annotation) ?? '')
          );
        })
      );
    }
    default:
      return false;
  }
}

function isFleeting(module: Module, call: Call): boolean {
  for (let at: Node | null = call; at !== null; at = module.parent(at)) {
    if (at.kind === Kind.FunctionDef) return at.name === '__hash__' || FLEETING.test(at.name);
    if (at.kind === Kind.Assign || at.kind === Kind.Subscript) {
      if (FLEETING.test(module.textOf(at.kind === Kind.Assign ? at.targets[0]! : at.value))) return true;
    }
  }
  return false;
}

function editsFor(module: Module, call: Call, value: Expr): readonly Edit[] {
  const text = module.textOf(value);
  const isWhole = [Kind.Name, Kind.Attribute, Kind.Call, Kind.Str, Kind.JoinedStr, Kind.Subscript].includes(value.kind);
  const isEncoded = value.kind === Kind.Call && value.func.kind === Kind.Attribute && value.func.attr === 'encode';
  const annotated = value.kind === Kind.Name && /\bbytes\b/.test(annotationOf(module, value));
  const plain = value.kind === Kind.Str && /^[a-z]*b/i.test(text);
  const bytes =
    isEncoded || annotated || plain
      ? text
      : value.kind === Kind.Tuple
        ? `repr(${text}).encode()`
        : isWhole
          ? `${text}.encode()`
          : `(${text}).encode()`;
  const edit = { start: call.start, end: call.end, text: `int(hashlib.sha256(${bytes}).hexdigest(), 16)` };
  const added = module.importEdit('import hashlib');
  return added === null ? [edit] : [added, edit];
}

function annotationOf(module: Module, value: Expr): string {
  const [binding] = value.kind === Kind.Name ? module.scopes.reaching(value) : [];
  return binding?.node.kind === Kind.Param && binding.node.annotation !== null
    ? module.textOf(binding.node.annotation)
    : '';
}
