// trainable-after-compile: freezing a Keras layer after compile() has no effect on fit().
import { ConstValue, Kind } from '../../analysis/syntax';
import type { Assign, Expr } from '../../analysis/syntax';
import type { MethodCall, Module } from '../../analysis/module';
import { siblingsOf, statementOf } from '../../analysis/statements';
import { contains } from '../../analysis/text';
import { mentions } from '../../analysis/mentions';
import { rule } from '../rule';

export default rule({
  name: 'trainable-after-compile',
  category: 'training',
  severity: 'warning',
  fix: 'none',
  since: '0.1.0',
  libraries: ['keras', 'tensorflow', 'tf_keras'],
  summary: 'A Keras layer is frozen or unfrozen after compile(), which fit() does not see',
  docs: `
\`compile()\` fixes what is trained: "calling compile() on a model is meant to freeze the behavior of that model … if you change any
trainable value, make sure to call compile() again for your changes to be taken into account"
([Transfer learning and fine-tuning](https://keras.io/guides/transfer_learning/)). Without it, layers that seem frozen go on
training, and layers that seem to be fine-tuned stay as they are.
`,
  silent: `
- \`compile()\` is called again before \`fit()\`, or anything else happens to the model in between.
- The three do not stand in one block, or a training loop of your own computes the gradients.
- The layer does not surely belong to the model that is fitted.
`,
  messages: {
    late: '`{target}` is changed after `{model}.compile()`, so `fit` does not see it. Call `compile` again after this line, with a low learning rate for fine-tuning',
  },
  examples: [
    {
      title: 'fine-tuning without a new compile',
      bad: `
import keras
base = keras.applications.ResNet50(include_top=False, pooling="avg")
model = keras.Sequential([base, keras.layers.Dense(3, activation="softmax")])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
model.fit(X_train, y_train)
base.trainable = True
#<^^^^^^^^^^^^
model.fit(X_train, y_train)`,
    },
    {
      title: 'compiled again, or set before',
      fine: `
import keras
base = keras.applications.ResNet50(include_top=False, pooling="avg")
base.trainable = False
model = keras.Sequential([base, keras.layers.Dense(3, activation="softmax")])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
model.fit(X_train, y_train)
base.trainable = True
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
model.fit(X_train, y_train)
other = keras.layers.Dense(3)
other.trainable = False`,
    },
  ],
  *check(module) {
    if (mentions(module, /^(GradientTape|train_on_batch)$/)) return;
    for (const compile of module.methodCalls('compile')) {
      if (compile.receiver.kind !== Kind.Name) continue;
      const model = compile.receiver.id;
      const change = changeBeforeFit(module, compile, model);
      if (change === null) continue;
      const target = change.targets[0]!;
      const related = [{ start: compile.callee.start, end: compile.callee.end, message: 'It is compiled here' }];
      yield { at: target, message: 'late', data: { target: module.textOf(target), model }, related };
    }
  },
});

/** The change of `trainable` that stands between this `compile` and a `fit` of the model, in one block. */
function changeBeforeFit(module: Module, compile: MethodCall, model: string): Assign | null {
  const statement = statementOf(module, compile.node);
  const block = statement === null ? [] : siblingsOf(module, statement);
  let change: Assign | null = null;
  for (const stmt of block.slice(block.findIndex((each) => each === statement) + 1)) {
    const calls = module.methodCalls('compile', 'fit').filter(({ node, receiver }) => {
      return contains(stmt, node) && module.textOf(receiver) === model;
    });
    if (calls.some(({ method }) => method === 'compile') || (stmt.kind === Kind.Assign && rebinds(stmt, model)))
      return null;
    if (calls.length > 0 && change !== null) return change;
    if (stmt.kind === Kind.Assign && stmt.targets.length === 1 && changesTrainable(module, stmt, model))
      change ??= stmt;
  }
  return null;
}

function rebinds({ targets }: Assign, model: string): boolean {
  return targets.some((target) => target.kind === Kind.Name && target.id === model);
}

/** `model.trainable = …`, `model.layers[0].trainable = …`, `base.trainable = …` of a layer the model was made of. */
function changesTrainable(module: Module, { targets, value }: Assign, model: string): boolean {
  const [target] = targets;
  if (
    target?.kind !== Kind.Attribute ||
    target.attr !== 'trainable' ||
    value.kind !== Kind.Const ||
    value.value === ConstValue.None
  )
    return false;
  const root = rootOf(target.value);
  if (root?.kind !== Kind.Name) return false;
  if (root.id === model) return true;
  const made = module.scopes
    .named(model)
    .map((name) => module.definition(name))
    .find(({ kind }) => kind === Kind.Call);
  return made !== undefined && module.scopes.named(root.id).some((name) => contains(made, name));
}

function rootOf(expr: Expr): Expr | null {
  let at = expr;
  while (at.kind === Kind.Attribute || at.kind === Kind.Subscript) at = at.value;
  return at;
}
