// Frameworks that train by themselves: what they see to, so that rules about it are void where they are used. Data only.

/**
 * Drive the loop of a file that imports them: the order of zeroing, backward and step, modes, gradients, precision and the
 * sharing out of rows. In Ignite, Catalyst and Composer the loop calls back; Accelerate and DeepSpeed wrap the model, the
 * optimizer and the loader of a loop that looks like one's own.
 */
export const drivingLibraries: readonly string[] = [
  'pytorch_lightning',
  'lightning',
  'lightning_fabric',
  'accelerate',
  'deepspeed',
  'fastai',
  'fastcore',
  'ignite',
  'composer',
  'colossalai',
  'catalyst',
  'skorch',
  'mmengine',
  'mmcv',
  'torchtnt',
  'poutyne',
];

/** Classes whose constructor seeds `random`, NumPy and torch: Hugging Face's `Trainer` calls `set_seed(args.seed)`, 42 by default. */
export const seedingTrainers: readonly string[] = [
  'transformers.Trainer',
  'transformers.trainer.Trainer',
  'transformers.Seq2SeqTrainer',
  'transformers.trainer_seq2seq.Seq2SeqTrainer',
  'trl.SFTTrainer',
  'trl.DPOTrainer',
  'trl.RewardTrainer',
  'trl.GRPOTrainer',
  'sentence_transformers.SentenceTransformerTrainer',
];
