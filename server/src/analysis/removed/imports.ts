// Imports of modules and names that are gone, and the edits that import their successors and rename the uses.
import { Kind } from '../syntax';
import type { Alias, Import, ImportFrom, Name, Node } from '../syntax';
import type { RemovedName } from '../../knowledge/removed/table';
import type { Module } from '../module';
import type { Edit, Span } from '../text';
import { successor } from './entries';
import type { Gone } from './entries';
import { isPublic, reach, splitName } from './rename';
import type { Candidate } from './uses';

/** One finding a module that is gone, one a name taken from a module that is there. */
export function* removedImports(module: Module, gone: Gone): Iterable<Candidate> {
  for (const stmt of module.scopes.imports) {
    if (stmt.kind === Kind.Import) yield* plainImports(module, gone, stmt);
    else if (stmt.level === 0 && stmt.module !== null) yield* fromImports(module, gone, stmt, stmt.module);
  }
}

function* fromImports(module: Module, gone: Gone, stmt: ImportFrom, from: string): Iterable<Candidate> {
  const moduleEntry = gone.covering(from);
  if (moduleEntry !== null) {
    const at = moduleSpan(module, stmt, from);
    const isStar = stmt.names.some(({ name }) => name === '*');
    const edits = isStar ? null : movedImport(module, gone, stmt, from, stmt.names);
    // Where all names taken have one and the same advice, that says more than the module's.
    const entries = new Set(stmt.names.map(({ name }) => gone.covering(`${from}.${name}`) ?? moduleEntry));
    const [only] = entries;
    const entry = entries.size === 1 && only !== undefined && edits === null ? only : moduleEntry;
    yield { at, removal: entry, use: entry.name, edits, advice: adviceOf(entry) };
    return;
  }
  for (const alias of stmt.names) {
    const entry = gone.names.get(`${from}.${alias.name}`);
    if (entry === undefined) continue;
    const edits = movedImport(module, gone, stmt, from, [alias]);
    const at = { start: alias.start, end: alias.start + alias.name.length };
    yield { at, removal: entry, use: entry.name, edits, advice: adviceOf(entry) };
  }
}

/** `use `sklearn.model_selection`` */
export function adviceOf(entry: RemovedName): string {
  if (entry.instead !== undefined) return entry.instead;
  if (entry.to?.startsWith('builtins.')) return `use \`${entry.to.slice('builtins.'.length)}\``;
  return `use \`${entry.to ?? entry.text?.replace('{root}.', 'np.') ?? ''}\``;
}

/** Where the module's name stands in `from a.b import c`. */
function moduleSpan(module: Module, stmt: ImportFrom, from: string): Span {
  const start = module.source.indexOf(from, stmt.start);
  return start < 0 || start > stmt.end ? stmt : { start, end: start + from.length };
}

interface Move {
  readonly alias: Alias;
  readonly parent: string;
  readonly name: string;
  readonly written: string;
}

/** The edits that import the successors of `changed` and rename their uses; null where one of them has none. */
function movedImport(
  module: Module,
  gone: Gone,
  stmt: ImportFrom,
  from: string,
  changed: readonly Alias[],
): readonly Edit[] | null {
  const moves: Move[] = [];
  const uses: Edit[] = [];
  for (const alias of stmt.names) {
    if (!changed.includes(alias)) {
      moves.push({ alias, parent: from, name: alias.name, written: alias.name });
      continue;
    }
    const move = moveOf(gone, alias, `${from}.${alias.name}`);
    const renamed = move === null ? null : renamedUses(module, gone, alias, `${from}.${alias.name}`, move);
    if (move === null || renamed === null) return null;
    moves.push(move);
    uses.push(...renamed);
  }
  const statement = rewritten(module, stmt, from, moves);
  return statement === null ? null : [...statement, ...uses];
}

function moveOf(gone: Gone, alias: Alias, full: string): Move | null {
  const entry = gone.covering(full);
  const to = entry === null ? null : successor(entry, full);
  if (to === null) return null;
  const { imported, written } = reach(to);
  if (!isPublic(imported) || imported.startsWith('builtins.')) return null;
  // A member of a class cannot be given another name by an import.
  if (alias.asname !== null && written.includes('.')) return null;
  const [parent, name] = splitName(imported);
  return { alias, parent, name, written };
}

/** The edits of the uses, if the name changes; null if one of them may mean something else, or the new name is taken. */
function renamedUses(module: Module, gone: Gone, alias: Alias, full: string, move: Move): readonly Edit[] | null {
  const bound = alias.asname ?? alias.name;
  const uses = module.all(Kind.Name).filter(({ id }) => id === bound);
  if (!uses.every((use) => module.qualifiedName(use) === full)) return null;
  if (uses.some((use) => hasOtherSuccessor(module, gone, use, full))) return null;
  if (alias.asname !== null || move.written === alias.name) return [];
  if (isTaken(module, move)) return null;
  return uses.map(({ start, end }) => ({ start, end, text: move.written }));
}

/** `cross_validation.KFold` has no successor although `cross_validation` has. */
function hasOtherSuccessor(module: Module, gone: Gone, use: Name, full: string): boolean {
  let node: Node = use;
  for (let parent = module.parent(node); parent?.kind === Kind.Attribute; parent = module.parent(node)) node = parent;
  const name = node.kind === Kind.Attribute ? module.qualifiedName(node) : null;
  if (name === null) return false;
  const entry = gone.covering(name);
  if (entry === null || entry.name.length > full.length) return entry !== null;
  const to = successor(entry, name);
  return (
    to === null ||
    !isPublic(
      to
        .split('.')
        .slice(0, entry.to!.split('.').length + 1)
        .join('.'),
    )
  );
}

function isTaken(module: Module, move: Move): boolean {
  const full = move.parent === '' ? move.name : `${move.parent}.${move.name}`;
  const names = module.all(Kind.Name).filter(({ id }) => id === move.name);
  const bindings = module.scopes.module.bindings.get(move.name) ?? [];
  return (
    bindings.some(({ imported }) => imported !== full) || names.some((name) => module.qualifiedName(name) !== full)
  );
}

/** The statement with the new names: as few characters changed as can be. */
function rewritten(module: Module, stmt: ImportFrom, from: string, moves: readonly Move[]): readonly Edit[] | null {
  const parents = new Set(moves.map(({ parent }) => parent));
  const [parent] = parents;
  if (parents.size === 1 && parent !== '' && parent !== undefined) {
    const names = moves.filter(({ alias, name }) => alias.name !== name);
    const span = moduleSpan(module, stmt, from);
    return [
      ...(parent === from ? [] : [{ ...span, text: parent }]),
      ...names.map(({ alias, name }) => ({ start: alias.start, end: alias.start + alias.name.length, text: name })),
    ];
  }
  const text = module.textOf(stmt);
  if (text.includes('#')) return null; // comments among the names would be lost
  const lines = [...parents].map((each) =>
    importLine(
      each,
      moves.filter((move) => move.parent === each),
    ),
  );
  const lineStart = module.source.lastIndexOf('\n', stmt.start - 1) + 1;
  const indent = module.source.slice(lineStart, stmt.start);
  if (indent.trim() !== '' && lines.length > 1) return null;
  return [{ start: stmt.start, end: stmt.end, text: lines.join(`\n${indent}`) }];
}

function importLine(parent: string, moves: readonly Move[]): string {
  const names = moves.map(({ alias, name }) =>
    alias.asname === null || alias.asname === name ? name : `${name} as ${alias.asname}`,
  );
  const list = [...new Set(names)].join(', ');
  return parent === '' ? `import ${list}` : `from ${parent} import ${list}`;
}

function* plainImports(module: Module, gone: Gone, stmt: Import): Iterable<Candidate> {
  for (const alias of stmt.names) {
    const entry = gone.covering(alias.name);
    if (entry === null) continue;
    const at = { start: alias.start, end: alias.start + alias.name.length };
    yield {
      at,
      removal: entry,
      use: entry.name,
      edits: plainEdits(module, gone, alias, entry),
      advice: adviceOf(entry),
    };
  }
}

/** `import a.b as c` becomes `import x.y as c`. Without `as`, every use names the module: it is left to the author. */
function plainEdits(module: Module, gone: Gone, alias: Alias, entry: RemovedName): readonly Edit[] | null {
  const to = successor(entry, alias.name);
  if (to === null || alias.asname === null || /[A-Z]/.test(to)) return null;
  const uses = module.all(Kind.Name).filter(({ id }) => id === alias.asname);
  if (!uses.every((use) => module.qualifiedName(use) === alias.name)) return null;
  if (uses.some((use) => hasOtherSuccessor(module, gone, use, alias.name))) return null;
  return [{ start: alias.start, end: alias.start + alias.name.length, text: to }];
}
