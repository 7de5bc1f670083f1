// unseen-package: `!pip install` may install for another Python than the notebook's.
import { Kind } from '../../analysis/syntax';
import type { Module } from '../../analysis/module';
import type { Notebook } from '../../analysis/notebook';
import { cellOf } from '../../analysis/notebookNames';
import type { Edit, Span } from '../../analysis/text';
import { speaksOf } from '../../analysis/mentions';
import { rule } from '../rule';
import type { Report } from '../rule';

const INSTALL = /^(!\s*|)(pip3?) +install\b/;
/** What only a shell understands. */
const SHELL = /[|&;<>`]|\$\(/;
/** Services whose shell has the Python of the kernel. */
const HOSTED = /google\.colab|\/kaggle\/|\/content\/|kaggle_secrets|\bdbutils\b/;

export default rule({
  name: 'unseen-package',
  category: 'notebook',
  severity: 'information',
  fix: 'safe',
  since: '0.1.0',
  libraries: [],
  summary: '!pip installs for the Python of the shell, which need not be the one of the kernel',
  docs: `
\`!pip\` runs the first \`pip\` of the shell. The kernel may run another Python: an environment that was not activated, or one of
several. The package is then installed where the notebook does not see it, and the import below fails or takes an older version.
\`%pip\` installs for the kernel's own Python
([IPython magics](https://ipython.readthedocs.io/en/stable/interactive/magics.html#magic-pip)).

\`pip install\` without any sign is no Python. IPython takes it for \`%pip\` only where it is alone in its cell; with another line,
even a comment, the cell is a SyntaxError.
`,
  silent: `
- \`%pip\`, \`!{sys.executable} -m pip\`, \`conda\`, a whole cell of shell (\`%%bash\`).
- \`pip install\` alone in its cell: IPython takes it for \`%pip\`.
- The notebook is written for Colab, Kaggle or Databricks, as its metadata or its paths say: the shell has the kernel's Python.
- There is no fix where the line needs a shell: pipes, redirections, several commands.
`,
  messages: {
    shell: '`!pip` installs for the Python of the shell, which need not be the one this notebook runs with. Use `%pip`',
    plain:
      '`pip install` without a sign runs only where it is alone in its cell: here the cell is a SyntaxError. Use `%pip`',
  },
  examples: [
    {
      title: 'a package before its import',
      notebook: true,
      bad: `
# %%
!pip install -q scikit-learn
#<^^
import sklearn`,
      good: `
# %%
%pip install -q scikit-learn
import sklearn`,
    },
    {
      title: 'without a sign, and with another line',
      notebook: true,
      bad: `
# %%
pip install -q scikit-learn
#<^
import sklearn`,
      good: `
# %%
%pip install -q scikit-learn
import sklearn`,
    },
    {
      title: 'without a sign, alone in its cell',
      notebook: true,
      fine: `
# %%
pip install scikit-learn
# %%
import sklearn`,
    },
    {
      title: 'the kernel’s own Python, and a service',
      notebook: true,
      fine: `
# %%
import sys
%pip install scikit-learn
!{sys.executable} -m pip install pandas
!conda install -y numpy
!pip --version
# %%
%%bash
pip install torch`,
    },
    {
      title: 'written for Colab',
      notebook: true,
      fine: `
# %%
!pip install transformers
# %%
from google.colab import drive`,
    },
  ],
  *check(module) {
    const { notebook } = module;
    if (notebook === null) return;
    const installs = module.all(Kind.Magic).flatMap((magic) => installAt(module, notebook, magic) ?? []);
    const isHosted = notebook.hosted || speaksOf(module, HOSTED);
    yield* finding(installs.filter(({ plain }) => plain));
    if (!isHosted) yield* finding(installs.filter(({ plain }) => !plain));
  },
});

interface Install {
  readonly at: Span;
  readonly plain: boolean;
  readonly edit: Edit | null;
}

/** One for all of a kind, with the first. */
function* finding(installs: readonly Install[]): Iterable<Report<'shell' | 'plain'>> {
  const [first, ...others] = installs;
  if (first === undefined) return;
  const edits = installs.flatMap(({ edit }) => edit ?? []);
  yield {
    at: first.at,
    message: first.plain ? 'plain' : 'shell',
    related: others.map(({ at }) => ({ ...at, message: 'Also here' })),
    fixes: edits.length === installs.length ? [{ title: 'Use %pip', edits }] : [],
  };
}

function installAt(module: Module, notebook: Notebook, magic: Span): Install | null {
  const text = module.textOf(magic);
  const match = INSTALL.exec(text);
  if (match === null) return null;
  const [whole, sign = '', pip = ''] = match;
  const plain = sign === '';
  // Alone in its cell, IPython takes the line for `%pip`.
  const cell = plain ? cellOf(notebook, magic) : null;
  if (plain && (cell === null || module.textOf(cell).trimEnd() === text.trimEnd())) return null;
  const edit = SHELL.test(text)
    ? null
    : { start: magic.start, end: magic.start + sign.length + pip.length, text: '%pip' };
  return { at: { start: magic.start, end: magic.start + whole.length - ' install'.length }, plain, edit };
}
