// Writes every generated file, or with --check says which are out of date (exit status 1).
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { generateRules } from './generate/rules.mjs';
import { generateSyntax } from './generate/syntax.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const check = process.argv.includes('--check');
const files = [generateSyntax(root), ...(await generateRules(root))];

let stale = 0;
for (const { path: file, text } of files) {
  const full = path.join(root, file);
  const now = existsSync(full) ? readFileSync(full, 'utf8') : null;
  if (now === text) continue;
  stale++;
  console.log(`${check ? 'out of date' : text === null ? 'removed' : 'written'}: ${file}`);
  if (check) continue;
  if (text === null) rmSync(full);
  else {
    mkdirSync(path.dirname(full), { recursive: true });
    writeFileSync(full, text);
  }
}
if (check && stale > 0) {
  console.error('Run `npm run generate` and commit what it writes.');
  process.exit(1);
}
