// tf-variable-in-function: a variable made at each call of a graph function.
import { Kind, walk } from '../../analysis/syntax';
import type { Call, FunctionDef, Node } from '../../analysis/syntax';
import { graphFunctions } from '../../analysis/tfFunctions';
import { isGuarded } from '../../analysis/guards';
import type { Module } from '../../analysis/module';
import { rule } from '../rule';

export default rule({
  name: 'tf-variable-in-function',
  category: 'training',
  severity: 'error',
  fix: 'none',
  since: '0.1.0',
  libraries: ['tensorflow'],
  summary: 'tf.Variable is created inside a tf.function, which raises at the first call',
  docs: `
A \`tf.function\` may create variables only the first time it is called
([Creating tf.Variables](https://www.tensorflow.org/guide/function#creating_tfvariables)). A variable that is created in its
body without a condition raises \`ValueError: tf.function only supports singleton tf.Variables created on the first call\`.
`,
  silent: `
- It stands under a condition (\`if self.weight is None\`), under \`tf.init_scope\`, or in a function that is only defined there.
- Functions are set to run eagerly.
- The file calls the function to show that it raises (\`with pytest.raises(ValueError)\`).
`,
  messages: {
    made: 'This variable is created at each call of the graph function `{function}`, which raises ValueError. Create it outside, and pass or keep it',
  },
  examples: [
    {
      title: 'a counter in the function',
      bad: `
import tensorflow as tf
@tf.function
def count(x):
    total = tf.Variable(0.0)
#           ^^^^^^^^^^^
    total.assign_add(tf.reduce_sum(x))
    return total`,
    },
    {
      title: 'made once, or outside',
      fine: `
import tensorflow as tf
total = tf.Variable(0.0)
class Net(tf.Module):
    def __init__(self):
        self.weight = None
    @tf.function
    def __call__(self, x):
        if self.weight is None:
            self.weight = tf.Variable(tf.ones([3]))
        return x * self.weight
@tf.function
def count(x):
    return total.assign_add(tf.reduce_sum(x))
def factory():
    state = tf.Variable(0.0)
    @tf.function
    def step(x):
        return state.assign_add(x)
    return step`,
    },
    {
      title: 'shown to raise',
      fine: `
import contextlib
import tensorflow as tf
@contextlib.contextmanager
def assert_raises(error):
    try:
        yield
    except error:
        print("raised")
@tf.function
def count(x):
    return tf.Variable(0.0) + x
with assert_raises(ValueError):
    count(1.0)`,
    },
  ],
  *check(module) {
    for (const own of graphFunctions(module)) {
      if (module.scopes.named(own.name).some((use) => isGuarded(module, use))) continue;
      for (const call of variablesIn(module, own))
        yield { at: call.func, message: 'made', data: { function: own.name } };
    }
  },
});

/** Calls of `tf.Variable` that every run of a function comes by. */
function variablesIn(module: Module, own: FunctionDef): readonly Call[] {
  const found: Call[] = [];
  const visit = (node: Node): boolean => {
    switch (node.kind) {
      case Kind.FunctionDef:
      case Kind.Lambda:
      case Kind.ClassDef:
      case Kind.If:
      case Kind.IfExp:
      case Kind.Try:
        return false;
      case Kind.With:
        return !/init_scope/.test(node.items.map(({ contextExpr }) => module.textOf(contextExpr)).join(' '));
      case Kind.Call:
        if (module.qualifiedName(node.func) === 'tensorflow.Variable') found.push(node);
        return true;
      default:
        return true;
    }
  };
  for (const stmt of own.body) walk(stmt, visit);
  return found;
}
