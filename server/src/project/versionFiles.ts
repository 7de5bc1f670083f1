// The files beside a source that say which versions a project has: found, read, and kept until they change.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { VersionEvidence } from '../knowledge/versions';
import { createFileCache } from './stamp';
import { namesVersions, readVersions } from './versions';

/** Lock files of big projects have a few megabytes; nothing longer is one. */
const MAX_BYTES = 16 * 1024 * 1024;
/** How long a folder's list of files is believed, in milliseconds. */
const TRUST_MS = 2000;

export interface VersionFiles {
  /** Which version of a package the project of a source file has: from the nearest folder upwards whose files say one. */
  of(file: string): (distribution: string) => VersionEvidence;
  recheck(): void;
}

interface Folder {
  readonly checkedAt: number;
  /** Of files that say versions. */
  readonly names: readonly string[];
  /** No folder above it belongs to the project. */
  readonly isTop: boolean;
}

interface Answer {
  /** The files it was made of, names and texts alternating. */
  readonly madeOf: readonly string[];
  readonly versionOf: (distribution: string) => VersionEvidence;
}

export function createVersionFiles(): VersionFiles {
  const folders = new Map<string, Folder>();
  const texts = createFileCache<string>(readText, () => '', 256);
  const answers = new Map<string, Answer>();

  function look(folder: string): Folder {
    const known = folders.get(folder);
    const now = Date.now();
    if (known !== undefined && now - known.checkedAt < TRUST_MS) return known;
    const all = list(folder);
    const isTop = folder === path.dirname(folder) || all.includes('.git');
    const found = { checkedAt: now, names: all.filter(namesVersions), isTop };
    folders.set(folder, found);
    return found;
  }

  function answer(folder: string): (distribution: string) => VersionEvidence {
    const files = look(folder).names.map((name) => ({ name, text: texts.get(path.join(folder, name)) }));
    const madeOf = files.flatMap(({ name, text }) => [name, text]);
    const known = answers.get(folder);
    if (known?.madeOf.length === madeOf.length && known.madeOf.every((part, i) => part === madeOf[i])) {
      return known.versionOf;
    }
    const versionOf = readVersions(files);
    answers.set(folder, { madeOf, versionOf });
    return versionOf;
  }

  return {
    of: (file) => (distribution) => {
      for (let folder = path.dirname(path.resolve(file)); ; folder = path.dirname(folder)) {
        const { names, isTop } = look(folder);
        const evidence: VersionEvidence = names.length > 0 ? answer(folder)(distribution) : { state: 'unknown' };
        if (evidence.state !== 'unknown' || isTop) return evidence;
      }
    },
    recheck() {
      folders.clear();
      answers.clear();
      texts.recheck();
    },
  };
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function readText(file: string): string {
  try {
    return statSync(file).size <= MAX_BYTES ? readFileSync(file, 'utf8') : '';
  } catch {
    return '';
  }
}
