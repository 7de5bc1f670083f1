// torch-removed-api: a name or argument that torch, torchvision or a Hugging Face library no longer has.
import {
  torchRemoved,
  torchvisionRemoved,
  torchtextRemoved,
  transformersRemoved,
  datasetsRemoved,
} from '../../knowledge/removed';
import { messages, removedReports, silent } from '../removed';
import { rule } from '../rule';

export default rule({
  name: 'torch-removed-api',
  category: 'training',
  severity: 'error',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['torch', 'torchvision', 'torchtext', 'transformers', 'datasets'],
  summary: 'A torch, torchvision or transformers name or argument that is gone',
  docs: `
What PyTorch removes raises \`AttributeError\`, \`ImportError\`, \`TypeError\` or a \`RuntimeError\` that names the successor.
The tables are taken from the [release notes](https://github.com/pytorch/pytorch/releases) and were checked against the
wheels of torch 1.11 to 2.15, torchvision 0.11 to 0.29, transformers 4.41 to 5.23 and datasets 2.14 to 4.0.
`,
  silent,
  messages,
  examples: [
    {
      title: 'transforms of torchvision',
      bad: `
from torchvision import transforms
prepare = transforms.Compose([transforms.Scale(256), transforms.RandomSizedCrop(224)])
#                             ^^^^^^^^^^^^^^^^
#                                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      good: `
from torchvision import transforms
prepare = transforms.Compose([transforms.Resize(256), transforms.RandomResizedCrop(224)])`,
    },
    {
      title: 'an argument of every scheduler',
      files: { 'requirements.txt': 'torch==2.7.1' },
      bad: `
import torch
scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, 'min', verbose=True)
#                                                                        ^^^^^^^^^^^^`,
      good: `
import torch
scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, 'min')`,
    },
    {
      title: 'Hugging Face',
      files: { 'requirements.txt': 'transformers==5.0.0' },
      bad: `
from transformers import Trainer, TrainingArguments
args = TrainingArguments('out', evaluation_strategy='epoch')
#                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^
trainer = Trainer(model, args, tokenizer=tokenizer)
#                              ^^^^^^^^^^^^^^^^^^^`,
      good: `
from transformers import Trainer, TrainingArguments
args = TrainingArguments('out', eval_strategy='epoch')
trainer = Trainer(model, args, processing_class=tokenizer)`,
    },
    {
      title: 'a function that gives something else now',
      bad: `
import torch
values, vectors = torch.symeig(matrix, eigenvectors=True)
#                 ^^^^^^^^^^^^`,
    },
    {
      title: 'a version that has it',
      files: { 'requirements.txt': 'torch==1.13.1' },
      fine: `
import torch
values, vectors = torch.symeig(matrix, eigenvectors=True)`,
    },
    {
      title: 'foreseen',
      fine: `
try:
    from torch._six import inf
except ImportError:
    from torch import inf
print(inf)`,
    },
  ],
  check: (module) =>
    removedReports(module, [torchRemoved, torchvisionRemoved, torchtextRemoved, transformersRemoved, datasetsRemoved]),
});
