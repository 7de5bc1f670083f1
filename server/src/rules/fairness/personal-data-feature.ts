// personal-data-feature: a model learns from what identifies one person.
import { Kind } from '../../analysis/syntax';
import { columnsOf } from '../../analysis/columns';
import { callOf, dropEdit } from '../../analysis/droppedColumns';
import type { Module } from '../../analysis/module';
import { fitsWith } from '../../analysis/people';
import { isIdentifier } from '../../knowledge/people';
import { rule } from '../rule';

export default rule({
  name: 'personal-data-feature',
  category: 'fairness',
  severity: 'warning',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['pandas'],
  summary: 'A model learns from a column that identifies single people',
  docs: `
An e-mail address, a phone, passport or account number, an IP address or an exact birth date is another one for everyone: a model
can learn the person by heart from it and nothing that holds for others. It also keeps personal data in the model, where they can
be extracted, and breaks the rule to process no more of them than needed
([GDPR, Article 5(1)(c)](https://eur-lex.europa.eu/eli/reg/2016/679/oj), data minimisation). Drop the column, or use what you mean
by it: the domain, the country, the age in years.
`,
  silent: `
- The column is dropped before the fit, or replaced by something computed from it.
- Names of people: too many columns called \`name\` are of ships, products and stations.
- Names of columns that no literal of the file tells. Where no data file of the project shows the column it is information.
`,
  messages: {
    learnt:
      '`{model}` is fitted with {columns}, which identifies single people: it learns them by heart, and carries personal data. Drop it, or use what you need of it',
  },
  examples: [
    {
      title: 'chosen columns, a forgotten one',
      files: { 'people.csv': 'age,email,phone_number,bought\n31,a,b,1\n' },
      bad: `
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
df = pd.read_csv("people.csv")
X = df.drop(columns=["bought", "email"])
df["phone_number"].str.len()
model = RandomForestClassifier(random_state=0)
model.fit(X, df["bought"])
#<^^^^^^^`,
      good: `
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
df = pd.read_csv("people.csv")
X = df.drop(columns=["bought", "email", "phone_number"])
df["phone_number"].str.len()
model = RandomForestClassifier(random_state=0)
model.fit(X, df["bought"])`,
    },
    {
      title: 'by name alone',
      bad: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
df = pd.read_csv("visits.csv")
model = LogisticRegression().fit(df[["ip_address", "pages"]], df["bought"])
#       ^^^^^^^^^^^^^^^^^^^^^^^^`,
    },
    {
      title: 'dropped, derived, or something else',
      fine: `
import pandas as pd
from sklearn.linear_model import LogisticRegression
df = pd.read_csv("visits.csv")
df["email"] = df["email"].str.split("@").str[1]
model = LogisticRegression().fit(df[["email", "pages"]], df["bought"])
other = pd.read_csv("ships.csv")
again = LogisticRegression().fit(other[["name", "address_count"]], other["sunk"])
pets = pd.read_csv("pets.csv")
fourth = LogisticRegression().fit(pets[["date_of_birth", "breed"]], pets["adopted"])
X = other.drop(columns=["sunk", "phone"])
third = LogisticRegression().fit(X, other["sunk"])`,
    },
  ],
  *check(module) {
    const seen = new Set<string>();
    for (const { fit, columns } of fitsWith(module, isIdentifier)) {
      const whole = columns.filter(([name]) => !isReplaced(module, name) && !isOfAnimal(module, name));
      const call = callOf(module, fit);
      const names = whole.map(([name]) => `\`${name}\``).join(', ');
      if (call === null || whole.length === 0 || seen.has(names)) continue;
      seen.add(names); // several models on the same columns are one decision
      const related = whole.map(([name, at]) => ({
        start: at.start,
        end: at.end,
        message: `\`${name}\` is named here`,
      }));
      const edit = dropEdit(module, call, whole);
      yield {
        at: call.callee,
        message: 'learnt',
        data: { model: fit.name, columns: names },
        related,
        ...(whole.some(([name]) => isInFile(module, name)) ? {} : { severity: 'information' }),
        fixes: edit === null ? [] : [{ title: 'Drop it, too', edits: [edit] }],
      };
    }
  },
});

/** Animals are born, too. */
function isOfAnimal(module: Module, column: string): boolean {
  const birth = /birth|dob/i.test(column);
  return birth && module.all(Kind.Str).some((literal) => /animal|breed|species/i.test(module.stringOf(literal) ?? ''));
}

/** `df["email"] = …`: what the model gets is something else by then. */
function isReplaced(module: Module, column: string): boolean {
  return module.all(Kind.Assign).some(({ targets: [target] }) => {
    return target?.kind === Kind.Subscript && module.stringOf(target.slice) === column;
  });
}

/** A data file of the project has the column. */
function isInFile(module: Module, column: string): boolean {
  return module
    .callsTo('pandas.read_csv', 'pandas.read_table')
    .some(({ node }) => columnsOf(module, node)?.has(column));
}
