// Repair of categories that were numbered: the model gets them one-hot, by a column transformer in its own pipeline.
import { Kind, NameContext, type Assign, type Call, type Expr, type Name } from '../syntax';
import type { Fit } from '../flow/types';
import { importEdits } from '../importEdits';
import { usesOfName } from '../meanings';
import type { Module } from '../module';
import { columnMayReach } from '../people';
import { contains } from '../text';
import type { Repair } from './refit';
import { callAt, importedBy, ownLines } from './statements';

/** `df["city"] = encoder.fit_transform(df["city"])`. */
export interface Numbered {
  readonly statement: Assign;
  readonly column: string;
}

const IMPORTS = [
  'from sklearn.compose import ColumnTransformer',
  'from sklearn.pipeline import make_pipeline',
  'from sklearn.preprocessing import OneHotEncoder',
];
/** What a pipeline answers as its model does. */
const ALIKE = new Set('fit predict predict_proba predict_log_proba decision_function score'.split(' '));

/**
 * Takes the numbering of all these columns away and encodes them in a pipeline with the model. Null where another model is
 * fitted with one of them, or where anything else needs the numbers, the encoder, or the model itself.
 */
export function encodedOneHot(module: Module, fit: Fit, numbered: readonly Numbered[]): Repair | null {
  const made = fit.made === null ? null : callAt(module, fit.made);
  const features = callAt(module, fit.at)?.args[0];
  if (made === null || features === undefined || module.flow.valueOf(features)?.type !== 'pandas.DataFrame')
    return null;
  const columns = numbered.map(({ column }) => column);
  const others = module.flow.fits.some((other) => {
    if (other.made?.start === made.start) return false;
    const numbers = numbered.some(({ statement }) => contains(statement, other.at));
    return !numbers && columns.some((column) => columnMayReach(other.features, column));
  });
  if (others || !isAskedAlike(module, made)) return null;
  const lines = numbered.map((each) => (isInItsPlace(module, each) ? ownLines(module, each.statement) : null));
  if (!lines.every((line) => line !== null)) return null;
  if (IMPORTS.some((statement) => importedBy(module, statement, made.start) === null)) return null;
  const names = columns.map((column) => JSON.stringify(column)).join(', ');
  const encoder = `ColumnTransformer([("onehot", OneHotEncoder(handle_unknown="ignore"), [${names}])], remainder="passthrough")`;
  const edits = [
    ...importEdits(module, ...IMPORTS),
    ...lines.map((line) => ({ ...line, text: '' })),
    { start: made.start, end: made.end, text: `make_pipeline(${encoder}, ${module.textOf(made)})` },
  ];
  return { title: 'Encode them one-hot, in a pipeline', edits, safety: 'unsafe' };
}

/** The column takes the place of what was numbered, and an encoder with a name serves nothing else. */
function isInItsPlace(module: Module, { statement, column }: Numbered): boolean {
  const [target] = statement.targets;
  const frame = target?.kind === Kind.Subscript && target.value.kind === Kind.Name ? target.value : null;
  if (frame === null || target === undefined || statement.targets.length !== 1) return false;
  const text = module.textOf(target);
  const source = sourceOf(statement.value);
  if (source === null || module.textOf(source) !== text) return false;
  const encoder = encoderOf(statement.value);
  if (encoder !== null) {
    const reads = usesOfName(module, encoder).filter(({ ctx }) => ctx === NameContext.Load);
    const asked = reads.some((read) => {
      const above = module.parent(read);
      return above?.kind !== Kind.Attribute || above.attr !== 'fit_transform';
    });
    if (asked) return false;
  }
  // The numbers themselves are not read anywhere: `df["city"]` stands in no other statement.
  return module.all(Kind.Subscript).every((each) => {
    const inside = statement.start <= each.start && each.end <= statement.end;
    return inside || each.value.kind !== Kind.Name || module.stringOf(each.slice) !== column;
  });
}

/** What is numbered: `df["city"]` of `encoder.fit_transform(df["city"])`, `df["city"].astype("category").cat.codes`. */
function sourceOf(value: Expr): Expr | null {
  let at: Expr = value;
  if (at.kind === Kind.Subscript && at.value.kind === Kind.Call) at = at.value;
  if (at.kind === Kind.Call) {
    const given = at.args[0];
    if (given === undefined) return null;
    return given.kind === Kind.Call && given.func.kind === Kind.Attribute ? given.func.value : given;
  }
  while (at.kind === Kind.Attribute || at.kind === Kind.Call) at = at.kind === Kind.Call ? at.func : at.value;
  return at;
}

function encoderOf(value: Expr): Name | null {
  const receiver = value.kind === Kind.Call && value.func.kind === Kind.Attribute ? value.func.value : null;
  return receiver?.kind === Kind.Name && value.kind === Kind.Call && value.func.kind === Kind.Attribute
    ? value.func.attr === 'fit_transform'
      ? receiver
      : null
    : null;
}

/** The model is only fitted, asked and scored, by its own methods or by scikit-learn. */
function isAskedAlike(module: Module, made: Call): boolean {
  let at: Expr = made;
  for (let above = module.parent(at); above?.kind === Kind.Attribute; above = module.parent(at)) {
    const call = module.parent(above);
    if (!ALIKE.has(above.attr) || call?.kind !== Kind.Call) return false;
    at = call;
  }
  const statement = module.parent(at);
  if (statement?.kind === Kind.ExprStmt) return true;
  const [target] = statement?.kind === Kind.Assign && statement.value === at ? statement.targets : [];
  if (target?.kind !== Kind.Name) return false;
  return usesOfName(module, target).every((use) => {
    if (use.ctx !== NameContext.Load) return use === target;
    const above = module.parent(use);
    if (above?.kind === Kind.Attribute) return ALIKE.has(above.attr) && module.parent(above)?.kind === Kind.Call;
    return above?.kind === Kind.Call && (module.qualifiedName(above.func) ?? '').startsWith('sklearn.model_selection.');
  });
}
