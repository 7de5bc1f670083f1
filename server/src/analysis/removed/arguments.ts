// Arguments, and values of arguments, that functions, constructors and methods no longer take.
import { ConstValue, Kind, stringValue } from '../syntax';
import type { Call, Expr, Keyword } from '../syntax';
import type { ArgumentEdit, RemovalTable, RemovedArgument } from '../../knowledge/removed/table';
import { callForm } from '../calls';
import type { CallForm } from '../calls';
import type { Module } from '../module';
import type { Edit } from '../text';
import { removeArgument } from './edits';
import { lastPart } from './entries';
import type { Gone } from './entries';
import { intoConstructor } from './constructor';
import { classOf, rootOf } from './receiver';
import { renameExpression } from './rename';
import type { Candidate } from './uses';

/** One finding an argument: of several entries for it, the first that fits. */
export function* removedArguments(module: Module, table: RemovalTable, gone: Gone): Iterable<Candidate> {
  const named = module.callsMatching({ test: (name) => gone.arguments.has(name) });
  const methods = module.methodCalls(...gone.methods);
  for (const node of new Set([...named, ...methods].map((call) => call.node))) {
    if (!mayTake(node, gone)) continue;
    const entries = entriesFor(module, node, gone);
    if (entries.length === 0) continue;
    const call = callForm(node, module.source);
    const seen = new Set<Expr>();
    for (const entry of entries) {
      const given = argumentOf(call, entry);
      if (given === null || seen.has(given.value) || !fits(module, entry, given.value)) continue;
      seen.add(given.value);
      const use = entry.value === undefined ? `${entry.keyword}=` : `${entry.keyword}=${entry.value}`;
      const edits = entry.edit === undefined ? null : argumentEdits(module, table, call, given, entry, entry.edit);
      const at = given.keyword ?? given.value;
      yield { at, removal: entry, use: `${use}\` of \`${lastPart(call.name)}`, edits, advice: adviceOf(entry) };
    }
  }
}

/** Cheap, and right to say no: most calls of a file have none of the keywords. */
function mayTake(call: Call, gone: Gone): boolean {
  if (call.keywords.some(({ arg }) => arg !== null && gone.keywords.has(arg))) return true;
  if (call.args.length === 0 || gone.positional.size === 0) return false;
  // A plain name may be an alias.
  return call.func.kind === Kind.Name || (call.func.kind === Kind.Attribute && gone.positional.has(call.func.attr));
}

function entriesFor(module: Module, { func }: Call, gone: Gone): readonly RemovedArgument[] {
  const direct = gone.arguments.get(module.qualifiedName(func) ?? '');
  if (direct !== undefined) return direct;
  if (func.kind !== Kind.Attribute || !gone.methods.has(func.attr)) return [];
  const type = classOf(module, func.value);
  return type === null ? [] : (gone.arguments.get(`${type}.${func.attr}`) ?? []);
}

interface Given {
  readonly value: Expr;
  /** Null where it is given by position. */
  readonly keyword: Keyword | null;
}

function argumentOf(call: CallForm, entry: RemovedArgument): Given | null {
  if (entry.positionalOnly !== true) {
    const keyword = call.node.keywords.find(({ arg }) => arg === entry.keyword);
    if (keyword !== undefined) return { value: keyword.value, keyword };
  }
  const value = entry.position === undefined ? null : call.argument(entry.position, null);
  // Without `positionalOnly`, what the position means now is not what it meant.
  return value === null || (entry.positionalOnly !== true && entry.value === undefined)
    ? null
    : { value, keyword: null };
}

/** Whether the entry is about any value, or about this one. */
function fits(module: Module, entry: RemovedArgument, value: Expr): boolean {
  return entry.value === undefined || isLiteral(module, value, entry.value);
}

/** Whether the expression is this literal, given as Python source. */
function isLiteral(module: Module, expr: Expr, source: string): boolean {
  if (source === 'None' || source === 'True' || source === 'False') {
    const value = { None: ConstValue.None, True: ConstValue.True, False: ConstValue.False }[source];
    return expr.kind === Kind.Const && expr.value === value;
  }
  if (expr.kind === Kind.Str) return /^'.*'$/.test(source) && stringValue(expr, module.source) === source.slice(1, -1);
  return module.textOf(expr) === source;
}

function argumentEdits(
  module: Module,
  table: RemovalTable,
  call: CallForm,
  { value, keyword }: Given,
  entry: RemovedArgument,
  edit: ArgumentEdit,
): readonly Edit[] | null {
  if ('name' in edit) return [{ start: value.start, end: value.start, text: `${entry.keyword}=` }];
  if ('toConstructor' in edit) return keyword === null ? null : intoConstructor(module, call, keyword);
  if ('value' in edit) return valueEdits(call, { value, keyword }, edit);
  if (keyword === null) return null;
  if ('callback' in edit) return callbackEdits(module, table, call);
  if ('rename' in edit) return call.has(edit.rename) ? null : [renamedKeyword(keyword, edit.rename)];
  const removed = removeArgument(module, call.node, keyword);
  if (edit.callee !== undefined) {
    const renamed = renameExpression(module, call.node.func, edit.callee);
    return renamed === null ? null : [...renamed, removed];
  }
  if (edit.method === undefined) return [removed];
  const { func } = call.node;
  if (func.kind !== Kind.Attribute || call.node.args.length > 0) return null;
  return [{ start: func.attrStart, end: func.end, text: edit.method }, removed];
}

function valueEdits(
  call: CallForm,
  given: Given,
  edit: { readonly value: string; readonly rename?: string },
): readonly Edit[] | null {
  const { value, keyword } = given;
  // `tree_method='hist', device='cuda'`: what comes along must not be there already.
  const added = [...edit.value.matchAll(/, (\w+)=/g)].map((match) => match[1]!);
  if (added.some((name) => call.has(name))) return null;
  const edits: Edit[] = [{ start: value.start, end: value.end, text: edit.value }];
  if (edit.rename === undefined) return edits;
  if (keyword === null || call.has(edit.rename)) return null;
  return [renamedKeyword(keyword, edit.rename), ...edits];
}

function renamedKeyword(keyword: Keyword, name: string): Edit {
  return { start: keyword.start, end: keyword.start + (keyword.arg?.length ?? 0), text: name };
}

/**
 * `early_stopping_rounds=10` becomes `callbacks=[lgb.early_stopping(10)]`, or an element of the list there is. All such
 * arguments of a call move at once: there is one list.
 */
function callbackEdits(module: Module, table: RemovalTable, call: CallForm): readonly Edit[] | null {
  const root = rootOf(module, call.node.func, table.package);
  if (root === null || call.hidden) return null;
  const moved = call.node.keywords.flatMap((keyword) => {
    const entry = table.arguments.find((each) => each.keyword === keyword.arg && fits(module, each, keyword.value));
    return entry?.edit !== undefined && 'callback' in entry.edit ? [{ keyword, template: entry.edit.callback }] : [];
  });
  const callbacks = moved.map(({ keyword, template }) =>
    template.replaceAll('{root}', () => root.text).replaceAll('{value}', () => module.textOf(keyword.value)),
  );
  const list = call.node.keywords.find(({ arg }) => arg === 'callbacks');
  if (list !== undefined) {
    if (list.value.kind !== Kind.List) return null;
    const last = list.value.elts.at(-1);
    const at = last?.end ?? list.value.start + 1;
    const added = { start: at, end: at, text: (last === undefined ? '' : ', ') + callbacks.join(', ') };
    return [...moved.map(({ keyword }) => removeArgument(module, call.node, keyword)), added, ...root.edits];
  }
  const [first, ...others] = moved.map(({ keyword }) => keyword);
  if (first === undefined) return null;
  return [
    { start: first.start, end: first.end, text: `callbacks=[${callbacks.join(', ')}]` },
    ...others.map((keyword) => removeArgument(module, call.node, keyword)),
    ...root.edits,
  ];
}

function adviceOf(entry: RemovedArgument): string {
  if (entry.instead !== undefined) return entry.instead;
  const { edit } = entry;
  if (edit === undefined) return 'leave it out';
  if ('name' in edit) return `give it by name: \`${entry.keyword}=\``;
  if ('value' in edit) return `use \`${edit.rename ?? entry.keyword}=${edit.value}\``;
  if ('rename' in edit) return `use \`${edit.rename}=\``;
  if ('callee' in edit && edit.callee !== undefined) return `use \`${lastPart(edit.callee)}\``;
  if ('method' in edit && edit.method !== undefined) return `use \`.${edit.method}()\``;
  return 'leave it out';
}
