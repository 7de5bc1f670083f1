// remote-code-trusted: code from somebody's repository runs here, whatever it will be tomorrow.
import { ConstValue, Kind } from '../../analysis/syntax';
import type { Call, Expr, Keyword } from '../../analysis/syntax';
import type { Module } from '../../analysis/module';
import { removeArgument } from '../../analysis/removed/edits';
import type { Edit } from '../../analysis/text';
import { rule } from '../rule';

/** The option that trusts, by library; `safe`: the value to set, null to leave it out. */
const OPTIONS: readonly { keyword: string; trusts: ConstValue; callee: RegExp; safe: string | null }[] = [
  {
    keyword: 'trust_remote_code',
    trusts: ConstValue.True,
    callee: /^(transformers|datasets|sentence_transformers|evaluate)\./,
    safe: null,
  },
  { keyword: 'trust_repo', trusts: ConstValue.True, callee: /^torch\.hub\.(load|list|help)$/, safe: '"check"' },
  {
    keyword: 'safe_mode',
    trusts: ConstValue.False,
    callee: /^(tensorflow\.)?keras\.(models|saving)\.load_model$/,
    safe: 'True',
  },
];

export default rule({
  name: 'remote-code-trusted',
  category: 'security',
  severity: 'warning',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['transformers', 'datasets', 'sentence_transformers', 'evaluate', 'torch', 'keras', 'tensorflow'],
  summary: 'Code of a downloaded model or data set is run without a pinned version',
  docs: `
\`trust_remote_code=True\` downloads Python files from a repository and runs them with your rights; \`trust_repo=True\` and
Keras's \`safe_mode=False\` do alike. Whoever can push there can run code here, on the next download
([Transformers: Custom models](https://huggingface.co/docs/transformers/custom_models): "specify a commit hash"). A
\`revision\` that is a full commit fixes what you have read.
`,
  silent: `
- \`revision\` is a commit of 40 digits, or comes from an argument or a setting, where it may be one.
- The repository is a folder on this machine (\`./model\`, \`/data/model\`).
- The option is not a literal, or the callee is not surely one of these libraries.
- PyTorch's own repositories (\`pytorch/vision\`, \`facebookresearch/…\`).
`,
  messages: {
    trusted:
      '`{option}` runs whatever code the repository holds at the time. Remove it, or pin `revision` to a commit you have read',
    file: '`{option}` lets the file run any code while it is loaded. Remove it, or load only files you made yourself',
  },
  examples: [
    {
      title: 'a model with code of its own',
      bad: `
from transformers import AutoModel
model = AutoModel.from_pretrained("someone/model", trust_remote_code=True)
#                                                  ^^^^^^^^^^^^^^^^^^^^^^`,
      good: `
from transformers import AutoModel
model = AutoModel.from_pretrained("someone/model")`,
    },
    {
      title: 'a revision that only a run shows',
      fine: `
import argparse
from transformers import AutoModel
parser = argparse.ArgumentParser()
parser.add_argument("--revision", default=None)
args = parser.parse_args()
model = AutoModel.from_pretrained("someone/model", trust_remote_code=True, revision=args.revision)`,
    },
    {
      title: 'a repository of torch.hub, and a Keras file',
      bad: `
import keras
import torch
net = torch.hub.load("someone/repo", "net", trust_repo=True)
#                                           ^^^^^^^^^^^^^^^
model = keras.models.load_model("model.keras", safe_mode=False)
#                                              ^^^^^^^^^^^^^^^`,
      good: `
import keras
import torch
net = torch.hub.load("someone/repo", "net", trust_repo="check")
model = keras.models.load_model("model.keras", safe_mode=True)`,
    },
    {
      title: 'pinned, local, or not literal',
      fine: `
import torch
from transformers import AutoModel
a = AutoModel.from_pretrained("x/y", trust_remote_code=True, revision="0123456789abcdef0123456789abcdef01234567")
b = AutoModel.from_pretrained("./model", trust_remote_code=True)
c = AutoModel.from_pretrained("x/y", revision="v1", trust_remote_code=args.trust)
d = torch.hub.load("pytorch/vision:v0.10.0", "resnet18", trust_repo=True)
e = load("x/y", trust_remote_code=True)`,
    },
  ],
  *check(module) {
    for (const node of module.scopes.calls) {
      for (const keyword of node.keywords) {
        const option = OPTIONS.find((one) => one.keyword === keyword.arg && isLiteral(keyword, one.trusts));
        if (option === undefined || !option.callee.test(module.qualifiedName(node.func) ?? '')) continue;
        const isFile = option.keyword === 'safe_mode';
        if (!isFile && isKnown(module, node)) continue;
        const edit: Edit =
          option.safe === null
            ? removeArgument(module, node, keyword)
            : { start: keyword.value.start, end: keyword.value.end, text: option.safe };
        const title = option.safe === null ? `Remove ${option.keyword}` : `Set ${option.keyword}=${option.safe}`;
        const data = { option: module.textOf(keyword) };
        yield { at: keyword, message: isFile ? 'file' : 'trusted', data, fixes: [{ title, edits: [edit] }] };
      }
    }
  },
});

function isLiteral({ value }: Keyword, wanted: ConstValue): boolean {
  return value.kind === Kind.Const && value.value === wanted;
}

/** Pinned to a commit, on this machine, or by the makers of torch. */
function isKnown(module: Module, call: Call): boolean {
  const revision = call.keywords.find(({ arg }) => arg === 'revision' || arg === 'code_revision')?.value;
  if (revision !== undefined && mayBePinned(module, revision)) return true;
  const repository = call.args[0] === undefined ? null : module.stringOf(call.args[0]);
  if (call.keywords.some(({ arg, value }) => arg === 'source' && module.stringOf(value) === 'local')) return true;
  return repository !== null && /^[./~]|^(pytorch|facebookresearch)\//.test(repository);
}

/** A commit, or a value that only a run shows: it may be one. */
function mayBePinned(module: Module, revision: Expr): boolean {
  const at = module.definition(revision);
  if (at.kind === Kind.Str) return /^[0-9a-f]{40}$/.test(module.stringOf(at) ?? '');
  return at.kind !== Kind.Const;
}
