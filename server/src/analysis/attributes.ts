// Attributes of objects of the file's own classes: what `self.model` is, where a class assigns it just once.
import { Kind } from './syntax';
import type { Attribute, ClassDef, Expr, Node } from './syntax';
import type { Scopes } from './scope';

export interface Attributes {
  /** The one value `self.name` is ever given in its class; null if there is none, several, or part of something. */
  valueOf(attribute: Attribute): Expr | null;
}

/** Reads the assignments to `self.…` of all classes once. */
export function readAttributes(scopes: Scopes): Attributes {
  const assigned = new Map<ClassDef, Map<string, (Expr | null)[]>>();
  for (const name of scopes.named('self')) {
    const attribute = scopes.parent(name);
    if (attribute?.kind !== Kind.Attribute) continue;
    const value = valueAssigned(scopes, attribute);
    const home = value === undefined ? null : classAround(scopes, attribute);
    if (value === undefined || home === null) continue;
    const attributes = assigned.get(home) ?? new Map<string, (Expr | null)[]>();
    assigned.set(home, attributes);
    attributes.set(attribute.attr, [...(attributes.get(attribute.attr) ?? []), value]);
  }
  return {
    valueOf(attribute) {
      if (attribute.value.kind !== Kind.Name || attribute.value.id !== 'self') return null;
      const home = classAround(scopes, attribute);
      const values = home === null ? undefined : assigned.get(home)?.get(attribute.attr);
      return values?.length === 1 ? values[0]! : null;
    },
  };
}

/** The value assigned to an attribute; null if it is part of something or changed; undefined if it is only read. */
function valueAssigned(scopes: Scopes, attribute: Attribute): Expr | null | undefined {
  const parent = scopes.parent(attribute);
  if (parent?.kind === Kind.Assign && parent.targets.includes(attribute)) return parent.value;
  if (parent?.kind === Kind.AnnAssign && parent.target === attribute) return parent.value ?? undefined;
  if (parent?.kind === Kind.AugAssign && parent.target === attribute) return null;
  if (parent?.kind === Kind.For && parent.target === attribute) return null;
  if (parent?.kind === Kind.WithItem && parent.optionalVars === attribute) return null;
  if (parent?.kind !== Kind.Tuple && parent?.kind !== Kind.List) return undefined;
  const around = scopes.parent(parent);
  return around?.kind === Kind.Assign && around.targets.includes(parent) ? null : undefined;
}

function classAround(scopes: Scopes, node: Node): ClassDef | null {
  let at: Node | null = node;
  while (at !== null && at.kind !== Kind.ClassDef) at = scopes.parent(at);
  return at;
}
