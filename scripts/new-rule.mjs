// Begins a rule: `npm run new-rule leakage/fit-before-split` writes its file, registers it, and says what comes next.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const CATEGORIES = [
  'leakage',
  'evaluation',
  'sklearn',
  'reproducibility',
  'training',
  'dataframe',
  'notebook',
  'security',
  'fairness',
  'onnx',
];

const args = process.argv.slice(2);
const rootOption = args.indexOf('--root');
const own = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const root = rootOption < 0 ? own : args.splice(rootOption, 2)[1];

try {
  const file = newRule(root, args[0]);
  console.log(steps(file));
} catch (error) {
  console.error(error.message);
  process.exit(2);
}

/** @returns {string} the file of the new rule */
function newRule(folder, wanted) {
  const match = /^([a-z]+)\/([a-z][a-z0-9]*(?:-[a-z0-9]+)+)$/.exec(wanted ?? '');
  if (match === null)
    throw new Error(
      `Name the rule as category/bad-pattern, in lower case with dashes: npm run new-rule leakage/fit-before-split${wanted === undefined ? '' : ` (got ${wanted})`}`,
    );
  const [, category, name] = match;
  if (!CATEGORIES.includes(category))
    throw new Error(`There is no category ${category}. Choose one of ${CATEGORIES.join(', ')}.`);
  const file = `server/src/rules/${category}/${name}.ts`;
  const full = path.join(folder, file);
  if (existsSync(full)) throw new Error(`${file} is there already: choose another name, or edit it.`);

  const index = path.join(folder, 'server/src/rules/index.ts');
  const registered = register(readFileSync(index, 'utf8'), category, name);
  const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(full, template(category, name, version));
  writeFileSync(index, registered);
  return file;
}

/** Adds the import, sorted by path, and the rule behind the last of its category. */
function register(text, category, name) {
  const variable = name.replaceAll(/-(\w)/g, (_, letter) => letter.toUpperCase());
  const lines = text.split('\n');
  const added = `import ${variable} from './${category}/${name}';`;
  const isImport = (line) => /^import \w+ from '\.\/\w+\//.test(line);
  const place = (line) => /from '(.*)'/.exec(line)[1];
  const imports = lines.filter(isImport);
  const before = imports.find((line) => place(line) > place(added));
  const at = before === undefined ? lines.findLastIndex(isImport) + 1 : lines.indexOf(before);
  const ofCategory = imports
    .filter((line) => place(line).startsWith(`./${category}/`))
    .map((line) => /^import (\w+)/.exec(line)[1]);

  const end = lines.findIndex((line) => line === '];');
  const last = lines.findLastIndex((line, i) => i < end && ofCategory.includes(line.trim().replace(',', '')));
  if (end < 0)
    throw new Error('server/src/rules/index.ts has no list of rules that ends in `];`: register the rule by hand.');
  lines.splice(last < 0 ? end : last + 1, 0, `  ${variable},`);
  lines.splice(at, 0, added);
  return lines.join('\n');
}

function template(category, name, version) {
  return `// ${name}: what it finds, in half a line.
import { rule } from '../rule';

export default rule({
  name: '${name}',
  category: '${category}',
  severity: 'warning',
  fix: 'none',
  since: '${version}',
  libraries: ['sklearn'],
  summary: 'One line for lists: what is wrong, and what comes of it',
  docs: \`
Why it matters, with its source.
\`,
  silent: \`
- When it says nothing, and why. If unsure, it is silent.
\`,
  messages: {
    found: '\\\`{call}\\\` is …: what is wrong, why, and what to do',
  },
  examples: [
    {
      title: 'the plain case',
      bad: \`
from sklearn.linear_model import LinearRegression
model = LinearRegression()
#       ^^^^^^^^^^^^^^^^\`,
    },
    {
      title: 'a case that looks alike and is right',
      fine: \`
from sklearn.linear_model import Ridge
model = Ridge()\`,
    },
  ],
  *check(module) {
    for (const call of module.callsTo('sklearn.linear_model.LinearRegression')) {
      yield { at: call.callee, message: 'found', data: { call: call.name } };
    }
  },
});
`;
}

function steps(file) {
  const name = path.basename(file, '.ts');
  return `${file} is there, and registered in server/src/rules/index.ts. Five steps:

1. Write the examples: \`bad\` with its marks, \`good\`, and above all \`fine\`, from real code where you can.
   See them fail: npx mocha --import=tsx test/rules.test.ts --grep ${name}
2. Write \`check\`. Ask the module; a missing question goes into server/src/analysis, with its test.
3. Say why in \`docs\`, when not in \`silent\`; a message says what, why and what to do.
4. Put hard cases into test/cases/${file.split('/')[3]}/, marked by \`#   ^^^^ ${name}\`.
5. npm run generate, npm test.`;
}
