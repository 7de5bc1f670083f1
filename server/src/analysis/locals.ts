// The name under which a file knows a package: what a fix may write.
import type { Module } from './module';
import type { Binding } from './scope';

/** The module-level name that surely means `imported` (`pandas` → `pd`) and is bound before `offset`, the first of them; null if there is none. */
export function localNameOf(module: Module, imported: string, offset: number): string | null {
  let found: Binding | null = null;
  for (const { names } of module.scopes.imports) {
    for (const { name, asname } of names) {
      const bindings = module.scopes.module.bindings.get(asname ?? name.split('.', 1)[0]!) ?? [];
      const [first] = bindings;
      if (first === undefined || first.from > Math.min(offset, found?.from ?? offset)) continue;
      if (bindings.every((binding) => binding.kind === 'import' && binding.imported === imported)) found = first;
    }
  }
  return found?.name ?? null;
}
