// The arguments of `heldout check`: words → options, or what is wrong with them.
import { parseArgs } from 'node:util';
import type { Names } from '../config/schema';
import { didYouMean } from '../config/suggest';
import { readChoice, type SettingValues } from '../config/values';

export const formats = ['text', 'json', 'sarif', 'github'] as const;
export type Format = (typeof formats)[number];

export interface CheckOptions {
  readonly paths: readonly string[];
  readonly format: Format;
  /** What is done with fixes. `show` prints a patch and writes nothing. */
  readonly fixing: 'none' | 'write' | 'show';
  readonly unsafeFixes: boolean;
  /** The choice of rules, as a layer of settings. */
  readonly choice: SettingValues;
  readonly exitZero: boolean;
  /** On how many threads files are checked; null: as many as are worth it. */
  readonly jobs: number | null;
  /** The name the text on standard input goes by; null: files are checked. */
  readonly inputName: string | null;
}

/** Wrong arguments: what is wrong, for the user. */
export class UsageError extends Error {}

/** @throws UsageError */
export function readCheckOptions(args: readonly string[], names: Names): CheckOptions {
  const { values, positionals } = parse(args);
  const format = formats.find((each) => each === values.format);
  if (format === undefined) {
    const suggestion = didYouMean(values.format, formats);
    throw new UsageError(`There is no format \`${values.format}\`, only ${formats.join(', ')}.${suggestion}`);
  }
  const unsafeFixes = values['unsafe-fixes'];
  if (unsafeFixes && !values.fix && !values.diff) {
    throw new UsageError('`--unsafe-fixes` says which fixes to make: it needs `--fix`, or `--diff` to look at them.');
  }
  const fromInput = values['stdin-filename'] !== undefined || positionals.includes('-');
  if (fromInput && positionals.some((path) => path !== '-')) {
    throw new UsageError('Either standard input is checked or paths are, not both.');
  }
  return {
    paths: positionals.length === 0 ? ['.'] : positionals,
    format,
    fixing: values.diff ? 'show' : values.fix ? 'write' : 'none',
    unsafeFixes,
    choice: {
      ...(values.select === undefined ? {} : { select: readRules('--select', values.select, names) }),
      ...(values.ignore === undefined ? {} : { ignore: readRules('--ignore', values.ignore, names) }),
    },
    exitZero: values['exit-zero'],
    jobs: values.jobs === undefined ? null : readJobs(values.jobs),
    inputName: fromInput ? (values['stdin-filename'] ?? 'stdin.py') : null,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        format: { type: 'string', default: 'text' },
        fix: { type: 'boolean', default: false },
        'unsafe-fixes': { type: 'boolean', default: false },
        diff: { type: 'boolean', default: false },
        select: { type: 'string', multiple: true },
        ignore: { type: 'string', multiple: true },
        'exit-zero': { type: 'boolean', default: false },
        jobs: { type: 'string' },
        'stdin-filename': { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function readJobs(written: string): number {
  const jobs = Number(written);
  if (!Number.isInteger(jobs) || jobs < 1 || jobs > MOST_JOBS)
    throw new UsageError(`--jobs takes a whole number from 1 to ${MOST_JOBS}, not \`${written}\`.`);
  return jobs;
}

const MOST_JOBS = 64;

/** `--select a,b --select c`: three names. */
function readRules(flag: string, written: readonly string[], names: Names): readonly string[] {
  const list = written.flatMap((part) => part.split(',')).map((name) => name.trim());
  const { choice, problems } = readChoice(
    list.filter((name) => name !== ''),
    names,
  );
  if (problems.length > 0) throw new UsageError(`${flag}: ${problems.join(' ')}`);
  if (choice.length === 0) throw new UsageError(`${flag} needs the name of a rule or a category.`);
  return choice;
}
