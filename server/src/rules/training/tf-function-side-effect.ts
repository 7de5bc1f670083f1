// tf-function-side-effect: Python code in a graph function runs when it is traced, not at each call.
import { Kind, walk } from '../../analysis/syntax';
import type { Call, FunctionDef, Node } from '../../analysis/syntax';
import { localNameOf } from '../../analysis/locals';
import type { Module } from '../../analysis/module';
import { graphFunctions } from '../../analysis/tfFunctions';
import type { Fix } from '../rule';
import { rule } from '../rule';

const DRAWS = /^(random|numpy\.random)\.[a-z_]+$/;
const CLOCKS = /^(time\.(time|perf_counter|monotonic|process_time)|datetime\.datetime\.(now|utcnow))$/;
/** `random.Random(0)`, a seed: made once on purpose. */
const NO_DRAW = /\.(seed|default_rng|get_state|set_state)$/;

export default rule({
  name: 'tf-function-side-effect',
  category: 'training',
  severity: 'warning',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['tensorflow'],
  summary: 'Python side effects in a tf.function happen only when it is traced',
  docs: `
\`tf.function\` runs the Python code once, to record a graph; later calls run the graph. A \`print\` in it prints once, a list
grows by one symbolic tensor, a Python or NumPy random number is the same for all steps, and a clock stands still
([Better performance with tf.function](https://www.tensorflow.org/guide/function#limitations)). \`tf.print\`, \`tf.random\` and
\`tf.timestamp\` run in the graph.
`,
  silent: `
- The \`print\` speaks of tracing, or writes to a file; in a function that tells its tracing, nothing else is found either.
- Functions are set to run eagerly, or the code is in \`tf.py_function\` or \`tf.init_scope\`.
- A list is made in the function itself: it is unrolled with the graph.
- The function is handed to \`tf.function(…)\` in another file.
`,
  messages: {
    print: '`print` in a graph function runs only when it is traced, not at each step. Use `tf.print`',
    draw: '`{call}` is drawn once, when the function is traced: every step gets the same number. Use `tf.random`',
    clock:
      '`{call}` is read once, when the function is traced: it gives every step the same time. Read it outside, or use `tf.timestamp`',
    append:
      '`{list}` is filled only when the function is traced, and with a symbolic tensor. Return the value, or use a `tf.TensorArray`',
  },
  examples: [
    {
      title: 'print in a training step',
      bad: `
import tensorflow as tf
@tf.function
def train_step(x, y):
    loss = tf.reduce_mean((x - y) ** 2)
    print("loss", loss)
#   ^^^^^
    return loss`,
      good: `
import tensorflow as tf
@tf.function
def train_step(x, y):
    loss = tf.reduce_mean((x - y) ** 2)
    tf.print("loss", loss)
    return loss`,
    },
    {
      title: 'random numbers, clocks and lists',
      bad: `
import time
import numpy as np
import tensorflow as tf
losses = []
@tf.function(jit_compile=True)
def step(x):
    noise = np.random.normal(size=3)
#           ^^^^^^^^^^^^^^^^
    begin = time.time()
#           ^^^^^^^^^
    loss = tf.reduce_mean(x + noise)
    losses.append(loss)
#   ^^^^^^^^^^^^^
    return loss, begin`,
    },
    {
      title: 'operations of the graph, and code that means the tracing',
      fine: `
import tensorflow as tf
@tf.function
def step(x):
    print("Tracing with", x)
    parts = []
    for i in range(3):
        parts.append(x * i)
    tf.print("mean", tf.reduce_mean(x))
    return tf.stack(parts) + tf.random.normal([3])`,
    },
    {
      title: 'a constant on purpose, in a function that tells its tracing',
      fine: `
import numpy as np
import tensorflow as tf
def benchmark():
    @tf.function
    def simple(x):
        print("Tracing!")
        a = tf.constant(np.random.randn(20, 20), dtype=tf.float32)
        return tf.reduce_mean(a @ a + x)
    return simple`,
    },
    {
      title: 'functions that run eagerly',
      fine: `
import tensorflow as tf
tf.config.run_functions_eagerly(True)
@tf.function
def step(x):
    print(x)
    return x`,
    },
  ],
  *check(module) {
    for (const own of graphFunctions(module)) {
      const calls = callsIn(own);
      if (calls.some((call) => tellsTracing(module, call))) continue;
      for (const call of calls) {
        const name = module.qualifiedName(call.func);
        if (name === 'builtins.print') {
          if (call.keywords.some(({ arg }) => arg === null || arg === 'file')) continue;
          yield { at: call.func, message: 'print', fixes: fixesOf(module, call) };
        } else if (name !== null && DRAWS.test(name) && !NO_DRAW.test(name)) {
          yield { at: call.func, message: 'draw', data: { call: module.textOf(call.func) } };
        } else if (name !== null && CLOCKS.test(name)) {
          yield { at: call.func, message: 'clock', data: { call: module.textOf(call.func) } };
        } else if (isOuterList(module, own, call)) {
          yield { at: call.func, message: 'append', data: { list: module.textOf(call.func).replace(/\.\w+$/, '') } };
        }
      }
    }
  },
});

/** Calls that run with the function: not in functions it only defines or hands on, nor under `init_scope`. */
function callsIn(own: FunctionDef): readonly Call[] {
  const found: Call[] = [];
  const visit = (node: Node): boolean => {
    if (node !== own && (node.kind === Kind.FunctionDef || node.kind === Kind.Lambda || node.kind === Kind.ClassDef))
      return false;
    if (node.kind === Kind.With && node.items.some(({ contextExpr }) => isInitScope(contextExpr))) return false;
    if (node.kind === Kind.Call) found.push(node);
    return true;
  };
  for (const stmt of own.body) walk(stmt, visit);
  return found.sort((a, b) => a.start - b.start);
}

function isInitScope(context: Node): boolean {
  return context.kind === Kind.Call && context.func.kind === Kind.Attribute && context.func.attr === 'init_scope';
}

/** `print("Tracing!")`: the author knows what runs when. */
function tellsTracing(module: Module, call: Call): boolean {
  return module.qualifiedName(call.func) === 'builtins.print' && /trac/i.test(module.textOf(call));
}

/** `losses.append(…)` of a list made outside of the function. */
function isOuterList(module: Module, own: FunctionDef, { func }: Call): boolean {
  if (func.kind !== Kind.Attribute || func.attr !== 'append' || func.value.kind !== Kind.Name) return false;
  const made = module.definition(func.value);
  const isList =
    made.kind === Kind.List || (made.kind === Kind.Call && module.qualifiedName(made.func) === 'builtins.list');
  return isList && !(own.start <= made.start && made.end <= own.end);
}

function fixesOf(module: Module, call: Call): Fix[] {
  const tf = localNameOf(module, 'tensorflow', call.start);
  // A formatted text would show the symbolic tensor, in `tf.print` as well.
  if (tf === null || call.keywords.some(({ arg }) => arg !== 'end' && arg !== 'sep')) return [];
  const isPlain = call.args.every(
    (arg) =>
      arg.kind !== Kind.JoinedStr && arg.kind !== Kind.BinOp && arg.kind !== Kind.Call && arg.kind !== Kind.Starred,
  );
  return isPlain
    ? [{ title: `Use ${tf}.print`, edits: [{ start: call.func.start, end: call.func.end, text: `${tf}.print` }] }]
    : [];
}
