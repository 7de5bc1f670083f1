// Part: what one statement of a module brings to the whole.
import type { OpenScope } from './openScope';
import type { Binding } from './scope';
import type { Attribute, Call, Import, ImportFrom, Keyword, Name } from './syntax';

/** What one statement of the module brings. It stays true while the statement keeps its nodes, wherever they move. */
export interface Part {
  readonly calls: readonly Call[];
  readonly attributes: readonly Attribute[];
  readonly keywords: readonly Keyword[];
  readonly imports: readonly (Import | ImportFrom)[];
  readonly names: readonly Name[];
  /** What it binds in the module, in the order in which it begins to hold. */
  readonly bindings: readonly Binding[];
  readonly stars: OpenScope['stars'];
  readonly elsewhere: OpenScope['elsewhere'];
}
