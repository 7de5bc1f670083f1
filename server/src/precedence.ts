// One cause, one finding: which rule speaks where several see the same mistake, and how repeated hints become one.
import type { Span } from './analysis/text';
import { overlaps } from './analysis/text';
import type { Finding, FindingFix } from './finding';

/** In each list, an earlier rule silences the later ones at the same place. */
const ORDERS: readonly (readonly string[])[] = [
  [
    'target-in-features',
    'target-encoding-leak',
    'refit-on-test',
    'fit-before-split',
    'statistic-before-split',
    'fit-outside-cv',
  ],
  ['train-test-overlap', 'evaluate-on-train', 'missing-split'],
  ['resample-before-split', 'duplicate-before-split'],
  ['unfitted-estimator', 'untransformed-test'],
  ['partial-seeding', 'unseeded-split'],
];

/** For each rule those that silence it. */
const STRONGER = new Map<string, Set<string>>();
for (const order of ORDERS)
  for (const [i, name] of order.entries())
    STRONGER.set(name, new Set([...(STRONGER.get(name) ?? []), ...order.slice(0, i)]));

/** These sit where something is missing; the place another rule would name is among their related ones. */
const TOLD_BY_RELATED = new Set(['partial-seeding']);

/** Leaves out findings whose cause another finding at the same place names better, or in the same words. */
export function withoutRepeats(findings: readonly Finding[]): readonly Finding[] {
  const told = new Set<string>();
  return findings.filter((finding) => {
    const key = `${finding.rule} ${finding.start} ${finding.end} ${finding.message}`;
    if (told.has(key)) return false;
    told.add(key);
    const stronger = STRONGER.get(finding.rule);
    if (stronger === undefined || stronger.size === 0) return true;
    return !findings.some((other) => stronger.has(other.rule) && isSamePlace(other, finding));
  });
}

function isSamePlace(stronger: Finding, weaker: Finding): boolean {
  if (overlaps(stronger, weaker) || stronger.start === weaker.start) return true;
  return TOLD_BY_RELATED.has(stronger.rule) && stronger.related.some((place) => overlaps(place, weaker));
}

/** Hints of one rule become its first one, which lists the other places and fixes them all. `findings` are in order of place. */
export function withHintsCollapsed(findings: readonly Finding[]): readonly Finding[] {
  const hints = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (finding.severity !== 'hint' || finding.category === 'suppression') continue;
    hints.set(finding.rule, [...(hints.get(finding.rule) ?? []), finding]);
  }
  return findings.flatMap((finding) => {
    const group = hints.get(finding.rule);
    if (group === undefined || group.length === 1 || !group.includes(finding)) return [finding];
    return finding === group[0] ? [collapsed(finding, group)] : [];
  });
}

function collapsed(first: Finding, group: readonly Finding[]): Finding {
  const others = group.slice(1).map(({ start, end }) => ({ start, end, message: 'Also here' }));
  return { ...first, related: [...first.related, ...others], fixes: together(group) ?? first.fixes };
}

/** One fix for all places, if each has one and none touches another's. */
function together(group: readonly Finding[]): readonly FindingFix[] | null {
  const fixes = group.map((finding) => finding.fixes[0]);
  if (!fixes.every((fix) => fix !== undefined)) return null;
  const edits = withoutDoubles(fixes.flatMap((fix) => fix.edits));
  if (edits === null) return null;
  const safety = fixes.every((fix) => fix.safety === 'safe') ? 'safe' : 'unsafe';
  const clears = [...new Set(fixes.flatMap((fix) => fix.clears ?? []))];
  const title = `${fixes[0]!.title} (${group.length} places)`;
  return [{ title, safety, edits, ...(clears.length === 0 ? {} : { clears }) }];
}

/**
 * Edits that can be made at once: the same edit wanted twice (an import) is made once.
 * Null if two of them contradict each other.
 */
export function withoutDoubles<E extends Span & { readonly text: string }>(edits: readonly E[]): readonly E[] | null {
  const kept: E[] = [];
  for (const edit of edits) {
    const same = kept.some((other) => other.start === edit.start && other.end === edit.end && other.text === edit.text);
    if (same) continue;
    if (kept.some((other) => overlaps(other, edit) || other.start === edit.start)) return null;
    kept.push(edit);
  }
  return kept;
}
