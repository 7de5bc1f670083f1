// unknown-history-key: a key of the training history that the model cannot have recorded.
import { CompareOperator, Kind } from '../../analysis/syntax';
import type { Call, Expr, Subscript } from '../../analysis/syntax';
import { kerasNames } from '../../analysis/kerasModels';
import { comparedTo } from '../../analysis/libraryVersion';
import { meaningOf } from '../../analysis/meanings';
import type { Module } from '../../analysis/module';
import type { Fix } from '../rule';
import { rule } from '../rule';

/** Names under which metrics are known: other keys may come from callbacks. */
const KNOWN = new Set([
  'acc',
  'accuracy',
  'binary_accuracy',
  'categorical_accuracy',
  'sparse_categorical_accuracy',
  'mae',
  'mse',
  'mean_absolute_error',
  'mean_squared_error',
]);
/** The same metric under another name. */
const SAME: readonly (readonly string[])[] = [
  ['acc', 'accuracy'],
  ['mae', 'mean_absolute_error'],
  ['mse', 'mean_squared_error'],
];

export default rule({
  name: 'unknown-history-key',
  category: 'training',
  severity: 'error',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['keras', 'tensorflow', 'tf_keras'],
  summary: 'A key of the training history that this model does not record: KeyError after training',
  docs: `
\`history.history\` has the loss and each metric under the name it was given in \`compile\`, and once more with \`val_\` if there was
validation data. Up to Keras 2.2 \`metrics=["accuracy"]\` was recorded as \`acc\`; since 2.3 it is \`accuracy\`
([release notes](https://github.com/keras-team/keras/releases/tag/2.3.0)). The \`KeyError\` comes when training is over, and the
run is lost if the model was not saved.
`,
  silent: `
- The metrics are not all written as text, or \`compile\` is not seen just once.
- The key is none of the usual metrics: callbacks may add keys.
- The model may have several outputs, or the history may come from several fits.
- The project has Keras before 2.3 or TensorFlow before 2.0. Where the version is not known, a name of older versions is a
  warning, and its fix one to look at.
`,
  messages: {
    renamed:
      'This model records `{right}`, not `{key}`: the metric has the name it was given in `compile`, and this raises KeyError',
    novalidation:
      '`fit` gets no validation data, so `{key}` is not recorded and this raises KeyError. Pass `validation_data` or `validation_split`',
    unmeasured:
      '`compile` is given no such metric, so `{key}` is not recorded and this raises KeyError. Add it to `metrics`',
  },
  examples: [
    {
      title: 'the name of older versions',
      files: { 'requirements.txt': 'keras==3.4.0' },
      bad: `
import keras
from keras import layers
model = keras.Sequential([layers.Dense(8, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(X_train, y_train, validation_split=0.2)
print(history.history["acc"], history.history["val_acc"])
#                     ^^^^^
#                                             ^^^^^^^^^`,
      good: `
import keras
from keras import layers
model = keras.Sequential([layers.Dense(8, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(X_train, y_train, validation_split=0.2)
print(history.history["accuracy"], history.history["val_accuracy"])`,
    },
    {
      title: 'no validation data, no metric',
      bad: `
import keras
model = keras.Sequential([keras.layers.Dense(1)])
model.compile(optimizer="adam", loss="mse")
log = model.fit(X_train, y_train).history
worst = max(log["val_loss"])
#               ^^^^^^^^^^
error = log["mae"]
#           ^^^^^`,
    },
    {
      title: 'recorded, or from a callback',
      fine: `
import keras
model = keras.Sequential([keras.layers.Dense(1)])
model.compile(optimizer="adam", loss="mse", metrics=["mae", "acc"])
log = model.fit(X_train, y_train, validation_data=(X_test, y_test)).history
print(log["mae"], log["val_mae"], log["val_acc"], log["loss"], log["lr"])`,
    },
    {
      title: 'metrics that are objects, and a model that is not seen',
      fine: `
import keras
from models import build
model = keras.Sequential([keras.layers.Dense(1)])
model.compile(optimizer="adam", loss="mse", metrics=[keras.metrics.MeanAbsoluteError()])
print(model.fit(X_train, y_train).history["mae"])
other = build()
print(other.fit(X_train, y_train).history["acc"])`,
    },
  ],
  *check(module) {
    if (comparedTo(module, 'keras', '2.3') === 'older' || comparedTo(module, 'tensorflow', '2.0') === 'older') return;
    // Before, the older name was right.
    const isKnown =
      comparedTo(module, 'keras', '2.3') === 'newer' || comparedTo(module, 'tensorflow', '2.0') === 'newer';
    for (const subscript of module.all(Kind.Subscript)) {
      const key = subscript.slice.kind === Kind.Str ? module.stringOf(subscript.slice) : null;
      const fit = key === null ? null : fitBehind(module, subscript);
      const metrics = fit === null ? null : metricsOf(module, fit);
      if (key === null || fit === null || metrics === null || isMember(module, subscript)) continue;
      const base = key.replace(/^val_/, '');
      if (base !== 'loss' && !KNOWN.has(base)) continue;
      if (base !== key && !mayValidate(fit)) {
        yield { at: subscript.slice, message: 'novalidation', data: { key } };
        continue;
      }
      if (base === 'loss' || metrics.includes(base)) continue;
      const other = SAME.find((names) => names.includes(base))?.find((name) => metrics.includes(name));
      const right = other === undefined ? null : key.replace(base, other);
      const quote = module.source[subscript.slice.start]!;
      const fixes: Fix[] =
        right === null || !/['"]/.test(quote)
          ? []
          : [
              {
                title: `Use ${right}`,
                safety: isKnown ? 'safe' : 'unsafe',
                edits: [{ start: subscript.slice.start, end: subscript.slice.end, text: quote + right + quote }],
              },
            ];
      yield right === null
        ? { at: subscript.slice, message: 'unmeasured', data: { key } }
        : {
            at: subscript.slice,
            message: 'renamed',
            data: { key, right },
            fixes,
            ...(isKnown ? {} : { severity: 'warning' as const }),
          };
    }
  },
});

/** Asked for first: `if "acc" in history`, or under `try`. */
function isMember(module: Module, { value, slice }: Subscript): boolean {
  if (module.enclosing(value, Kind.Try, Kind.If, Kind.IfExp) !== null) return true;
  const key = module.stringOf(slice);
  return module.all(Kind.Compare).some(({ left, ops: [operator] }) => {
    const asks = operator === CompareOperator.In || operator === CompareOperator.NotIn;
    return asks && key !== null && module.stringOf(left) === key;
  });
}

/** The one `model.fit(…)` whose `.history` a subscript reads. */
function fitBehind(module: Module, { value }: Subscript): Call | null {
  const history = module.definition(value);
  if (history.kind !== Kind.Attribute || history.attr !== 'history') return null;
  const made = module.definition(history.value);
  return made.kind === Kind.Call && made.func.kind === Kind.Attribute && made.func.attr === 'fit' ? made : null;
}

/** The metrics of the model a fit belongs to; null if they are not all written out. */
function metricsOf(module: Module, fit: Call): readonly string[] | null {
  const receiver = fit.func.kind === Kind.Attribute ? fit.func.value : fit.func;
  const model = meaningOf(module, receiver);
  if (model?.kind !== Kind.Call || !hasOneOutput(module, model)) return null;
  const [compile, ...others] = module
    .methodCalls('compile')
    .filter((call) => meaningOf(module, call.receiver) === model);
  if (compile === undefined || others.length > 0 || compile.hidden) return null;
  const metrics = compile.argument(2, 'metrics');
  const list = metrics === null ? null : module.definition(metrics);
  if (compile.has('weighted_metrics') || (list !== null && list.kind !== Kind.List && list.kind !== Kind.Tuple))
    return null;
  const names = (list?.elts ?? []).map((element: Expr) => module.stringOf(element));
  return names.every((name) => name !== null) ? names : null;
}

function hasOneOutput(module: Module, model: Call): boolean {
  const name = module.qualifiedName(model.func);
  if (name === null) return false;
  if (kerasNames('Sequential', 'models.Sequential').includes(name)) return true;
  if (!kerasNames('Model', 'models.Model').includes(name)) return false;
  const output = model.args[1] ?? model.keywords.find(({ arg }) => arg === 'outputs' || arg === 'output')?.value;
  return output !== undefined && module.definition(output).kind === Kind.Call;
}

function mayValidate({ args, keywords }: Call): boolean {
  return args.length > 3 || keywords.some(({ arg }) => arg === null || arg.startsWith('validation_'));
}
