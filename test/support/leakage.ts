// The 234 labelled scripts of other people. They carry no licence: they are fetched, measured and never kept here.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const root = path.resolve(__dirname, '..', '..');
const folder = path.join(root, '.cache', 'leakage');
const prepare = path.join(root, '..', 'shared', 'leakage', 'prepare.py');

export interface Script {
  readonly name: string;
  readonly text: string;
}

/**
 * The scripts, or why they are not here. Where only the folder is missing they are laid out from the git directory of the
 * repository they come from: the one HELDOUT_LEAKAGE names, else `../data-leakage-detection`.
 */
export function leakageScripts(): readonly Script[] | { readonly missing: string } {
  if (!existsSync(folder)) {
    const missing = layOut();
    if (missing !== null) return { missing };
  }
  const names = readdirSync(folder).filter((name) => name.endsWith('.py'));
  return names.map((name) => ({ name, text: readFileSync(path.join(folder, name), 'utf8') }));
}

function layOut(): string | null {
  if (!existsSync(prepare)) return 'neither .cache/leakage nor ../shared/leakage/prepare.py is here';
  const source = process.env.HELDOUT_LEAKAGE ?? path.join(root, '..', 'data-leakage-detection', '.git');
  if (!existsSync(source))
    return `.cache/leakage is not here, and HELDOUT_LEAKAGE names no git directory to make it of`;
  const made = `${folder}.new`;
  const { status, stderr } = spawnSync('python3', [prepare, source, made], { encoding: 'utf8', timeout: 120_000 });
  if (status !== 0) {
    rmSync(made, { recursive: true, force: true });
    return `prepare.py failed: ${(stderr ?? '').trim().split('\n').at(-1) ?? ''}`;
  }
  renameSync(made, folder);
  return null;
}
