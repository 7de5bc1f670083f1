// Measures how much each rule finds in real code: `node scripts/figures.mjs FOLDER…` lints the folders with every rule and
// writes the counts into docs/figures.json. What people found when they read findings (`read`) is typed in there and kept.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const cli = path.join(root, 'dist/cli.js');
const target = path.join(root, 'docs/figures.json');
const MOST_OUTPUT = 1024 * 1024 * 1024;

const folders = process.argv.slice(2);
if (folders.length === 0) {
  console.error('Name a folder of Python files and notebooks: node scripts/figures.mjs FOLDER…');
  process.exit(2);
}

const names = readdirSync(path.join(root, 'docs/rules'))
  .filter((file) => file.endsWith('.md') && file !== 'README.md' && file !== 'figures.md')
  .map((file) => path.basename(file, '.md'));
// Every rule is named, so that those that are off run, too.
const args = ['check', ...folders, '--format', 'json', '--exit-zero', '--select', names.join(',')];
const { stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
  encoding: 'utf8',
  maxBuffer: MOST_OUTPUT,
});
// Files that can't be read are told there, and leave the others as they are.
if (stderr !== '') console.error(stderr);
if (!stdout.startsWith('[')) process.exit(2);

const findings = {};
for (const { rule } of JSON.parse(stdout)) if (names.includes(rule)) findings[rule] = (findings[rule] ?? 0) + 1;
const before = JSON.parse(readFileSync(target, 'utf8'));
const sorted = Object.fromEntries(Object.entries(findings).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(target, `${JSON.stringify({ ...before, files: count(folders), findings: sorted }, null, 2)}\n`);

/** The Python files and notebooks in some folders. */
function count(all) {
  return all
    .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.(?:py|ipynb)$/.test(entry.name)).length;
}
