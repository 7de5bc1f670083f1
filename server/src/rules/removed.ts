// What the rules on removed APIs have in common: the report of one use, and its messages.
import { removedUses } from '../analysis/removed';
import type { RemovedUse } from '../analysis/removed';
import type { Module } from '../analysis/module';
import type { RemovalTable } from '../knowledge/removed';
import type { Report, Severity } from './rule';

export const messages = {
  removed: '`{use}` was removed in {library} {removed}, and this project has {version} ({from}): {advice}',
  perhaps: '`{use}` was removed in {library} {removed}: {advice}',
  ignored: '`{use}` has had no effect since {library} {removed}: {advice}',
} as const;

export const silent = `
- The project's version still has the name: as \`!pip install\` in the notebook, a lock file, a pin or the lower bound of a
  range says. Where the version is not known, only what went at least two feature releases or 18 months ago is reported,
  one level lower, once in a file.
- The file foresees it: \`try … except ImportError\`, a test of the version or \`hasattr\`, \`pytest.raises\`.
- The name comes from somewhere else: another package, the file's own assignment (\`np.int = int\`), a star import.
`;

const LOWER: Readonly<Record<Exclude<Severity, 'off'>, Exclude<Severity, 'off'>>> = {
  error: 'warning',
  warning: 'information',
  information: 'hint',
  hint: 'hint',
};

/** The findings of all uses of what is gone from these libraries. */
export function* removedReports(
  module: Module,
  tables: readonly RemovalTable[],
): Iterable<Report<keyof typeof messages>> {
  for (const use of removedUses(module, tables)) yield report(use);
}

function report(use: RemovedUse): Report<keyof typeof messages> {
  const { removal, table, evidence, edits, also } = use;
  const certain = removal.ignored === true ? LOWER.error : 'error';
  return {
    at: use.at,
    message: removal.ignored === true ? 'ignored' : use.verdict === 'gone' ? 'removed' : 'perhaps',
    data: {
      use: use.use,
      library: table.library,
      removed: removal.removed,
      advice: use.advice,
      version: evidence.state === 'exact' ? evidence.version : evidence.state === 'range' ? evidence.specifier : '',
      from: evidence.state === 'unknown' ? '' : evidence.from,
    },
    severity: use.verdict === 'gone' ? certain : LOWER[certain],
    related: also.map((span) => ({ ...span, message: 'Also here' })),
    ...(edits === null
      ? {}
      : {
          fixes: [{ title: titleOf(use), edits, ...(removal.unsafe === true ? { safety: 'unsafe' as const } : {}) }],
        }),
  };
}

/** `use `np.float64`` → `Use `np.float64``. */
function titleOf({ advice, also }: RemovedUse): string {
  const short = advice.split(/[;:]/)[0]!;
  const title = short.charAt(0).toUpperCase() + short.slice(1);
  return also.length === 0 ? title : `${title} (${also.length + 1} places)`;
}
