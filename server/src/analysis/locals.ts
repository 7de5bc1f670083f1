// The name under which a file knows a package: what a fix may write.
import type { Module } from './module';

/** The module-level name that surely means `imported` (`pandas` → `pd`) and is bound before `offset`; null if there is none. */
export function localNameOf(module: Module, imported: string, offset: number): string | null {
  for (const [name, bindings] of module.scopes.module.bindings) {
    const first = bindings[0];
    if (first === undefined || first.from > offset) continue;
    if (bindings.every((binding) => binding.kind === 'import' && binding.imported === imported)) return name;
  }
  return null;
}
