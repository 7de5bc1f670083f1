// Uses of names that are gone through their module: `np.float_`, `sklearn.cross_validation.KFold`, `np.asscalar(a)`.
import { Kind } from '../syntax';
import type { Attribute, Expr } from '../syntax';
import type { RemovedName } from '../../knowledge/removed/table';
import type { Module } from '../module';
import type { Edit } from '../text';
import { successor } from './entries';
import type { Gone } from './entries';
import { adviceOf } from './imports';
import { fillTemplate, replace } from './edits';
import { isFree, renameExpression } from './rename';
import type { Candidate } from './uses';

export function* removedAttributes(module: Module, gone: Gone): Iterable<Candidate> {
  const found: { node: Attribute; entry: RemovedName }[] = [];
  const patched = new Set<string>();
  for (const node of module.attributesNamed(gone.lastParts)) {
    const entry = gone.names.get(module.qualifiedName(node) ?? '');
    if (entry === undefined) continue;
    // `np.int = int`: the file brings the name back itself.
    if (isTarget(module, node)) patched.add(entry.name);
    else if (!isBelowAnother(module, gone, node) && !isImportedModule(module, entry)) found.push({ node, entry });
  }
  for (const { node, entry } of found) {
    if (patched.has(entry.name)) continue;
    const whole = wholeChain(module, node);
    const edits = attributeEdits(module, gone, node, whole, entry);
    yield { at: node, removal: entry, use: module.textOf(node), edits, advice: adviceFor(module, node, entry) };
  }
}

function isTarget(module: Module, node: Expr): boolean {
  const parent = module.parent(node);
  return parent?.kind === Kind.Assign && parent.targets.includes(node);
}

/** Its module is gone already, and said where that is used or imported. */
function isBelowAnother(module: Module, gone: Gone, node: Attribute): boolean {
  for (let at: Expr = node.value; ; at = at.value) {
    if (gone.names.has(module.qualifiedName(at) ?? '')) return true;
    if (at.kind !== Kind.Attribute) return false;
  }
}

/** `import sklearn.grid_search` is the place that fails. */
function isImportedModule(module: Module, entry: RemovedName): boolean {
  return module.scopes.imports.some(
    (stmt) =>
      stmt.kind === Kind.Import &&
      stmt.names.some(({ name }) => name === entry.name || name.startsWith(`${entry.name}.`)),
  );
}

function wholeChain(module: Module, node: Attribute): Attribute {
  const parent = module.parent(node);
  return parent?.kind === Kind.Attribute ? wholeChain(module, parent) : node;
}

function attributeEdits(
  module: Module,
  gone: Gone,
  node: Attribute,
  whole: Attribute,
  entry: RemovedName,
): readonly Edit[] | null {
  if (entry.call !== undefined) return callEdits(module, node, entry.call);
  if (entry.text !== undefined) return [replace(node, inPlace(module, node, entry.text))];
  const name = module.qualifiedName(whole) ?? entry.name;
  const deeper = gone.covering(name);
  if (deeper !== entry) return null;
  const to = successor(entry, entry.name);
  return to === null ? null : renameExpression(module, node, to);
}

/** What the module is called here: `np` of `np.float_`. */
function rootText(module: Module, node: Attribute): string {
  return module.textOf(node.value);
}

/** `-np.inf` needs parentheses inside another operation. */
function inPlace(module: Module, node: Attribute, text: string): string {
  const written = text.replaceAll('{root}', () => rootText(module, node));
  const parent = module.parent(node);
  const isOperand = parent?.kind === Kind.BinOp || parent?.kind === Kind.UnaryOp || parent?.kind === Kind.Attribute;
  return written.startsWith('-') && isOperand ? `(${written})` : written;
}

function callEdits(
  module: Module,
  node: Attribute,
  template: NonNullable<RemovedName['call']>,
): readonly Edit[] | null {
  const call = module.parent(node);
  if (call?.kind !== Kind.Call || call.func !== node) return null;
  if (template.text.startsWith('len(') && !isFree(module, node, 'len')) return null;
  const text = template.text.replaceAll('{root}', () => rootText(module, node));
  const filled = fillTemplate(module, call, text, template.arguments, []);
  return filled === null ? null : [replace(call, filled)];
}

function adviceFor(module: Module, node: Attribute, entry: RemovedName): string {
  if (entry.instead !== undefined) return entry.instead;
  if (entry.text !== undefined) return `use \`${entry.text.replaceAll('{root}', () => rootText(module, node))}\``;
  return adviceOf(entry);
}
