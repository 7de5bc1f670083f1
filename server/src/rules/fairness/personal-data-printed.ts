// personal-data-printed: single people's data are printed, shown or logged.
import { Kind } from '../../analysis/syntax';
import type { Call, Expr } from '../../analysis/syntax';
import { columnsOf } from '../../analysis/columns';
import { isShown } from '../../analysis/displays';
import { tableType } from '../../analysis/frames';
import { isFrame } from '../../analysis/masks';
import type { Module } from '../../analysis/module';
import { isIdentifier } from '../../knowledge/people';
import type { Fix, Report } from '../rule';
import { rule } from '../rule';

const SHOWS =
  /^(builtins\.print|IPython\.display\.display|pprint\.pprint|logging\.(debug|info|warning|error|critical|exception)|wandb\.log|mlflow\.log_(text|table|dict)|streamlit\.(write|dataframe|table)|loguru\.logger\.\w+)$/;
const LOGGER = /^(debug|info|warning|error|critical|exception)$/;
/** Leave nothing of a single person. */
const SUMMARIES =
  /^(count|nunique|isna|isnull|notna|notnull|sum|mean|any|all|shape|size|dtype|dtypes|info|describe|duplicated|memory_usage|empty|is_unique|hasnans|contains|match|startswith|endswith|len|map|apply|transform|hash|columns|index|groupby|eq|ne|isin|set_index|plot|hist)$/;
/** Show rows as they are. */
const ROWS = /^(head|tail|sample|to_string|iloc|loc|to_markdown)$/;

type Found = Report<'column' | 'frame'>;

export default rule({
  name: 'personal-data-printed',
  category: 'fairness',
  severity: 'information',
  fix: 'unsafe',
  since: '0.1.0',
  libraries: ['pandas'],
  summary: 'E-mail addresses, phone numbers or the like are printed or logged',
  docs: `
What is printed stays: in a notebook's file, in the log of a job, in the tracker's database, for everyone who can read it. Addresses,
phone, account and passport numbers of single people do not belong there
([OWASP: logging](https://cheatsheetseries.owasp.org/cheatsheets/Logging_Cheat_Sheet.html#data-to-exclude)). Print counts, or the
frame without these columns.
`,
  silent: `
- Counts, lengths, types, \`isna\`, masks; values that are hashed, mapped or shortened first.
- The columns of the frame are not known and none is named.
- Something that is no pandas frame.
`,
  messages: {
    column: 'This shows {columns} of single people to everyone who reads the output. Show counts, or leave it out',
    frame: 'These rows hold {columns}: everyone who reads the output sees them. Leave the columns out',
  },
  examples: [
    {
      title: 'whole rows of a file',
      files: { 'people.csv': 'age,email,phone\n31,a,b\n' },
      bad: `
import pandas as pd
df = pd.read_csv("people.csv")
print(df.head())
#     ^^`,
      good: `
import pandas as pd
df = pd.read_csv("people.csv")
print(df.drop(columns=["email", "phone"]).head())`,
    },
    {
      title: 'a column, printed and logged',
      bad: `
import logging
import pandas as pd
df = pd.read_csv("customers.csv")
print(df["email"].iloc[0])
#     ^^^^^^^^^^^
logging.info("phones %s", df[["phone", "city"]])
#                         ^^^^^^^^^^^^^^^^^^^^^`,
    },
    {
      title: 'the last line of a cell',
      notebook: true,
      bad: `
# %%
import pandas as pd
df = pd.read_csv("customers.csv")
# %%
df[["passport_number", "city"]].head()
#<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
    },
    {
      title: 'counts, masks, other columns',
      files: { 'people.csv': 'age,email,phone\n31,a,b\n' },
      fine: `
import pandas as pd
df = pd.read_csv("people.csv")
print(df["email"].nunique(), len(df["email"]), df["email"].isna().sum(), df.shape)
print(df[["age"]].head(), df.columns, df.info(), df["email"].map(hash).head())
print(df.drop(columns=["email", "phone"]).head())
other = {"email": "x"}
print(other["email"])`,
    },
  ],
  *check(module) {
    const logged = module.callsSpelt(LOGGER).filter((call) => isLogging(module, call));
    for (const { args } of [...module.callsMatching(SHOWS).map(({ node }) => node), ...logged])
      for (const shown of args) yield* people(module, shown);
    for (const statement of module.all(Kind.ExprStmt))
      for (const found of people(module, statement.value)) if (isShown(module, statement)) yield found;
  },
});

/** Columns of people in what is shown. */
function* people(module: Module, shown: Expr): Iterable<Found> {
  const core = withoutRowMethods(shown);
  if (core.kind === Kind.Subscript) {
    const names = namesIn(module, core.slice).filter(isIdentifier);
    if (names.length > 0 && isTable(module, core.value))
      yield { at: core, message: 'column', data: { columns: quoted(names) } };
  } else if (core.kind === Kind.Name && isTable(module, core)) {
    const names = [...(columnsOf(module, core) ?? [])].filter(isIdentifier);
    if (names.length === 0) return;
    yield { at: core, message: 'frame', data: { columns: quoted(names) }, fixes: [dropFix(core, names)] };
  }
}

function isLogging(module: Module, { func }: Call): boolean {
  if (func.kind !== Kind.Attribute || module.qualifiedName(func) !== null) return false;
  return /^(_?log(ger)?|LOG(GER)?)$/.test(module.textOf(func.value));
}

/** `df["email"]` of `df["email"].head(3)`; the expression itself where anything else is done to it. */
function withoutRowMethods(expr: Expr): Expr {
  let at = expr;
  for (;;) {
    const func: Expr = at.kind === Kind.Call ? at.func : at;
    const chain: Expr = func.kind === Kind.Subscript && func.value.kind === Kind.Attribute ? func.value : func;
    if (chain.kind !== Kind.Attribute || SUMMARIES.test(chain.attr) || !ROWS.test(chain.attr)) return at;
    at = chain.value;
  }
}

function isTable(module: Module, expr: Expr): boolean {
  return tableType(module, expr) === 'frame' || isFrame(module, expr);
}

function namesIn(module: Module, slice: Expr): readonly string[] {
  const parts = slice.kind === Kind.List ? slice.elts : [slice];
  return parts.flatMap((part) => module.stringOf(part) ?? []);
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

function dropFix(frame: Expr, names: readonly string[]): Fix {
  const list = names.map((name) => JSON.stringify(name)).join(', ');
  return {
    title: 'Leave the columns out',
    edits: [{ start: frame.end, end: frame.end, text: `.drop(columns=[${list}])` }],
  };
}
