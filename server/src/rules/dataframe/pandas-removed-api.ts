// pandas-removed-api: a name, argument or method that pandas no longer has.
import { pandasRemoved } from '../../knowledge/removed';
import { messages, removedReports, silent } from '../removed';
import { rule } from '../rule';

export default rule({
  name: 'pandas-removed-api',
  category: 'dataframe',
  severity: 'error',
  fix: 'safe',
  since: '0.1.0',
  libraries: ['pandas'],
  summary: 'A pandas name, argument or method that its version no longer has',
  docs: `
pandas 2.0 and 3.0 removed what had been deprecated for years: \`DataFrame.append\`, \`iteritems\`, \`error_bad_lines\`,
then \`applymap\` and \`fillna(method=)\`. The line raises \`AttributeError\` or \`TypeError\`. The table is taken from the
[release notes](https://pandas.pydata.org/docs/whatsnew/) and was checked against the wheels of 0.22 to 3.1.
`,
  silent,
  messages,
  examples: [
    {
      title: 'methods',
      bad: `
import pandas as pd
df = pd.read_csv('a.csv')
more = pd.read_csv('b.csv')
df = df.append(more, ignore_index=True)
#       ^^^^^^
for name, column in df.iteritems():
#                      ^^^^^^^^^
    print(name, column.mean())`,
      good: `
import pandas as pd
df = pd.read_csv('a.csv')
more = pd.read_csv('b.csv')
df = pd.concat([df, more], ignore_index=True)
for name, column in df.items():
    print(name, column.mean())`,
    },
    {
      title: 'arguments',
      bad: `
import pandas as pd
df = pd.read_csv('a.csv', error_bad_lines=False)
#                         ^^^^^^^^^^^^^^^^^^^^^
df['id'] = 1
df = df.drop('id', 1)
#                  ^
df.to_csv('b.csv', line_terminator='\\n')
#                  ^^^^^^^^^^^^^^^^^^^^`,
      good: `
import pandas as pd
df = pd.read_csv('a.csv', on_bad_lines='warn')
df['id'] = 1
df = df.drop('id', axis=1)
df.to_csv('b.csv', lineterminator='\\n')`,
    },
    {
      title: 'pandas 3',
      files: { 'requirements.txt': 'pandas==3.0.1' },
      bad: `
import pandas as pd
df = pd.read_csv('a.csv')
df = df.fillna(method='ffill')
#              ^^^^^^^^^^^^^^
df = df.applymap(str)
#       ^^^^^^^^`,
      good: `
import pandas as pd
df = pd.read_csv('a.csv')
df = df.ffill()
df = df.map(str)`,
    },
    {
      title: 'a row that `concat` cannot take as it is',
      bad: `
import pandas as pd
df = pd.DataFrame()
for row in rows:
    df = df.append({'a': row}, ignore_index=True)
#           ^^^^^^`,
    },
    {
      title: 'names of the module',
      bad: `
import pandas as pd
frame = pd.io.json.json_normalize([{'a': 1}])
#       ^^^^^^^^^^^^^^^^^^^^^^^^^
missing = pd.np.nan
#         ^^^^^`,
      good: `
import pandas as pd
import numpy
frame = pd.json_normalize([{'a': 1}])
missing = numpy.nan`,
    },
    {
      title: 'a column of that name',
      files: { 'requirements.txt': 'pandas==3.0.0' },
      fine: `
import pandas as pd
df = pd.DataFrame({'last': [1], 'view': [2]})
print(df.last + df.view)`,
    },
    {
      title: 'lists and dictionaries are not frames',
      fine: `
import pandas as pd
rows = []
rows.append({'a': 1})
df = pd.DataFrame(rows)`,
    },
    {
      title: 'a list that an object of another library holds',
      fine: `
import pandas as pd
import pretty_midi
notes = pd.read_csv("notes.csv")
song = pretty_midi.PrettyMIDI()
piano = pretty_midi.Instrument(program=1)
for _, row in notes.iterrows():
    piano.notes.append(pretty_midi.Note(start=float(row["step"])))
song.instruments.append(piano)`,
    },
    {
      title: 'a version that has it',
      files: { 'environment.yml': 'dependencies:\n  - pandas=1.5' },
      fine: `
import pandas as pd
df = pd.read_csv('a.csv')
df = df.append(df)`,
    },
    {
      title: 'installed by the notebook itself',
      notebook: true,
      fine: `
%pip install -q pandas==1.5.3
# %%
import pandas as pd
pd.read_csv('a.csv').iteritems()`,
    },
  ],
  check: (module) => removedReports(module, [pandasRemoved]),
});
