// Repair of a split that deals out the rows of one person or thing: it is made by groups instead.
import { Kind, NameContext, type Call, type Expr, type Name } from '../syntax';
import { callForm } from '../calls';
import type { SharedGroup } from '../flow/groups';
import type { Module } from '../module';
import type { Edit } from '../text';
import type { Repair } from './refit';
import { callAt, importedBy, ownLines, splitStatement, statementOf } from './statements';

const SPLITTERS = 'from sklearn.model_selection import';
/** Names for the numbers of the rows of both parts. */
const ROWS = ['train_rows', 'test_rows'] as const;

/** `train_test_split` becomes a `GroupShuffleSplit`, `KFold` a `GroupKFold`; null where the key of each row is not at hand. */
export function keepGroups(module: Module, shared: SharedGroup): Repair | null {
  const groups = keyOfRows(module, shared);
  if (groups === null) return null;
  return shared.split.folds ? groupedFolds(module, groups) : groupedSplit(module, shared, groups);
}

/** `visits['patient_id']`, where the frame that was grouped has just the rows that are split, and still its key. */
function keyOfRows(module: Module, { split, evidence }: SharedGroup): string | null {
  const call = groupbyIn(module, callAt(module, evidence.at));
  const frame = call?.func.kind === Kind.Attribute ? call.func.value : null;
  const [key] = call?.args ?? [];
  if (frame?.kind !== Kind.Name || key?.kind !== Kind.Str || split.at.start < evidence.at.end) return null;
  const value = module.flow.valueOf(frame);
  if (value?.type !== 'pandas.DataFrame' || value.data?.rows !== split.rows) return null;
  const stores = module.scopes.named(frame.id).filter(({ ctx }) => ctx !== NameContext.Load);
  return stores.length === 1 && !losesKey(module, frame, module.stringOf(key)) ? textOfKey(module, frame, key) : null;
}

function textOfKey(module: Module, frame: Name, key: Expr): string {
  return `${frame.id}[${module.textOf(key)}]`;
}

/** The `groupby` that a chain begins with. */
function groupbyIn(module: Module, call: Call | null): Call | null {
  let at: Expr | null = call;
  while (at !== null) {
    if (at.kind === Kind.Call && at.func.kind === Kind.Attribute) {
      if (at.func.attr === 'groupby') return at;
      at = at.func.value;
    } else if (at.kind === Kind.Subscript || at.kind === Kind.Attribute) at = at.value;
    else return null;
  }
  return null;
}

/** The key is named in a statement that may take it out of the frame: `frame.pop('id')`, `drop(…, inplace=True)`, `del`. */
function losesKey(module: Module, frame: Name, key: string | null): boolean {
  return module.all(Kind.Str).some((literal) => {
    if (module.stringOf(literal) !== key) return false;
    const statement = statementOf(module, literal);
    if (statement?.kind === Kind.Delete) return true;
    const text = statement === null ? '' : module.textOf(statement);
    return /\binplace\s*=\s*True|\.pop\(|\.set_index\(/.test(text) && text.includes(frame.id);
  });
}

function groupedSplit(module: Module, { split }: SharedGroup, groups: string): Repair | null {
  const found = splitStatement(module, split.at);
  if (found === null || ownLines(module, found.statement) === null) return null;
  const { call, statement, parts } = found;
  if (ROWS.some((name) => module.scopes.named(name).length > 0)) return null;
  if (!call.keywords.every(({ arg }) => arg !== null && /^(test_size|train_size|random_state)$/.test(arg))) return null;
  const takers = call.args.map((arg) => takerOf(module, arg));
  if (!takers.every((taker) => taker !== null)) return null;
  const imported = importedBy(module, `${SPLITTERS} GroupShuffleSplit`, statement.start);
  if (imported === null) return null;
  const sized = call.keywords.some(({ arg }) => arg === 'test_size' || arg === 'train_size');
  const options = [...(sized ? [] : ['test_size=0.25']), ...call.keywords.map((each) => module.textOf(each))];
  const given = call.args.map((arg) => module.textOf(arg)).join(', ');
  const lineStart = module.source.lastIndexOf('\n', statement.start - 1) + 1;
  const indent = module.source.slice(lineStart, statement.start);
  const taken = takers.flatMap((take) => ROWS.map(take));
  const text = [
    `${ROWS.join(', ')} = next(GroupShuffleSplit(n_splits=1, ${options.join(', ')}).split(${given}, groups=${groups}))`,
    `${parts.join(', ')} = ${taken.join(', ')}`,
  ].join(`\n${indent}`);
  const edits: Edit[] = [{ start: statement.start, end: statement.end, text }, ...imported];
  return { title: 'Keep each group on one side', edits, safety: 'unsafe' };
}

/** How rows are taken of an array or a table by their numbers. */
function takerOf(module: Module, expr: Expr): ((rows: string) => string) | null {
  const isPostfix = [Kind.Name, Kind.Subscript, Kind.Attribute, Kind.Call].some((kind) => kind === expr.kind);
  const type = isPostfix ? module.flow.valueOf(expr)?.type : null;
  const text = module.textOf(expr);
  if (type === 'pandas.DataFrame' || type === 'pandas.Series') return (rows) => `${text}.iloc[${rows}]`;
  return type === 'numpy.ndarray' ? (rows) => `${text}[${rows}]` : null;
}

/** Where one splitter is made in the file, and all that is done with it can be given the groups. */
function groupedFolds(module: Module, groups: string): Repair | null {
  const [made, ...others] = module.callsTo('sklearn.model_selection.KFold', 'sklearn.model_selection.StratifiedKFold');
  if (made === undefined || others.length > 0 || made.hidden) return null;
  const count = made.argument(0, 'n_splits');
  const isMade = (expr: Expr): boolean => module.definition(expr) === made.node;
  const splits = module.methodCalls('split').filter(({ receiver }) => isMade(receiver));
  const validations = module
    .callsTo(
      ...['cross_val_score', 'cross_validate', 'cross_val_predict'].map((name) => `sklearn.model_selection.${name}`),
    )
    .filter((call) => call.node.keywords.some(({ arg, value }) => arg === 'cv' && isMade(value)));
  const takers = [...splits.map(({ node }) => node), ...validations.map(({ node }) => node)];
  const assigned = statementOf(module, made.node);
  const [target] = assigned?.kind === Kind.Assign && assigned.value === made.node ? assigned.targets : [];
  const uses = target?.kind === Kind.Name ? module.scopes.named(target.id).length - 1 : 1;
  if (takers.length === 0 || takers.length !== uses) return null;
  const forms = takers.map((node) => callForm(node, module.source));
  if (forms.some((form) => form.hidden || form.has('groups'))) return null;
  const imported = importedBy(module, `${SPLITTERS} GroupKFold`, made.node.start);
  if (imported === null) return null;
  const text = `GroupKFold(n_splits=${count === null ? '5' : module.textOf(count)})`;
  const edits: Edit[] = [
    { start: made.node.start, end: made.node.end, text },
    ...forms.map((form) => form.addKeyword(`groups=${groups}`)),
    ...imported,
  ];
  return { title: 'Keep each group in one fold', edits, safety: 'unsafe' };
}
