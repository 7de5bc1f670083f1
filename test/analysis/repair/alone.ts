// Each offered fix applied alone: what must hold afterwards, whatever the file and the rule.
import type { Edit } from '../../../server/src/analysis/text';
import { joinCells } from '../../../server/src/analysis/notebook';
import { Kind, NameContext, parse } from '../../../server/src/analysis/syntax';
import { createModule } from '../../../server/src/analysis/createModule';
import { edited } from '../../../server/src/fix';
import { lint, type Finding, type LintOptions, type Linted, type Source } from '../../../server/src/lint';
import { isBuiltin } from '../../../server/src/knowledge/builtins';
import { NO_ENVIRONMENT } from '../../../server/src/project/environment';
import { rules } from '../../../server/src/rules';
import type { Safety } from '../../../server/src/rules/rule';

const LEAKAGE = rules.filter(({ category }) => category === 'leakage').map(({ name }) => name);

/** The rules of leakage alone, those that are off by default too. */
export const OF_LEAKAGE: LintOptions = { settings: { rules: {}, select: LEAKAGE }, environment: NO_ENVIRONMENT };
/** All that is on by default. */
export const OF_ALL: LintOptions = { settings: { rules: {} }, environment: NO_ENVIRONMENT };

export interface Applied {
  readonly rule: string;
  readonly title: string;
  readonly safety: Safety;
  /** Where it was found, in the text that was linted. */
  readonly start: number;
  /** What is wrong with the file afterwards; null if nothing is. */
  readonly wrong: string | null;
  readonly fixed: Source;
}

/** All fixes offered in `source`, each alone. */
export function appliedAlone(source: Source, options: LintOptions = OF_LEAKAGE): readonly Applied[] {
  const before = lint(source, options);
  return before.findings.flatMap((finding) =>
    finding.fixes.map(({ edits, clears = [], title, safety }) => {
      const fixed = edited(source, before, { edits, clears });
      const { rule, start } = finding;
      const again = { ...finding, start: moved(start, edits) };
      return {
        rule,
        title,
        safety,
        start,
        fixed,
        wrong: whatIsWrong({ source, fixed, before, finding: again, title, options }),
      };
    }),
  );
}

interface Fixing {
  readonly source: Source;
  readonly fixed: Source;
  readonly before: Linted;
  /** The finding, where it would stand now. */
  readonly finding: Finding;
  readonly title: string;
  readonly options: LintOptions;
}

function whatIsWrong({ source, fixed, before, finding, title, options }: Fixing): string | null {
  if (problems(fixed) > problems(source)) return 'it does not parse';
  const undefinedNow = unreached(fixed);
  const undefinedBefore = unreached(source);
  const missing = [...undefinedNow].find((name) => !undefinedBefore.has(name));
  if (missing !== undefined) return `${missing} is read where nothing has bound it`;
  const after = lint(fixed, options);
  if (after.internalProblems.length > 0) return 'the engine fails on it';
  const again = after.findings.find(({ rule, start }) => rule === finding.rule && start === finding.start);
  if (again?.fixes.some((fix) => fix.title === title) === true) return `${finding.rule} offers the same again`;
  // A repeated hint is one finding with many places: one place less is what a fix of it can do.
  if (placesOf(after, finding.rule) >= placesOf(before, finding.rule)) return `${finding.rule} is still there`;
  const names = new Set(after.findings.map(({ rule }) => rule));
  const more = [...names].find((rule) => placesOf(after, rule) > placesOf(before, rule));
  return more === undefined ? null : `${more} is new`;
}

/** How many places a rule speaks of. */
function placesOf({ findings }: Linted, rule: string): number {
  const own = findings.filter((each) => each.rule === rule);
  return own.reduce((sum, { related }) => sum + 1 + related.filter(({ message }) => message === 'Also here').length, 0);
}

/** Where an offset lies once the edits are made. */
function moved(offset: number, edits: readonly Edit[]): number {
  let at = offset;
  for (const { start, end, text } of edits) if (end <= offset) at += text.length - (end - start);
  return at;
}

/** Names that are read where no binding of them can have come before. */
function unreached(source: Source): ReadonlySet<string> {
  const { source: text, syntax } =
    source.kind === 'file' ? { source: source.text, syntax: parse(source.text) } : joinCells(source.cells);
  const module = createModule({ source: text, syntax, notebook: null }, NO_ENVIRONMENT);
  const names = new Set<string>();
  for (const name of module.all(Kind.Name)) {
    if (name.ctx !== NameContext.Load || module.scopes.reaching(name).length > 0 || isBuiltin(name.id)) continue;
    names.add(name.id);
  }
  return names;
}

function problems(source: Source): number {
  return source.kind === 'file' ? parse(source.text).problems.length : joinCells(source.cells).syntax.problems.length;
}
