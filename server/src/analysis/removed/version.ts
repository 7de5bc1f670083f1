// The version of a library that a file runs with: what it installs itself, else what its project says.
import { isAtLeast, UNKNOWN_VERSION } from '../../knowledge/versions';
import type { VersionEvidence } from '../../knowledge/versions';
import type { RemovalTable } from '../../knowledge/removed/table';
import { Kind } from '../syntax';
import type { Module } from '../module';

/**
 * A cell that runs `!pip install pandas==1.5.3` says best which pandas the notebook is for. Otherwise the project's
 * files, under any of the names the library is installed by.
 */
export function versionOf(module: Module, table: RemovalTable): VersionEvidence {
  const installed = installedVersion(module, table.distributions);
  if (installed !== null) return installed;
  for (const distribution of table.distributions) {
    const evidence = module.environment.versionOf(distribution);
    if (evidence.state !== 'unknown') return evidence;
  }
  return table.package === 'keras' ? kerasOfTensorflow(module) : UNKNOWN_VERSION;
}

const INSTALL = /^[!%]\s*(?:\S*python\S*\s+-m\s+)?(?:uv\s+)?(?:pip3?|conda|mamba)\s+install\s+(.*)$/;

function installedVersion(module: Module, distributions: readonly string[]): VersionEvidence | null {
  for (const magic of module.all(Kind.Magic)) {
    const packages = INSTALL.exec(module.textOf(magic))?.[1];
    for (const part of packages?.split(/\s+/) ?? []) {
      const match = /^["']?([\w.-]+)(?:\[[^\]]*\])?==?([\w.]+)["']?$/.exec(part);
      if (match !== null && distributions.includes(match[1]!.toLowerCase().replaceAll('_', '-'))) {
        return { state: 'exact', version: match[2]!, from: 'pip install' };
      }
    }
  }
  return null;
}

/** TensorFlow before 2.16 brought the Keras of its own number. */
function kerasOfTensorflow(module: Module): VersionEvidence {
  const evidence = module.environment.versionOf('tensorflow');
  if (evidence.state !== 'exact' || isAtLeast(evidence.version, '2.16')) return UNKNOWN_VERSION;
  return evidence;
}
