// Whether the project surely has a version of a library that behaves in a certain way.
import { boundsOf, compareVersions } from '../knowledge/versions';
import type { Module } from './module';

/**
 * Compares the project's version of a distribution (`scikit-learn`) with `version`.
 * @returns 'newer' if it is surely that version or later, 'older' if surely earlier, 'either' if a range holds both,
 *   'unknown' if nothing is known
 */
export function comparedTo(
  module: Module,
  distribution: string,
  version: string,
): 'newer' | 'older' | 'either' | 'unknown' {
  const evidence = module.environment.versionOf(distribution);
  if (evidence.state === 'unknown') return 'unknown';
  if (evidence.state === 'exact') return compareVersions(evidence.version, version) >= 0 ? 'newer' : 'older';
  const bounds = boundsOf(evidence.specifier);
  if (bounds === null) return 'unknown';
  if (bounds.lower !== null && compareVersions(bounds.lower, version) >= 0) return 'newer';
  if (bounds.upper === null) return 'either';
  const order = compareVersions(bounds.upper, version);
  return order < 0 || (order === 0 && !bounds.upperIncluded) ? 'older' : 'either';
}
