// numpy-removed-api: a name or method that NumPy no longer has.
import { numpyRemoved } from '../../knowledge/removed';
import { messages, removedReports, silent } from '../removed';
import { rule } from '../rule';

export default rule({
  name: 'numpy-removed-api',
  category: 'dataframe',
  severity: 'error',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['numpy'],
  summary: 'A NumPy name or method that its version no longer has',
  docs: `
NumPy 1.24 removed the aliases of Python's own types (\`np.int\`, \`np.float\`), 2.0 about a hundred names more
([migration guide](https://numpy.org/doc/stable/numpy_2_0_migration_guide.html)): the line raises \`AttributeError\`. The
table was checked against the wheels of 1.13 to 2.4.
`,
  silent,
  messages,
  examples: [
    {
      title: 'aliases of Python types',
      bad: `
import numpy as np
mask = np.zeros(3, dtype=np.int)
#                        ^^^^^^`,
      good: `
import numpy as np
mask = np.zeros(3, dtype=int)`,
    },
    {
      title: 'names that changed',
      bad: `
import numpy as np
a = np.array([1.0, np.NaN], dtype=np.float_)
#                  ^^^^^^
#                                 ^^^^^^^^^
low = np.NINF
#     ^^^^^^^
total = np.product(a)
#       ^^^^^^^^^^
ratio = np.asscalar(a[:1])
#       ^^^^^^^^^^^`,
      good: `
import numpy as np
a = np.array([1.0, np.nan], dtype=np.float64)
low = -np.inf
total = np.prod(a)
ratio = a[:1].item()`,
    },
    {
      title: 'imported by name',
      bad: `
from numpy import product, float_
#                 ^^^^^^^
#                          ^^^^^^
print(product([1, 2]), float_(3))`,
      good: `
from numpy import prod, float64
print(prod([1, 2]), float64(3))`,
    },
    {
      title: '`np.bool` is a name of NumPy 2 again',
      fine: `
import numpy as np
mask = np.zeros(3, dtype=np.bool)`,
    },
    {
      title: 'but not of 1.24 to 1.26',
      files: { 'requirements.txt': 'numpy>=1.24,<2' },
      bad: `
import numpy as np
mask = np.zeros(3, dtype=np.bool)
#                        ^^^^^^^`,
      good: `
import numpy as np
mask = np.zeros(3, dtype=bool)`,
    },
    {
      title: 'brought back by the file',
      fine: `
import numpy as np
np.int = int
mask = np.zeros(3, dtype=np.int)`,
    },
    {
      title: 'foreseen',
      fine: `
import numpy as np
if hasattr(np, 'float_'):
    kind = np.float_
else:
    kind = np.float64
try:
    error = np.AxisError
except AttributeError:
    error = np.exceptions.AxisError`,
    },
  ],
  check: (module) => removedReports(module, [numpyRemoved]),
});
