// unpinned-download: a model or data set is fetched as it happens to be today.
import { Kind } from '../../analysis/syntax';
import type { Call } from '../../analysis/syntax';
import { callForm } from '../../analysis/calls';
import type { Module } from '../../analysis/module';
import { rule } from '../rule';

const FUNCTIONS =
  /^(datasets\.(load\.)?load_dataset|huggingface_hub\.(?:\w+\.)*(hf_hub_download|snapshot_download)|torch\.hub\.load)$/;
const PRETRAINED = /^(transformers|diffusers|peft|sentence_transformers|open_clip)\.(?:\w+\.)*from_pretrained$/;
const DOWNLOADS = new RegExp(`${FUNCTIONS.source}|${PRETRAINED.source}`);
/** Builders of `datasets` for files of one's own. */
const BUILDERS = /^(csv|json|parquet|text|arrow|imagefolder|audiofolder|videofolder|webdataset|generator|pandas|sql)$/;
const REPOSITORY = /^[\w.-]+(\/[\w.-]+)?$/;

export default rule({
  name: 'unpinned-download',
  category: 'security',
  severity: 'hint',
  fix: 'none',
  since: '0.1.0',
  libraries: ['transformers', 'datasets', 'diffusers', 'huggingface_hub', 'torch', 'peft', 'sentence_transformers'],
  summary: 'A model or data set is fetched without a revision, as it happens to be that day',
  docs: `
\`from_pretrained("name")\` and \`load_dataset("name")\` fetch the newest state of a repository. Its owner can change weights, code or
rows at any time: results are not reproducible, and what is loaded is not what was reviewed
([Hugging Face: download files](https://huggingface.co/docs/huggingface_hub/guides/download#from-specific-version)). Pass
\`revision="…"\` with a commit or a tag; for \`torch.hub.load\`, write \`"owner/repo:tag"\`.
`,
  silent: `
- A \`revision\` is given, in any form.
- The name is a local path, is not a literal, or was saved by the same file (\`save_pretrained\`).
- Builders of \`datasets\` for own files (\`load_dataset("csv", …)\`), \`source="local"\`.
- One hint a file, however many downloads.
`,
  messages: { moving: '`{name}` is fetched as it is today, and may be another one tomorrow. Pin it{how}' },
  examples: [
    {
      title: 'a model, a data set, a hub',
      bad: `
import torch
from datasets import load_dataset
from transformers import AutoModel, AutoTokenizer
model = AutoModel.from_pretrained("someone/model")
#       ^^^^^^^^^^^^^^^^^^^^^^^^^
data = load_dataset("someone/data", split="train")
#      ^^^^^^^^^^^^
net = torch.hub.load("someone/vision", "resnet18")
#     ^^^^^^^^^^^^^^`,
    },
    {
      title: 'pinned, local, own files',
      fine: `
import torch
from datasets import load_dataset
from transformers import AutoModel
a = AutoModel.from_pretrained("someone/model", revision="v1.0")
b = AutoModel.from_pretrained("./checkpoints/last")
c = AutoModel.from_pretrained(path)
d = load_dataset("csv", data_files="data.csv")
e = torch.hub.load("someone/vision:v0.10.0", "resnet18")
a.save_pretrained("mine")
f = AutoModel.from_pretrained("mine")
g = AutoModel.from_pretrained("someone/model", **options)`,
    },
  ],
  *check(module) {
    const saved = new Set(
      module.methodCalls('save_pretrained').map(({ node }) => module.stringOf(node.args[0] ?? null)),
    );
    for (const { node, qualifiedName: callee } of module.callsMatching(DOWNLOADS)) {
      const name = repositoryOf(module, node);
      if (name === null || saved.has(name) || isPinned(module, node, callee, name)) continue;
      const how = callee === 'torch.hub.load' ? ` with \`"${name}:tag"\`` : ' with `revision="…"`';
      yield { at: node.func, message: 'moving', data: { name, how } };
    }
  },
});

/** The repository by its literal name; null for paths and what is not known. */
function repositoryOf(module: Module, call: Call): string | null {
  const first =
    call.args[0] ??
    call.keywords.find(({ arg }) => /^(pretrained_model_name_or_path|path|repo_id|repo_or_dir)$/.test(arg ?? ''))
      ?.value;
  const name = first === undefined || first.kind === Kind.Starred ? null : module.stringOf(first);
  return name !== null && (REPOSITORY.test(name) || /^[\w.-]+\/[\w.-]+:/.test(name)) && !name.startsWith('.')
    ? name
    : null;
}

function isPinned(module: Module, call: Call, callee: string, name: string): boolean {
  const form = callForm(call, module.source);
  if (form.hidden || form.has('revision') || form.has('local_files_only') || form.has('data_files')) return true;
  const source = form.argument(null, 'source');
  if (source !== null && module.stringOf(source) === 'local') return true;
  // A name without an owner may be a folder, but for the well-known ones of the hub.
  if (callee === 'torch.hub.load') return name.includes(':') || !name.includes('/');
  return callee.includes('load_dataset')
    ? BUILDERS.test(name)
    : !name.includes('/') && !/^(bert|distilbert|roberta|gpt2|t5|albert|xlm|xlnet|distilgpt2|distilroberta)/.test(name);
}
