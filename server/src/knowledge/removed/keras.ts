// Names and arguments that Keras and TensorFlow no longer have.
import type { RemovalTable, RemovedArgument, RemovedMember, RemovedName } from './table';
import { gone, renames } from './table';

const OPTIMIZERS = 'SGD RMSprop Adam AdamW Adadelta Adagrad Adamax Nadam Ftrl'
  .split(' ')
  .map((name) => `keras.optimizers.${name}`);
const MODELS = ['keras.Sequential', 'keras.Model', 'keras.models.Sequential', 'keras.models.Model'];

/** Modules inside the package that were never its interface: what they hold is one level up. */
const modules = (removed: string, list: string): readonly RemovedName[] =>
  list
    .trim()
    .split(/\s+/)
    .map((name) => ({ name: `keras.${name}`, removed, to: `keras.${name.split('.')[0]}` }));

const kerasArguments: readonly RemovedArgument[] = [
  { of: OPTIMIZERS, keyword: 'lr', removed: '3.0', edit: { rename: 'learning_rate' } },
  { of: OPTIMIZERS, keyword: 'decay', removed: '3.0', instead: 'use a schedule of `keras.optimizers.schedules`' },
  ...['workers', 'use_multiprocessing', 'max_queue_size'].map((keyword) => ({
    of: MODELS.flatMap((model) => [`${model}.fit`, `${model}.evaluate`, `${model}.predict`]),
    keyword,
    removed: '3.0',
    edit: { drop: true } as const,
    unsafe: true as const,
    instead: 'give it to the `PyDataset`, or drop it',
  })),
  { of: ['keras.layers.Embedding'], keyword: 'input_length', removed: '3.0', ignored: true, edit: { drop: true } },
  ...['LSTM', 'GRU', 'SimpleRNN', 'RNN'].map((name) => ({
    of: [`keras.layers.${name}`],
    keyword: 'time_major',
    removed: '3.0',
    instead: 'put the batch first',
  })),
];

const kerasMembers: readonly RemovedMember[] = [
  { of: MODELS, member: 'fit_generator', removed: '3.0', to: 'fit', unsafe: true },
  { of: MODELS, member: 'evaluate_generator', removed: '3.0', to: 'evaluate', unsafe: true },
  { of: MODELS, member: 'predict_generator', removed: '3.0', to: 'predict', unsafe: true },
  {
    of: MODELS,
    member: 'predict_classes',
    removed: '2.6',
    instead: 'use `predict(x).argmax(axis=-1)`, or `predict(x) > 0.5` for one output',
  },
  { of: MODELS, member: 'predict_proba', removed: '2.6', to: 'predict' },
];

const kerasNames: readonly RemovedName[] = [
  ...gone('2.4', 'keras.utils.multi_gpu_model', 'use `tf.distribute.MirroredStrategy`'),
  ...gone('2.4', 'keras.backend.tensorflow_backend', 'use `keras.backend`, or TensorFlow itself'),
  ...modules('2.6', 'layers.normalization'),
  { name: 'keras.objectives', removed: '2.6', to: 'keras.losses' },
  { name: 'keras.engine.topology.Input', removed: '2.6', to: 'keras.Input' },
  { name: 'keras.engine.topology.Layer', removed: '2.6', to: 'keras.layers.Layer' },
  ...modules(
    '2.9',
    'layers.recurrent layers.embeddings layers.advanced_activations layers.merge layers.wrappers layers.local',
  ),
  { name: 'keras.layers.convolutional_recurrent', removed: '2.9', to: 'keras.layers' },
  ...modules('2.13', 'layers.core layers.convolutional layers.pooling layers.noise'),
  ...modules(
    '2.13',
    'utils.np_utils utils.vis_utils utils.layer_utils utils.generic_utils utils.data_utils utils.io_utils',
  ),
  ...renames(
    '2.13',
    `keras.layers.CuDNNLSTM → keras.layers.LSTM
     keras.layers.CuDNNGRU → keras.layers.GRU`,
  ),
  ...gone('2.13', 'keras.wrappers.scikit_learn', 'use the package `scikeras`'),
  ...gone('2.13', 'keras.engine', 'take the classes from `keras` and `keras.layers`'),
  ...gone('2.13', 'keras.backend.get_session keras.backend.set_session', 'there are no sessions any more'),
  { name: 'keras.layers.experimental.preprocessing', removed: '3.0', to: 'keras.layers' },
  {
    name: 'keras.preprocessing.image.ImageDataGenerator',
    removed: '3.0',
    instead: 'use `keras.utils.image_dataset_from_directory` and preprocessing layers',
  },
  ...gone('3.0', 'keras.preprocessing.text', 'use `keras.layers.TextVectorization`'),
  ...gone('3.0', 'keras.layers.ThresholdedReLU', 'use `keras.layers.ReLU(threshold=…)`'),
  ...gone('3.0', 'keras.layers.LocallyConnected1D keras.layers.LocallyConnected2D', 'write the layer yourself'),
];

export const kerasRemoved: RemovalTable = {
  library: 'Keras',
  distributions: ['keras'],
  package: 'keras',
  releases: [
    ['2.4', '2020-06'],
    ['2.6', '2021-08'],
    ['2.9', '2022-05'],
    ['2.13', '2023-07'],
    ['3.0', '2023-11'],
    ['3.6', '2024-10'],
    ['3.12', '2025-10'],
    ['3.15', '2026-08'],
  ],
  source: 'https://keras.io/guides/migrating_to_keras_3/, checked against the wheels of 2.1 to 3.15',
  legacySign: /TF_USE_LEGACY_KERAS/,
  names: kerasNames,
  arguments: kerasArguments,
  members: kerasMembers,
};

/** `tf.keras` of TensorFlow 2.16 is Keras 3. */
const KERAS_3 = '2.16';

/** The same API under `tensorflow.keras`, where it went with the TensorFlow that brought Keras 3. */
function underTensorflow(name: string): string {
  return `tensorflow.${name}`;
}

const TF1 =
  `Session InteractiveSession placeholder placeholder_with_default get_variable variable_scope get_default_graph
  get_default_session global_variables_initializer local_variables_initializer initialize_all_variables global_variables
  trainable_variables get_collection add_to_collection reset_default_graph ConfigProto GPUOptions layers.dense
  layers.conv2d layers.max_pooling2d layers.flatten layers.dropout layers.batch_normalization train.AdamOptimizer
  train.GradientDescentOptimizer train.MomentumOptimizer train.RMSPropOptimizer train.AdagradOptimizer train.Saver
  train.get_or_create_global_step train.start_queue_runners train.string_input_producer train.MonitoredTrainingSession
  flags app logging summary.FileWriter summary.merge_all summary.merge nn.dynamic_rnn nn.static_rnn
  nn.bidirectional_dynamic_rnn nn.rnn_cell nn.softmax_cross_entropy_with_logits_v2 assign assign_add assign_sub
  get_local_variable py_func losses.softmax_cross_entropy losses.sparse_softmax_cross_entropy
  losses.mean_squared_error gfile.FastGFile gfile.GFile truncated_normal_initializer random_normal_initializer_v1
  Print TFRecordReader WholeFileReader data.make_one_shot_iterator`
    .split(/\s+/)
    .filter((name) => name !== 'random_normal_initializer_v1')
    .map((name) => `tensorflow.${name}`)
    .join(' ');

export const tensorflowRemoved: RemovalTable = {
  library: 'TensorFlow',
  distributions: ['tensorflow', 'tensorflow-cpu', 'tensorflow-gpu', 'tensorflow-macos', 'tensorflow-intel'],
  package: 'tensorflow',
  releases: [
    ['2.0', '2019-09'],
    ['2.4', '2020-12'],
    ['2.6', '2021-08'],
    ['2.9', '2022-05'],
    ['2.13', '2023-07'],
    ['2.15', '2023-11'],
    ['2.16', '2024-03'],
    ['2.17', '2024-07'],
    ['2.18', '2024-10'],
    ['2.19', '2025-03'],
    ['2.20', '2025-08'],
    ['2.21', '2026-03'],
  ],
  source:
    'tensorflow/tools/compatibility/renames_v2.py of TensorFlow, and https://keras.io/guides/migrating_to_keras_3/',
  legacySign: /TF_USE_LEGACY_KERAS/,
  names: [
    ...gone('2.0', TF1, 'use it from `tf.compat.v1`, or port the code to TensorFlow 2', 'tensorflow 1'),
    ...gone('2.0', 'tensorflow.contrib', 'there is no `contrib` any more', 'tensorflow 1'),
    ...gone('2.0', 'tensorflow.examples.tutorials', 'use `tf.keras.datasets`', 'tensorflow 1'),
    ...renames(
      '2.0',
      `tensorflow.set_random_seed → tensorflow.random.set_seed
       tensorflow.random_uniform → tensorflow.random.uniform
       tensorflow.random_normal → tensorflow.random.normal
       tensorflow.truncated_normal → tensorflow.random.truncated_normal
       tensorflow.log → tensorflow.math.log
       tensorflow.log1p → tensorflow.math.log1p
       tensorflow.ceil → tensorflow.math.ceil
       tensorflow.erf → tensorflow.math.erf
       tensorflow.conj → tensorflow.math.conj
       tensorflow.angle → tensorflow.math.angle
       tensorflow.cumprod → tensorflow.math.cumprod
       tensorflow.cholesky → tensorflow.linalg.cholesky
       tensorflow.diag → tensorflow.linalg.tensor_diag
       tensorflow.diag_part → tensorflow.linalg.tensor_diag_part
       tensorflow.fft → tensorflow.signal.fft
       tensorflow.global_norm → tensorflow.linalg.global_norm
       tensorflow.FixedLenFeature → tensorflow.io.FixedLenFeature
       tensorflow.VarLenFeature → tensorflow.io.VarLenFeature
       tensorflow.OpError → tensorflow.errors.OpError`,
    ),
    {
      name: 'tensorflow.to_float',
      removed: '2.0',
      instead: 'use `tf.cast(x, tf.float32)`',
      call: { arguments: 1, text: '{root}.cast({0}, {root}.float32)' },
    },
    {
      name: 'tensorflow.to_int32',
      removed: '2.0',
      instead: 'use `tf.cast(x, tf.int32)`',
      call: { arguments: 1, text: '{root}.cast({0}, {root}.int32)' },
    },
    ...gone('2.4', 'tensorflow.keras.utils.multi_gpu_model', 'use `tf.distribute.MirroredStrategy`'),
    ...gone('2.13', 'tensorflow.keras.wrappers.scikit_learn', 'use the package `scikeras`'),
    {
      name: 'tensorflow.keras.layers.experimental.preprocessing',
      removed: KERAS_3,
      to: 'tensorflow.keras.layers',
    },
    ...gone(KERAS_3, 'tensorflow.keras.layers.ThresholdedReLU', 'use `ReLU(threshold=…)`'),
    ...gone(
      KERAS_3,
      'tensorflow.keras.layers.LocallyConnected1D tensorflow.keras.layers.LocallyConnected2D',
      'write the layer yourself',
    ),
    ...gone(KERAS_3, 'tensorflow.estimator', 'use Keras'),
  ],
  arguments: kerasArguments.map((entry) => ({ ...entry, of: entry.of.map(underTensorflow), removed: KERAS_3 })),
  members: kerasMembers.map((entry) => ({
    ...entry,
    of: entry.of.map(underTensorflow),
    removed: entry.removed === '3.0' ? KERAS_3 : entry.removed,
  })),
};
