// Writes every generated file, or with --check says which are out of date (exit status 1).
import { readFileSync, writeFileSync, existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { generateSyntax } from './generate/syntax.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const check = process.argv.includes('--check');
const files = [generateSyntax(root)];

let stale = 0;
for (const { path: file, text } of files) {
  const full = path.join(root, file);
  if (existsSync(full) && readFileSync(full, 'utf8') === text) continue;
  stale++;
  if (!check) writeFileSync(full, text);
  console.log(`${check ? 'out of date' : 'written'}: ${file}`);
}
if (check && stale > 0) {
  console.error('Run `npm run generate` and commit what it writes.');
  process.exit(1);
}
