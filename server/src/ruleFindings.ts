// The findings of one rule in a module, kept from version to version of its text while nothing that the rule asked is touched.
import { allMoved, movedSpan } from './analysis/moved';
import type { Move, Recallable } from './analysis/recall';
import type { Edit } from './analysis/text';
import type { Finding } from './finding';
import type { Report, Rule, Severity } from './rules/rule';

/** What a finding may have, from low to high. */
type Level = Exclude<Severity, 'off'>;
const LEVELS: readonly Level[] = ['hint', 'information', 'warning', 'error'];

interface RuleAtLevel {
  readonly rule: Rule;
  readonly severity: Level;
}

const known = new WeakMap<Rule, Map<Level, RuleAtLevel>>();

/** A rule with the severity it has by the settings, the same object each time. */
export function atLevel(rule: Rule, severity: Level): RuleAtLevel {
  let levels = known.get(rule);
  if (levels === undefined) known.set(rule, (levels = new Map()));
  let found = levels.get(severity);
  if (found === undefined) levels.set(severity, (found = { rule, severity }));
  return found;
}

export const FINDINGS_OF_RULE: Recallable<RuleAtLevel, readonly Finding[]> = {
  compute: (module, { rule, severity }) => [...rule.check(module)].map((report) => toFinding(rule, report, severity)),
  moved: (findings, move) => allMoved(findings, (finding) => movedFinding(finding, move)),
};

function toFinding(rule: Rule, report: Report, severity: Level): Finding {
  return {
    start: report.at.start,
    end: report.at.end,
    rule: rule.name,
    category: rule.category,
    severity: report.severity === undefined ? severity : lowerOf(report.severity, severity),
    message: fillMessage(rule.messages[report.message] ?? report.message, report.data ?? {}),
    related: (report.related ?? []).map(({ start, end, message }) => ({ start, end, message })),
    fixes: (report.fixes ?? []).map(({ title, edits, clears, safety }) => ({
      title,
      edits,
      ...(clears === undefined ? {} : { clears }),
      safety: safety ?? (rule.fix === 'safe' ? 'safe' : 'unsafe'),
    })),
  };
}

function lowerOf(a: Level, b: Level): Level {
  return LEVELS.indexOf(a) < LEVELS.indexOf(b) ? a : b;
}

function fillMessage(message: string, data: Readonly<Record<string, string | number>>): string {
  return message.replaceAll(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(data, name) ? String(data[name]) : whole,
  );
}

/** The same finding where it lies now; null if an edit was in or beside one of its places. */
function movedFinding(finding: Finding, move: Move): Finding | null {
  const at = move.span(finding);
  const related = allMoved(finding.related, (place) => movedSpan(place, move));
  const fixes = allMoved(finding.fixes, (fix) => {
    const edits = allMoved(fix.edits, (edit): Edit | null => movedSpan(edit, move));
    return edits === null ? null : edits === fix.edits ? fix : { ...fix, edits };
  });
  if (at === null || related === null || fixes === null) return null;
  const stays = at === finding && related === finding.related && fixes === finding.fixes;
  return stays ? finding : { ...finding, start: at.start, end: at.end, related, fixes };
}
