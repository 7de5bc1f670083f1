// keras-removed-api: a module, name or argument that Keras or TensorFlow no longer has.
import { kerasRemoved, tensorflowRemoved } from '../../knowledge/removed';
import { messages, removedReports, silent } from '../removed';
import { rule } from '../rule';

export default rule({
  name: 'keras-removed-api',
  category: 'training',
  severity: 'error',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['keras', 'tensorflow'],
  summary: 'A Keras or TensorFlow module, name or argument that is gone',
  docs: `
TensorFlow 2 left the graph API to \`tf.compat.v1\`, and TensorFlow 2.16 brought Keras 3, which dropped much of Keras 2
([migration guide](https://keras.io/guides/migrating_to_keras_3/)). The tables are taken from that guide and from
TensorFlow's own \`renames_v2.py\`; the names of Keras were checked against the wheels of 2.1 to 3.15.
`,
  silent,
  messages,
  examples: [
    {
      title: 'modules inside Keras',
      bad: `
from keras.layers.core import Dense, Dropout
#    ^^^^^^^^^^^^^^^^^
from keras.utils.np_utils import to_categorical
#    ^^^^^^^^^^^^^^^^^^^^
layers = [Dense(3), Dropout(0.5)]`,
      good: `
from keras.layers import Dense, Dropout
from keras.utils import to_categorical
layers = [Dense(3), Dropout(0.5)]`,
    },
    {
      title: 'arguments',
      files: { 'requirements.txt': 'tensorflow==2.17.0' },
      bad: `
from tensorflow.keras.optimizers import Adam
optimizer = Adam(lr=0.001)
#                ^^^^^^^^`,
      good: `
from tensorflow.keras.optimizers import Adam
optimizer = Adam(learning_rate=0.001)`,
    },
    {
      title: 'TensorFlow 1, told once',
      bad: `
import tensorflow as tf
x = tf.placeholder(tf.float32)
#   ^^^^^^^^^^^^^^
with tf.Session() as session:
#    ^^^^^^^^^^
    session.run(x)`,
    },
    {
      title: 'names that moved',
      bad: `
import tensorflow as tf
print(tf.set_random_seed(42))
#     ^^^^^^^^^^^^^^^^^^
loss = tf.reduce_mean(tf.log(x))
#                     ^^^^^^`,
      good: `
import tensorflow as tf
print(tf.random.set_seed(42))
loss = tf.reduce_mean(tf.math.log(x))`,
    },
    {
      title: 'the old API on purpose',
      fine: `
import tensorflow.compat.v1 as tf
tf.disable_v2_behavior()
x = tf.placeholder(tf.float32)
with tf.Session() as session:
    session.run(x)`,
    },
    {
      title: 'the old Keras on purpose',
      fine: `
import os
os.environ['TF_USE_LEGACY_KERAS'] = '1'
from keras.layers.core import Dense`,
    },
    {
      title: 'a version that has it',
      files: { 'requirements.txt': 'tensorflow==2.8.0' },
      fine: `
from keras.layers.core import Dense
from keras.optimizers import Adam
Adam(lr=0.1)`,
    },
  ],
  check: (module) => removedReports(module, [kerasRemoved, tensorflowRemoved]),
});
