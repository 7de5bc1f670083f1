// Networks of PyTorch's libraries: what makes one, what gives it back, what is another way to call it. Data only.

const makers = [
  String.raw`torchvision\.models\.(?!get_|list_)(?:[a-z]\w*\.)*[a-z]\w*`,
  String.raw`timm\.(?:models\.)?create_model`,
  String.raw`torch\.hub\.load`,
  String.raw`segmentation_models_pytorch\.(?:[A-Z]\w*|create_model)`,
  String.raw`(?:\w+\.)*(?!\w*(?:Tokenizer|Config|Processor|Extractor|Pipeline|Scheduler|Dataset|Retriever)\b)[A-Z]\w*\.from_(?:pretrained|config)`,
];

/** Functions that make a network, by their full name. */
export const networkMaker = new RegExp(`^(?:${makers.join('|')})$`);

/** Methods of a network that give the network itself, on another device or in another precision. */
export const networkItself: ReadonlySet<string> = new Set([
  'to',
  'cuda',
  'cpu',
  'xpu',
  'float',
  'double',
  'half',
  'bfloat16',
  'type',
  'apply',
  'requires_grad_',
  'share_memory',
]);

/** Calls that give back the model handed over, ready for something. */
export const modelWrappers: ReadonlySet<string> = new Set([
  'DataParallel',
  'DistributedDataParallel',
  'DDP',
  'FullyShardedDataParallel',
  'FSDP',
  'compile',
  'script',
  'convert_sync_batchnorm',
  'convert_syncbn_model',
  'get_peft_model',
  'initialize',
  'prepare',
  'prepare_model',
  'prepare_model_for_kbit_training',
  'prepare_data_loader',
  'setup',
  'setup_module',
  'setup_dataloaders',
  'fully_shard',
  'parallelize_module',
]);

/** Of these the methods that give back all they are given, data as well. */
export const preparers: ReadonlySet<string> = new Set([
  'initialize',
  'prepare',
  'prepare_model',
  'prepare_data_loader',
  'setup',
  'setup_module',
  'setup_dataloaders',
]);
