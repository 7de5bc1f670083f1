// What the search for removed APIs finds.
import type { RemovalTable, Removal } from '../../knowledge/removed/table';
import type { VersionEvidence } from '../../knowledge/versions';
import type { Edit, Span } from '../text';

/** One place that uses an API that is gone. */
export interface RemovedUse {
  readonly at: Span;
  readonly table: RemovalTable;
  readonly removal: Removal;
  /** What is gone, as the message names it: `np.float_`, `sparse=`. */
  readonly use: string;
  /** The edits that put the successor in its place; null where there is no single one. */
  readonly edits: readonly Edit[] | null;
  /** What to do, in words. */
  readonly advice: string;
  /** Other places of the same, where one finding speaks for all. */
  readonly also: readonly Span[];
  /** What is known of the version; `likely` uses go by none. */
  readonly evidence: VersionEvidence;
  readonly verdict: 'gone' | 'likely';
}

/** A use before the version is added to it. */
export type Candidate = Pick<RemovedUse, 'at' | 'removal' | 'use' | 'edits' | 'advice'>;
