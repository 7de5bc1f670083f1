// keras-loss-mismatch: last layer, loss and labels contradict each other.
import { fromLogits, kerasModels, labelForm } from '../../analysis/kerasModels';
import type { KerasModel } from '../../analysis/kerasModels';
import type { Module } from '../../analysis/module';
import type { Span } from '../../analysis/text';
import type { Fix, Report } from '../rule';
import { rule } from '../rule';

type Message = 'single' | 'sigmoid' | 'integer' | 'onehot' | 'binary' | 'logits';

export default rule({
  name: 'keras-loss-mismatch',
  category: 'training',
  severity: 'error',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['keras', 'tensorflow', 'tf_keras'],
  summary: 'The last layer, the loss and the labels of a Keras model contradict each other',
  docs: `
Softmax over one unit is always 1, so such a model can learn nothing. \`categorical_crossentropy\` wants one-hot rows,
\`sparse_categorical_crossentropy\` class numbers, \`binary_crossentropy\` one probability for each yes-or-no question
([Keras: probabilistic losses](https://keras.io/api/losses/probabilistic_losses/)). Some of the wrong pairs raise, others
train without an error towards nothing, or report an accuracy that means something else.
`,
  silent: `
- The last layer is not a \`Dense\` that can be seen, the loss is your own, or there are several outputs.
- The form of the labels is not sure. It is sure for \`to_categorical\`, \`get_dummies\`, a \`LabelEncoder\` and the labels of the
  bundled datasets.
- Softmax over two units with \`binary_crossentropy\`: both say the same there.
- Several sigmoid units with \`binary_crossentropy\`: several labels a row.
`,
  messages: {
    single:
      'Softmax over one unit is always 1: this model can learn nothing. Use `sigmoid` with `binary_crossentropy`, or one unit for each class',
    sigmoid:
      '`{loss}` compares classes, but the last layer has one sigmoid unit: the loss is always 0 or fails. Use `binary_crossentropy`',
    integer: '`{loss}` wants one-hot rows, but the labels are class numbers. Use `sparse_categorical_crossentropy`',
    onehot: '`{loss}` wants class numbers, but the labels are one-hot rows. Use `categorical_crossentropy`',
    binary:
      'With softmax over {units} classes, `binary_crossentropy` takes each class for a question of its own, and accuracy counts them so. Use `categorical_crossentropy`',
    logits:
      'The loss is told that it gets logits (`from_logits=True`), but the last layer applies {activation}: it is applied twice',
  },
  examples: [
    {
      title: 'softmax over one unit',
      bad: `
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(8, activation="relu"),
    keras.layers.Dense(1, activation="softmax"),
#                                    ^^^^^^^^^
])
model.compile(optimizer="adam", loss="binary_crossentropy")`,
      good: `
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(8, activation="relu"),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy")`,
    },
    {
      title: 'class numbers of a bundled dataset',
      bad: `
from tensorflow.keras.datasets import mnist
from tensorflow.keras.layers import Dense
from tensorflow.keras.models import Sequential
(x_train, y_train), (x_test, y_test) = mnist.load_data()
model = Sequential()
model.add(Dense(32, activation="relu"))
model.add(Dense(10, activation="softmax"))
model.compile("adam", "categorical_crossentropy")
#                     ^^^^^^^^^^^^^^^^^^^^^^^^^^
model.fit(x_train, y_train)`,
      good: `
from tensorflow.keras.datasets import mnist
from tensorflow.keras.layers import Dense
from tensorflow.keras.models import Sequential
(x_train, y_train), (x_test, y_test) = mnist.load_data()
model = Sequential()
model.add(Dense(32, activation="relu"))
model.add(Dense(10, activation="softmax"))
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(x_train, y_train)`,
    },
    {
      title: 'one-hot rows, softmax with a binary loss, logits that are none',
      bad: `
import keras
from keras.utils import to_categorical
y = to_categorical(labels)
a = keras.Sequential([keras.layers.Dense(3, activation="softmax")])
a.compile(loss="sparse_categorical_crossentropy")
#              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
a.fit(x, y)
b = keras.Sequential([keras.layers.Dense(3, activation="softmax")])
b.compile(loss="binary_crossentropy")
#              ^^^^^^^^^^^^^^^^^^^^^
b.fit(x, y)
c = keras.Sequential([keras.layers.Dense(3, activation="softmax")])
c.compile(loss=keras.losses.CategoricalCrossentropy(from_logits=True))
#                                                               ^^^^
c.fit(x, y)`,
      good: `
import keras
from keras.utils import to_categorical
y = to_categorical(labels)
a = keras.Sequential([keras.layers.Dense(3, activation="softmax")])
a.compile(loss="categorical_crossentropy")
a.fit(x, y)
b = keras.Sequential([keras.layers.Dense(3, activation="softmax")])
b.compile(loss="categorical_crossentropy")
b.fit(x, y)
c = keras.Sequential([keras.layers.Dense(3, activation="softmax")])
c.compile(loss=keras.losses.CategoricalCrossentropy(from_logits=False))
c.fit(x, y)`,
    },
    {
      title: 'a functional model with one sigmoid unit',
      bad: `
from tensorflow.keras import Model, layers
inputs = layers.Input((4,))
outputs = layers.Dense(1, activation="sigmoid")(inputs)
model = Model(inputs, outputs)
model.compile(loss="categorical_crossentropy")
#                  ^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      good: `
from tensorflow.keras import Model, layers
inputs = layers.Input((4,))
outputs = layers.Dense(1, activation="sigmoid")(inputs)
model = Model(inputs, outputs)
model.compile(loss="binary_crossentropy")`,
    },
    {
      title: 'pairs that fit, and labels we do not know',
      fine: `
from tensorflow import keras
from tensorflow.keras.layers import Dense
a = keras.Sequential([Dense(1, activation="sigmoid")])
a.compile(loss="binary_crossentropy")
b = keras.Sequential([Dense(10, activation="softmax")])
b.compile(loss="categorical_crossentropy")
b.fit(x, y)
c = keras.Sequential([Dense(5, activation="sigmoid")])
c.compile(loss="binary_crossentropy")
d = keras.Sequential([Dense(10)])
d.compile(loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
e = keras.Sequential([Dense(1, activation=chosen)])
e.compile(loss="categorical_crossentropy")`,
    },
  ],
  *check(module) {
    for (const model of kerasModels(module)) {
      const report = mismatchOf(module, model);
      if (report !== null) yield report;
    }
  },
});

function mismatchOf(module: Module, { loss, last, labels }: KerasModel): Report<Message> | null {
  const activation = last?.activation ?? null;
  if (last !== null && activation?.name === 'softmax' && last.units === 1) {
    return { at: activation.at, message: 'single', fixes: [swap(module, activation.at, 'softmax', 'sigmoid')] };
  }
  if (loss === null) return null;
  const { name, at } = loss;
  const data = { loss: name };
  const categorical = name === 'categorical_crossentropy';
  const sparse = name === 'sparse_categorical_crossentropy';
  const logits = fromLogits(loss.call);
  if (logits !== null && activation !== null && (activation.name === 'softmax' || activation.name === 'sigmoid')) {
    const fix = { title: 'Set from_logits=False', edits: [{ start: logits.start, end: logits.end, text: 'False' }] };
    return { at: logits, message: 'logits', data: { activation: activation.name }, severity: 'warning', fixes: [fix] };
  }
  if ((categorical || sparse) && last?.units === 1 && activation?.name === 'sigmoid') {
    return { at, message: 'sigmoid', data, fixes: [swap(module, at, name, 'binary_crossentropy')] };
  }
  const forms = new Set(labels.map((label) => labelForm(module, label)));
  const form = forms.size === 1 ? [...forms][0] : null;
  if (categorical && form === 'integer')
    return { at, message: 'integer', data, fixes: [swap(module, at, name, 'sparse_categorical_crossentropy')] };
  if (sparse && form === 'one-hot')
    return { at, message: 'onehot', data, fixes: [swap(module, at, name, 'categorical_crossentropy')] };
  if (
    name === 'binary_crossentropy' &&
    activation?.name === 'softmax' &&
    (last?.units ?? 0) > 2 &&
    form === 'one-hot'
  ) {
    const fixes = [swap(module, at, name, 'categorical_crossentropy')];
    return { at, message: 'binary', data: { units: last!.units! }, severity: 'warning', fixes };
  }
  return null;
}

/** Puts another name where this one stands, in the way it is written: a string, a function, a class. */
function swap(module: Module, at: Span, from: string, to: string): Fix {
  const camel = (name: string): string => name.replaceAll(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());
  const text = module
    .textOf(at)
    .replace(new RegExp(`\\b${from}\\b`), to)
    .replace(new RegExp(`\\b${camel(from)}\\b`), camel(to));
  return { title: `Use ${to}`, edits: [{ start: at.start, end: at.end, text }] };
}
