// Uses of APIs that are gone in the version a project has, or long gone where that is not known.
import type { RemovalTable } from '../../knowledge/removed/table';
import { isGuarded } from '../guards';
import type { Module } from '../module';
import { removedArguments } from './arguments';
import { removedAttributes } from './attributes';
import { together } from './edits';
import { goneFrom } from './entries';
import { removedImports } from './imports';
import { removedMembers } from './members';
import type { Candidate, RemovedUse } from './uses';
import { versionOf } from './version';

export type { RemovedUse } from './uses';

/**
 * All uses, in order of place. Silent under guards (`try … except ImportError`, a test of the version), in files that ask
 * for the old API on purpose, and below the version that removed it. Where the version is not known, the uses of one API
 * are one finding.
 */
export function removedUses(module: Module, tables: readonly RemovalTable[]): readonly RemovedUse[] {
  return tables.flatMap((table) => usesOf(module, table)).sort((a, b) => a.at.start - b.at.start);
}

function usesOf(module: Module, table: RemovalTable): readonly RemovedUse[] {
  if (!module.imports.has(table.package)) return [];
  if (table.legacySign !== undefined && module.says(table.legacySign)) return [];
  const evidence = versionOf(module, table);
  const gone = goneFrom(table, evidence);
  const candidates: Candidate[] = [
    ...removedImports(module, gone),
    ...removedAttributes(module, gone),
    ...removedArguments(module, table, gone),
    ...removedMembers(module, gone),
  ];
  const uses = candidates
    .filter(({ at }) => !isGuarded(module, at))
    .sort((a, b) => a.at.start - b.at.start)
    .map((candidate): RemovedUse => {
      return {
        ...candidate,
        table,
        also: [],
        evidence,
        verdict: gone.verdictOf(candidate.removal) === 'gone' ? 'gone' : 'likely',
      };
    });
  return [
    ...uses.filter((use) => use.verdict === 'gone'),
    ...collapsed(uses.filter((use) => use.verdict === 'likely')),
  ];
}

/** Uses of one entry, or of one group, become the first of them. */
function collapsed(uses: readonly RemovedUse[]): readonly RemovedUse[] {
  const groups = new Map<string, RemovedUse[]>();
  for (const use of uses) {
    const key = use.removal.group ?? use.use;
    groups.set(key, [...(groups.get(key) ?? []), use]);
  }
  return [...groups.values()].map(([first, ...others]) => {
    const all = [first!, ...others];
    const edits = all.every((use) => use.edits !== null) ? together(all.flatMap((use) => use.edits ?? [])) : null;
    return { ...first!, also: others.map(({ at }) => at), edits: others.length === 0 ? first!.edits : edits };
  });
}
