// Each offered fix of the leakage rules applied alone: what must hold afterwards, whatever the file.
import { joinCells } from '../../../server/src/analysis/notebook';
import { parse } from '../../../server/src/analysis/syntax';
import { edited } from '../../../server/src/fix';
import { lint, type Finding, type Linted, type Source } from '../../../server/src/lint';
import { NO_ENVIRONMENT } from '../../../server/src/project/environment';
import { rules } from '../../../server/src/rules';

const LEAKAGE = rules.filter(({ category }) => category === 'leakage').map(({ name }) => name);

export interface Applied {
  readonly rule: string;
  /** What is wrong with the file afterwards; null if nothing is. */
  readonly wrong: string | null;
  readonly fixed: Source;
}

function checked(source: Source): Linted {
  return lint(source, { settings: { rules: {}, select: LEAKAGE }, environment: NO_ENVIRONMENT });
}

/** All fixes offered for the leakage in `source`, each alone. */
export function appliedAlone(source: Source): readonly Applied[] {
  const before = checked(source);
  return before.findings.flatMap((finding) =>
    finding.fixes.slice(0, 1).map(({ edits }) => {
      const fixed = edited(source, before, edits);
      return { rule: finding.rule, fixed, wrong: whatIsWrong(source, fixed, finding, before) };
    }),
  );
}

function whatIsWrong(source: Source, fixed: Source, finding: Finding, before: Linted): string | null {
  if (problems(fixed) > problems(source)) return 'it does not parse';
  const after = checked(fixed);
  if (after.internalProblems.length > 0) return 'the engine fails on it';
  const count = ({ findings }: Linted, rule: string): number => findings.filter((each) => each.rule === rule).length;
  if (count(after, finding.rule) >= count(before, finding.rule)) return `${finding.rule} is still there`;
  const more = LEAKAGE.find((rule) => count(after, rule) > count(before, rule));
  return more === undefined ? null : `${more} is new`;
}

function problems(source: Source): number {
  return source.kind === 'file' ? parse(source.text).problems.length : joinCells(source.cells).syntax.problems.length;
}
