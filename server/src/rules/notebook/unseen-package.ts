// unseen-package: `!pip install` may install for another Python than the notebook's.
import { Kind } from '../../analysis/syntax';
import type { Module } from '../../analysis/module';
import type { Edit, Span } from '../../analysis/text';
import { rule } from '../rule';

const INSTALL = /^(!\s*)(?:pip3?)\s+install\b/;
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
`,
  silent: `
- \`%pip\`, \`!{sys.executable} -m pip\`, \`conda\`, a whole cell of shell (\`%%bash\`).
- The notebook is written for Colab, Kaggle or Databricks, where the shell has the kernel's Python.
- There is no fix where the line needs a shell: pipes, redirections, several commands.
`,
  messages: {
    shell: '`!pip` installs for the Python of the shell, which need not be the one this notebook runs with. Use `%pip`',
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
    if (module.notebook === null || HOSTED.test(module.source)) return;
    const installs = [...installsIn(module)];
    const [first, ...others] = installs;
    if (first === undefined) return;
    const edits = installs.flatMap(({ edit }) => (edit === null ? [] : [edit]));
    const related = others.map(({ at }) => ({ ...at, message: 'Also here' }));
    yield {
      at: first.at,
      message: 'shell',
      related,
      fixes: edits.length === installs.length ? [{ title: 'Use %pip', edits }] : [],
    };
  },
});

function* installsIn(module: Module): Iterable<{ at: Span; edit: Edit | null }> {
  for (const magic of module.all(Kind.Magic)) {
    const text = module.textOf(magic);
    const match = INSTALL.exec(text);
    if (match === null) continue;
    const end = magic.start + match[0].length;
    const edit = { start: magic.start, end: magic.start + match[1]!.length, text: '%' };
    const pip3 = /^!\s*pip3/.test(text)
      ? { start: magic.start, end: magic.start + match[1]!.length + 4, text: '%pip' }
      : edit;
    yield { at: { start: magic.start, end: end - ' install'.length }, edit: SHELL.test(text) ? null : pip3 };
  }
}
