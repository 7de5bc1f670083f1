// Writes server/src/analysis/syntax/nodes.ts from nodes.spec: one class a node, the unions, child traversal, shifting.
import { readFileSync } from 'node:fs';

const SCALARS = { num: 'number', str: 'string', bool: 'boolean' };
const UNIONS = { expr: 'Expr', stmt: 'Stmt', pattern: 'Pattern' };

/** @returns {{path: string, text: string}} the generated file */
export function generateSyntax(root) {
  const folder = `${root}/server/src/analysis/syntax`;
  const enums = readEnums(readFileSync(`${folder}/operators.ts`, 'utf8'));
  const { groups, nodes } = readSpec(readFileSync(`${folder}/nodes.spec`, 'utf8'), enums);
  const out = ['// Generated from nodes.spec by `npm run generate`. Do not edit.'];
  out.push(`import type { ${usedEnums(nodes, enums).join(', ')} } from './operators';`, '');
  out.push(
    '/** What a node is. */',
    'export const enum Kind {',
    ...nodes.map((n, i) => `  ${n.name} = ${i},`),
    '}',
    '',
  );
  for (const node of nodes) out.push(...nodeClass(node), '');
  for (const [group, members] of Object.entries(groups)) {
    if (group !== 'root') out.push(`export type ${group} =`, ...members.map((m) => `  | ${m}`), ';', '');
  }
  out.push('export type Node = Module | Stmt | Expr | Pattern | Part;', '');
  out.push(
    '/** The names of the kinds, by number. */',
    'export const KIND_NAMES: readonly string[] = [',
    ...nodes.map((n) => `  '${n.name}',`),
    '];',
    '',
  );
  out.push(...traversal(nodes), '', ...stacking(nodes), '', ...shifting(nodes), '');
  return { path: 'server/src/analysis/syntax/nodes.ts', text: out.join('\n') };
}

/** The names of the enumerations in operators.ts: fields may have them as types. */
function readEnums(text) {
  return new Set([...text.matchAll(/^export const enum (\w+)/gm)].map((found) => found[1]));
}

function usedEnums(nodes, enums) {
  const types = nodes.flatMap((node) => node.fields.map((field) => field.type));
  return [...enums].filter((name) => types.includes(name));
}

function readSpec(text, enums) {
  const groups = {};
  const nodes = [];
  let group = '';
  for (const line of text.split('\n')) {
    if (line.startsWith('#') || line.trim() === '') continue;
    if (line.startsWith('= ')) {
      group = line.slice(2).trim();
      groups[group] = [];
      continue;
    }
    const [name, ...fields] = line.trim().split(/\s+/);
    groups[group].push(name);
    nodes.push({ name, fields: fields.map((field) => readField(field, enums)) });
  }
  return { groups, nodes };
}

function readField(field, enums) {
  const [name, spec] = field.split(':');
  const list = spec.endsWith('[]');
  const base = spec.replace('[]', '');
  const optional = base.endsWith('?');
  const type = base.replace('?', '');
  return { name, list, optional, type, isNode: !(type in SCALARS) && !enums.has(type) };
}

function tsType({ type, list, optional }) {
  const base = SCALARS[type] ?? UNIONS[type] ?? type;
  const element = optional ? `${base} | null` : base;
  if (!list) return element;
  return optional ? `readonly (${element})[]` : `readonly ${element}[]`;
}

function nodeClass({ name, fields }) {
  const all = [
    { name: 'start', ts: 'number' },
    { name: 'end', ts: 'number' },
    ...fields.map((f) => ({ name: f.name, ts: tsType(f) })),
  ];
  return [
    `export class ${name} {`,
    `  declare readonly kind: Kind.${name};`,
    ...all.map((f) => `  readonly ${f.name}: ${f.ts};`),
    `  constructor(${all.map((f) => `${f.name}: ${f.ts}`).join(', ')}) {`,
    ...all.map((f) => `    this.${f.name} = ${f.name};`),
    '  }',
    '}',
    // Once for all nodes of the class, not in each: trees are a tenth smaller so.
    `(${name}.prototype as { kind: Kind }).kind = Kind.${name};`,
  ];
}

function traversal(nodes) {
  const out = [
    '/** Calls `visit` with each direct child of `node`, in the order of the fields. */',
    'export function forEachChild(node: Node, visit: (child: Node) => void): void {',
    '  switch (node.kind) {',
  ];
  for (const { name, fields } of nodes) {
    const children = fields.filter((f) => f.isNode);
    if (children.length === 0) continue;
    out.push(`    case Kind.${name}:`);
    for (const f of children) {
      if (f.list && f.optional) out.push(`      for (const child of node.${f.name}) if (child !== null) visit(child);`);
      else if (f.list) out.push(`      for (const child of node.${f.name}) visit(child);`);
      else if (f.optional) out.push(`      if (node.${f.name} !== null) visit(node.${f.name});`);
      else out.push(`      visit(node.${f.name});`);
    }
    out.push('      return;');
  }
  out.push('    default:', '      return;', '  }', '}');
  return out;
}

/** The same as forEachChild, onto a stack: what `walk` needs, with no closure a node. */
function stacking(nodes) {
  const out = [
    '/** Pushes each direct child of `node` onto `stack`, in the order of the fields. */',
    'export function pushChildren(node: Node, stack: Node[]): void {',
    '  switch (node.kind) {',
  ];
  for (const { name, fields } of nodes) {
    const children = fields.filter((f) => f.isNode);
    if (children.length === 0) continue;
    out.push(`    case Kind.${name}:`);
    for (const f of children) {
      if (f.list && f.optional)
        out.push(`      for (const child of node.${f.name}) if (child !== null) stack.push(child);`);
      else if (f.list) out.push(`      for (const child of node.${f.name}) stack.push(child);`);
      else if (f.optional) out.push(`      if (node.${f.name} !== null) stack.push(node.${f.name});`);
      else out.push(`      stack.push(node.${f.name});`);
    }
    out.push('      return;');
  }
  out.push('    default:', '      return;', '  }', '}');
  return out;
}

/** Offsets besides start and end that move with a node (0 in debugEnd means absent). */
const OFFSETS = {
  FunctionDef: ['nameStart'],
  ClassDef: ['nameStart'],
  Attribute: ['attrStart'],
  Param: ['argEnd'],
  FormattedValue: ['debugEnd'],
};

function shifting(nodes) {
  const out = [
    '/** Moves one node (not its children) by `delta`. Only for the owner of the tree, when it reuses statements after an edit. */',
    'export function shiftNode(node: Node, delta: number): void {',
    '  const moved = node as { start: number; end: number };',
    '  moved.start += delta;',
    '  moved.end += delta;',
    '  switch (node.kind) {',
  ];
  for (const { name } of nodes) {
    for (const field of OFFSETS[name] ?? []) {
      const move = `(node as { ${field}: number }).${field} += delta;`;
      out.push(
        `    case Kind.${name}:`,
        field === 'debugEnd' ? `      if (node.debugEnd !== 0) ${move}` : `      ${move}`,
        '      return;',
      );
    }
  }
  out.push('    default:', '      return;', '  }', '}');
  return out;
}
