// Which version of a library a project has, from the text of its lock, requirement and environment files. Pure.
import { parse as parseToml } from 'smol-toml';
import { boundsOf, compareVersions, parseVersion, UNKNOWN_VERSION } from '../knowledge/versions';
import type { VersionEvidence } from '../knowledge/versions';

/** A file that may name versions. */
export interface VersionFile {
  /** The name without its folder: `uv.lock`. */
  readonly name: string;
  readonly text: string;
}

/** What one file says of one package: a locked version, or a specifier (`''`: any version will do). */
interface Statement {
  readonly specifier: string;
  readonly locked: boolean;
  readonly from: string;
}

type Reader = (text: string) => Iterable<readonly [name: string, specifier: string]>;

/** The files that are read, the most certain first. */
const FORMATS: readonly { readonly pattern: RegExp; readonly locked: boolean; readonly read: Reader }[] = [
  { pattern: /^(?:uv|poetry|pdm|pylock(?:\.\w+)?)\.(?:lock|toml)$/, locked: true, read: readLock },
  { pattern: /^Pipfile\.lock$/, locked: true, read: readPipfileLock },
  { pattern: /^(?:requirements|constraints)[\w.-]*\.txt$/, locked: false, read: readRequirements },
  { pattern: /^pyproject\.toml$/, locked: false, read: readPyproject },
  { pattern: /^Pipfile$/, locked: false, read: readPipfile },
  { pattern: /^(?:environment|conda)[\w.-]*\.ya?ml$/, locked: false, read: readCondaEnvironment },
  { pattern: /^setup\.cfg$/, locked: false, read: readSetupCfg },
];

/** Whether a file of this name may say which versions a project has. `pyproject.lock` and the like are not meant. */
export function namesVersions(fileName: string): boolean {
  return formatOf(fileName) !== undefined;
}

function formatOf(fileName: string): (typeof FORMATS)[number] | undefined {
  return FORMATS.find(({ pattern }) => pattern.test(fileName));
}

/**
 * Answers which version of a package the files ask for: locked, else pinned, else a range. Files that cannot be read say
 * nothing. Names are compared as PEP 503 says: `scikit_learn` is `scikit-learn`.
 */
export function readVersions(files: readonly VersionFile[]): (distribution: string) => VersionEvidence {
  const statements = new Map<string, Statement[]>();
  for (const file of [...files].sort(byCertainty)) {
    const format = formatOf(file.name);
    if (format === undefined) continue;
    for (const [name, specifier] of safely(format.read, file.text)) {
      const key = normalName(name);
      const list = statements.get(key) ?? [];
      list.push({ specifier: specifier.trim(), locked: format.locked, from: file.name });
      statements.set(key, list);
    }
  }
  return (distribution) => evidenceOf(statements.get(normalName(distribution)) ?? []);
}

function byCertainty(a: VersionFile, b: VersionFile): number {
  const rank = (file: VersionFile): number => FORMATS.findIndex(({ pattern }) => pattern.test(file.name));
  return rank(a) - rank(b) || a.name.length - b.name.length || (a.name < b.name ? -1 : 1);
}

function safely(read: Reader, text: string): readonly (readonly [string, string])[] {
  try {
    return [...read(text)];
  } catch {
    return []; // somebody is typing in that file
  }
}

function evidenceOf(statements: readonly Statement[]): VersionEvidence {
  const locked = statements.filter((statement) => statement.locked && parseVersion(statement.specifier) !== null);
  if (locked.length > 0) {
    // A lock for several platforms may hold several versions: what is not there in the oldest cannot be relied on.
    const lowest = locked.reduce((low, next) => (compareVersions(next.specifier, low.specifier) < 0 ? next : low));
    return { state: 'exact', version: lowest.specifier, from: lowest.from };
  }
  const ranges = statements
    .filter(({ specifier }) => specifier !== '' && specifier !== '*')
    .map((statement) => ({ ...statement, bounds: boundsOf(statement.specifier) }))
    .filter(({ bounds }) => bounds !== null);
  const pin = ranges.find(({ bounds }) => bounds?.exact);
  if (pin !== undefined) return { state: 'exact', version: pin.bounds!.lower!, from: pin.from };
  const [first] = ranges;
  return first === undefined ? UNKNOWN_VERSION : { state: 'range', specifier: first.specifier, from: first.from };
}

/** PEP 503: runs of `-`, `_` and `.` are one dash, and case does not count. */
function normalName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

const REQUIREMENT =
  /^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*\(?\s*((?:[~^=!<>]=?=?\s*[^\s,;#)~^=!<>]+\s*,?\s*)*)\)?\s*(?:[;#].*)?$/;

/** `name[extra] >=1.2,<2 ; marker`: a requirement of PEP 508; null for addresses, options and nonsense. */
export function readRequirement(line: string): readonly [name: string, specifier: string] | null {
  const match = REQUIREMENT.exec(line.replace(/\s+\\?$|\s+--hash.*$/, ''));
  return match === null ? null : [match[1]!, match[2]!];
}

function* readRequirements(text: string): Iterable<readonly [string, string]> {
  for (const line of text.split(/\r?\n/)) {
    const requirement = readRequirement(line);
    if (requirement !== null) yield requirement;
  }
}

/** `[[package]]` tables of uv, Poetry and PDM; read by pattern, for lock files have megabytes. */
function* readLock(text: string): Iterable<readonly [string, string]> {
  for (const match of text.matchAll(/^name = "([^"\n]+)"\r?\nversion = "([^"\n]+)"/gm)) yield [match[1]!, match[2]!];
}

function* readPipfileLock(text: string): Iterable<readonly [string, string]> {
  const lock = record(JSON.parse(text));
  for (const section of ['default', 'develop']) {
    for (const [name, entry] of Object.entries(record(lock[section]))) {
      const { version } = record(entry);
      if (typeof version === 'string') yield [name, version.replace(/^==/, '')];
    }
  }
}

function* readPyproject(text: string): Iterable<readonly [string, string]> {
  const data = record(parseToml(text));
  const project = record(data['project']);
  const poetry = record(record(data['tool'])['poetry']);
  const lists = [
    project['dependencies'],
    ...Object.values(record(project['optional-dependencies'])),
    ...Object.values(record(data['dependency-groups'])),
  ];
  for (const list of lists) {
    for (const line of Array.isArray(list) ? list : []) {
      const requirement = typeof line === 'string' ? readRequirement(line) : null;
      if (requirement !== null) yield requirement;
    }
  }
  yield* readNamedVersions(poetry['dependencies']);
  yield* readNamedVersions(poetry['dev-dependencies']);
  for (const group of Object.values(record(poetry['group']))) yield* readNamedVersions(record(group)['dependencies']);
}

function* readPipfile(text: string): Iterable<readonly [string, string]> {
  const data = record(parseToml(text));
  yield* readNamedVersions(data['packages']);
  yield* readNamedVersions(data['dev-packages']);
}

/** `pandas = "^1.2"` or `pandas = { version = "^1.2" }`. */
function* readNamedVersions(table: unknown): Iterable<readonly [string, string]> {
  for (const [name, value] of Object.entries(record(table))) {
    const version = typeof value === 'string' ? value : record(value)['version'];
    if (typeof version === 'string') yield [name, version];
  }
}

/** `- conda-forge::pandas=1.5.3=py310` and, below `pip:`, `- numpy==1.26`. */
function* readCondaEnvironment(text: string): Iterable<readonly [string, string]> {
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*-\s*["']?(?:[\w-]+::)?([A-Za-z0-9][\w.-]*)\s*([=<>~!][^"'#\s]*)?["']?\s*(?:#.*)?$/.exec(line);
    if (match === null) continue;
    const specifier = match[2] ?? '';
    // The third part of `name=version=build` is none of ours.
    yield [match[1]!, /^=[^=]/.test(specifier) ? specifier.split('=').slice(0, 2).join('=') : specifier];
  }
}

function* readSetupCfg(text: string): Iterable<readonly [string, string]> {
  let section = '';
  let inList = false;
  for (const line of text.split(/\r?\n/)) {
    section = /^\[([^\]]+)\]/.exec(line)?.[1] ?? section;
    const key = /^(\w+)\s*[=:]\s*(.*)$/.exec(line);
    if (key !== null) inList = key[1] === 'install_requires' || section === 'options.extras_require';
    if (!inList) continue;
    const requirement = readRequirement(key === null ? line : key[2]!);
    if (requirement !== null) yield requirement;
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
