// Writes what follows from the rules: their pages, the tables, the settings in package.json, the schema of [tool.heldout].
import { mkdtempSync, readdirSync, readFileSync, rmSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import { figuresPage } from './figures.mjs';

/** What the folders of the rules are called where people read. */
const CATEGORIES = {
  leakage: 'Leakage',
  evaluation: 'Evaluation',
  sklearn: 'scikit-learn',
  reproducibility: 'Reproducibility',
  training: 'Training',
  dataframe: 'Data frames and arrays',
  notebook: 'Notebooks',
  security: 'Security',
  fairness: 'Fairness and privacy',
  onnx: 'ONNX',
};

/** @returns {Promise<{path: string, text: string | null}[]>} the generated files; null: to be removed */
export async function generateRules(root) {
  const { rules, rulePage, editorSchema, projectSchema } = await loadEngine(root);
  const names = {
    rules: rules.map(({ name, category, severity, summary }) => ({ name, category, severity, summary })),
  };
  const pages = rules.map((rule) => ({ path: `docs/rules/${rule.name}.md`, text: rulePage(rule) }));
  return [
    ...pages,
    ...stalePages(root, pages),
    figuresPage(root, rules),
    { path: 'docs/rules/README.md', text: `${INTRODUCTION}\n${tables(rules, '')}\n` },
    {
      path: 'README.md',
      text: withTable(readFileSync(path.join(root, 'README.md'), 'utf8'), tables(rules, 'docs/rules/')),
    },
    { path: 'docs/heldout.schema.json', text: json(projectSchema(names)) },
    {
      path: 'package.json',
      text: withSettings(readFileSync(path.join(root, 'package.json'), 'utf8'), editorSchema(names)),
    },
  ];
}

const INTRODUCTION = `# Rules

Generated from the rules themselves. A rule is named after the bad pattern. Its severity can be set in \`pyproject.toml\`
(\`[tool.heldout.rules]\`) or in the editor (\`heldout.rules\`); a single finding is silenced by \`# heldout: ignore[rule] reason\`.

Fix: *safe* ones keep the meaning or do what was plainly meant, and may be applied on save; the others are to be looked at.

[Figures](figures.md): how often each rule speaks in real code, and how often it was right.
`;

/** Plain node can't read TypeScript: the rules are bundled to a module of their own first. */
async function loadEngine(root) {
  const folder = mkdtempSync(path.join(tmpdir(), 'heldout-generate-'));
  const outfile = path.join(folder, 'engine.mjs');
  const contents = `
    export { rules } from './server/src/rules';
    export { rulePage } from './server/src/rulePage';
    export { editorSchema, projectSchema } from './server/src/config/schema';`;
  try {
    await esbuild.build({
      stdin: { contents, resolveDir: root, loader: 'ts' },
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile,
      logLevel: 'warning',
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function stalePages(root, pages) {
  const folder = path.join(root, 'docs/rules');
  const present = existsSync(folder) ? readdirSync(folder) : [];
  const wanted = new Set(['README.md', 'figures.md', ...pages.map((page) => path.basename(page.path))]);
  return present.filter((file) => !wanted.has(file)).map((file) => ({ path: `docs/rules/${file}`, text: null }));
}

function tables(rules, folder) {
  const sections = Object.entries(CATEGORIES).map(([category, title]) => {
    const rows = rules.filter((rule) => rule.category === category).map((rule) => row(rule, folder));
    return rows.length === 0
      ? ''
      : `\n### ${title}\n\n| rule | severity | fix | what it finds |\n|---|---|---|---|\n${rows.join('\n')}\n`;
  });
  return sections.join('').trim();
}

function row({ name, severity, fix, summary }, folder) {
  return `| [\`${name}\`](${folder}${name}.md) | ${severity} | ${fix === 'none' ? '' : fix} | ${summary.replaceAll('|', '\\|')} |`;
}

function withTable(readme, table) {
  const marks = /(<!-- rules:begin[^>]*-->\n)[\s\S]*?(<!-- rules:end -->)/;
  if (!marks.test(readme))
    throw new Error(
      'README.md has lost its marks <!-- rules:begin --> and <!-- rules:end -->: put them back where the table of the rules belongs.',
    );
  return readme.replace(marks, (_, begin, end) => `${begin}\n${table}\n\n${end}`);
}

function withSettings(text, properties) {
  const manifest = JSON.parse(text);
  manifest.contributes = { ...manifest.contributes, configuration: { title: 'Heldout', properties } };
  return json(manifest);
}

function json(value) {
  return `${JSON.stringify(value, null, 2)}\n`;
}
