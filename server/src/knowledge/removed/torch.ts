// Names and arguments that torch and torchvision no longer have, and a few of Hugging Face's libraries.
import type { RemovalTable } from './table';
import { gone, renames } from './table';

const SCHEDULERS = `LambdaLR MultiplicativeLR StepLR MultiStepLR ConstantLR LinearLR ExponentialLR PolynomialLR
  CosineAnnealingLR CyclicLR CosineAnnealingWarmRestarts OneCycleLR ReduceLROnPlateau`
  .split(/\s+/)
  .map((name) => `torch.optim.lr_scheduler.${name}`);

export const torchRemoved: RemovalTable = {
  library: 'PyTorch',
  distributions: ['torch'],
  package: 'torch',
  releases: [
    ['1.10', '2021-10'],
    ['1.11', '2022-03'],
    ['1.12', '2022-06'],
    ['1.13', '2022-10'],
    ['2.0', '2023-03'],
    ['2.1', '2023-10'],
    ['2.2', '2024-01'],
    ['2.3', '2024-04'],
    ['2.4', '2024-07'],
    ['2.5', '2024-10'],
    ['2.6', '2025-01'],
    ['2.7', '2025-04'],
    ['2.8', '2025-08'],
    ['2.9', '2025-10'],
    ['2.10', '2026-01'],
    ['2.11', '2026-03'],
    ['2.15', '2026-10'],
  ],
  source: 'https://github.com/pytorch/pytorch/releases, checked against the wheels of 1.11 to 2.15',
  names: [
    ...gone('1.12', 'torch.solve', 'use `torch.linalg.solve(A, B)`: the arguments change places'),
    ...gone('1.13', 'torch.eig', 'use `torch.linalg.eig`, which returns complex values'),
    ...gone('1.13', 'torch.lstsq', 'use `torch.linalg.lstsq(A, B)`: the arguments change places'),
    { name: 'torch.matrix_rank', removed: '1.13', to: 'torch.linalg.matrix_rank', unsafe: true },
    ...gone('1.12', 'torch.utils.ffi', 'write a C++ extension'),
    ...gone('2.0', 'torch.symeig', 'use `torch.linalg.eigh`, whose `UPLO` says which triangle is read'),
    { name: 'torch._six.inf', removed: '2.0', to: 'torch.inf' },
    ...gone('2.0', 'torch._six', 'use `torch.inf`, `str` and `collections.abc`'),
  ],
  arguments: [
    { of: SCHEDULERS, keyword: 'verbose', removed: '2.7', edit: { drop: true } },
    ...[
      'example_outputs',
      'enable_onnx_checker',
      'use_external_data_format',
      '_retain_param_name',
      'strip_doc_string',
    ].map((keyword) => ({ of: ['torch.onnx.export'], keyword, removed: '1.11', edit: { drop: true } as const })),
  ],
  members: [{ of: SCHEDULERS, member: 'print_lr', removed: '2.7', instead: 'print `get_last_lr()`' }],
};

export const torchvisionRemoved: RemovalTable = {
  library: 'torchvision',
  distributions: ['torchvision'],
  package: 'torchvision',
  releases: [
    ['0.11', '2021-10'],
    ['0.12', '2022-03'],
    ['0.13', '2022-06'],
    ['0.14', '2022-10'],
    ['0.15', '2023-03'],
    ['0.16', '2023-10'],
    ['0.17', '2024-01'],
    ['0.18', '2024-04'],
    ['0.19', '2024-07'],
    ['0.29', '2026-10'],
  ],
  source: 'https://github.com/pytorch/vision/releases, checked against the wheels of 0.11 to 0.29',
  names: [
    ...renames(
      '0.12',
      `torchvision.transforms.Scale → torchvision.transforms.Resize
       torchvision.transforms.RandomSizedCrop → torchvision.transforms.RandomResizedCrop`,
    ),
    ...gone(
      '0.14',
      'torchvision.models.segmentation.segmentation',
      'take the models from `torchvision.models.segmentation`',
    ),
    ...['alexnet', 'densenet', 'inception', 'mobilenet', 'resnet', 'squeezenet', 'vgg'].map((model) => ({
      name: `torchvision.models.${model}.model_urls`,
      removed: '0.15',
      instead: 'ask the `…_Weights` class for its `url`',
    })),
    ...gone(
      '0.17',
      'torchvision.transforms.functional_tensor torchvision.transforms.functional_pil',
      'use `torchvision.transforms.functional`',
    ),
  ],
  arguments: ['RandomAffine', 'RandomRotation'].flatMap((name) => [
    {
      of: [`torchvision.transforms.${name}`],
      keyword: 'resample',
      removed: '0.14',
      instead: 'use `interpolation=` with an `InterpolationMode`',
    },
  ]),
  members: [],
};

export const torchtextRemoved: RemovalTable = {
  library: 'torchtext',
  distributions: ['torchtext'],
  package: 'torchtext',
  releases: [
    ['0.11', '2021-10'],
    ['0.12', '2022-03'],
    ['0.18', '2024-04'],
  ],
  source: 'https://github.com/pytorch/text/releases, checked against the wheels of 0.11 and 0.12',
  names: gone('0.12', 'torchtext.legacy', 'the project has ended; read the text with `datasets` or plain Python'),
  arguments: [],
  members: [],
};

export const transformersRemoved: RemovalTable = {
  library: 'transformers',
  distributions: ['transformers'],
  package: 'transformers',
  releases: [
    ['4.41', '2024-05'],
    ['4.46', '2024-10'],
    ['4.49', '2025-02'],
    ['4.50', '2025-03'],
    ['4.51', '2025-04'],
    ['4.52', '2025-05'],
    ['4.57', '2025-10'],
    ['5.0', '2026-01'],
    ['5.23', '2026-10'],
  ],
  source: 'https://github.com/huggingface/transformers/releases, checked against the wheels of 4.41 to 5.23',
  names: [
    { name: 'transformers.AdamW', removed: '4.50', to: 'torch.optim.AdamW', unsafe: true },
    ...gone('5.0', 'transformers.AutoModelWithLMHead', 'use `AutoModelForCausalLM`, `…MaskedLM` or `…Seq2SeqLM`'),
    { name: 'transformers.AutoModelForVision2Seq', removed: '5.0', to: 'transformers.AutoModelForImageTextToText' },
    { name: 'transformers.ViTFeatureExtractor', removed: '5.0', to: 'transformers.ViTImageProcessor' },
  ],
  arguments: [
    {
      of: ['transformers.TrainingArguments', 'transformers.Seq2SeqTrainingArguments'],
      keyword: 'evaluation_strategy',
      removed: '4.51',
      edit: { rename: 'eval_strategy' },
    },
    {
      of: ['transformers.TrainingArguments', 'transformers.Seq2SeqTrainingArguments'],
      keyword: 'no_cuda',
      removed: '5.0',
      edit: { rename: 'use_cpu' },
    },
    {
      of: ['transformers.Trainer', 'transformers.Seq2SeqTrainer'],
      keyword: 'tokenizer',
      removed: '5.0',
      edit: { rename: 'processing_class' },
    },
  ],
  members: [],
};

export const datasetsRemoved: RemovalTable = {
  library: 'datasets',
  distributions: ['datasets'],
  package: 'datasets',
  releases: [
    ['2.14', '2023-07'],
    ['3.0', '2024-09'],
    ['4.0', '2025-07'],
  ],
  source: 'https://github.com/huggingface/datasets/releases, checked against the wheels of 2.14 to 4.0',
  names: [
    { name: 'datasets.load_metric', removed: '3.0', instead: 'use `evaluate.load` of the package `evaluate`' },
    { name: 'datasets.list_metrics', removed: '3.0', instead: 'use `evaluate.list_evaluation_modules`' },
    { name: 'datasets.list_datasets', removed: '3.0', to: 'huggingface_hub.list_datasets', unsafe: true },
  ],
  arguments: [{ of: ['datasets.load_dataset'], keyword: 'use_auth_token', removed: '3.0', edit: { rename: 'token' } }],
  members: [],
};
