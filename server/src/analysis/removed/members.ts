// Methods and attributes that instances of a class no longer have: `df.append(row)`, `vectorizer.get_feature_names()`.
import { Kind } from '../syntax';
import type { Attribute } from '../syntax';
import type { RemovedMember } from '../../knowledge/removed/table';
import type { Module } from '../module';
import type { Edit } from '../text';
import { asReceiver, fillTemplate, replace } from './edits';
import { lastPart } from './entries';
import type { Gone } from './entries';
import { classOf, rootOf } from './receiver';
import type { Candidate } from './uses';

export function* removedMembers(module: Module, gone: Gone): Iterable<Candidate> {
  for (const node of module.attributesNamed(gone.members)) {
    const entries = gone.members.get(node.attr);
    if (entries === undefined || isTarget(module, node)) continue;
    const type = classOf(module, node.value);
    const isCalled = isCallee(module, node);
    const entry = entries.find(
      ({ of, attribute }) => type !== null && of.includes(type) && (attribute === true || isCalled),
    );
    if (entry === undefined || type === null) continue;
    const at = { start: node.attrStart, end: node.end };
    const use = `${lastPart(type)}.${entry.member}`;
    yield { at, removal: entry, use, edits: memberEdits(module, node, entry, type), advice: adviceOf(entry) };
  }
}

function isCallee(module: Module, node: Attribute): boolean {
  const parent = module.parent(node);
  return parent?.kind === Kind.Call && parent.func === node;
}

function isTarget(module: Module, node: Attribute): boolean {
  const parent = module.parent(node);
  return parent?.kind === Kind.Assign && parent.targets.includes(node);
}

function memberEdits(module: Module, node: Attribute, entry: RemovedMember, type: string): readonly Edit[] | null {
  if (entry.to !== undefined) return [{ start: node.attrStart, end: node.end, text: entry.to }];
  const call = module.parent(node);
  const template = entry.call;
  if (template === undefined || call?.kind !== Kind.Call || call.func !== node) return null;
  if (template.sameClass && !call.args.every((argument) => classOf(module, argument) === type)) return null;
  const receiver = template.text.includes('{self}.') ? asReceiver(module, node.value) : module.textOf(node.value);
  const needsRoot = template.text.includes('{root}');
  const root = needsRoot ? rootOf(module, node, type.split('.')[0]!, template.imports) : { text: '', edits: [] };
  if (root === null) return null;
  const text = template.text.replaceAll('{root}', () => root.text).replaceAll('{self}', () => receiver);
  const filled = fillTemplate(module, call, text, template.arguments, template.keywords ?? []);
  return filled === null ? null : [replace(call, filled), ...root.edits];
}

function adviceOf(entry: RemovedMember): string {
  return entry.instead ?? `use \`${entry.to ?? ''}\``;
}
