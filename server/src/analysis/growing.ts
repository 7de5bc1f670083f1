// What grows in a loop: `x = concat([x, part])`, `x = x.append(part)`, where nothing but the growing needs x in each round.
import { Kind, NameContext } from './syntax';
import type { Assign, Call, Expr, For, Name, While } from './syntax';
import { usesOfName } from './meanings';
import type { Module } from './module';

/** So many rounds do not matter. */
const FEW = 10;
export type Loop = For | While;

/** A value that a loop makes longer in each round. */
export interface Growing {
  readonly target: Name;
  readonly statement: Assign;
  readonly loop: Loop;
}

/** `x = concat([x, part])` or `x = x.append(part)` in a loop in which x is read by nothing else. */
export function growingAt(module: Module, call: Call): Growing | null {
  const statement = module.parent(call);
  const [target] = statement?.kind === Kind.Assign && statement.value === call ? statement.targets : [];
  if (target?.kind !== Kind.Name || statement?.kind !== Kind.Assign || grownBy(call, target.id) === null) return null;
  const loop = module.enclosing(call, Kind.For, Kind.While, Kind.FunctionDef, Kind.Lambda);
  if (loop === null || (loop.kind !== Kind.For && loop.kind !== Kind.While) || isShort(module, loop)) return null;
  if (isSetAnew(module, target, statement, loop) || isReadToo(module, target, loop)) return null;
  return { target, statement, loop };
}

/** What else is joined in `f([x, part])`, `f(x, part)` or `x.append(part)`, where x is the name; null if it is not joined. */
export function grownBy({ func, args }: Call, name: string): readonly Expr[] | null {
  const [first] = args;
  if (isAppend(func, name)) return args.length === 1 ? args : null;
  const parts = first?.kind === Kind.List || first?.kind === Kind.Tuple ? first.elts : args;
  const isOwn = (part: Expr): boolean => part.kind === Kind.Name && part.id === name;
  return parts.filter(isOwn).length === 1 ? parts.filter((part) => !isOwn(part)) : null;
}

export function isAppend(func: Expr, name: string): boolean {
  return (
    func.kind === Kind.Attribute && func.attr === 'append' && func.value.kind === Kind.Name && func.value.id === name
  );
}

/** A literal of few elements, or `range` of a small number. */
function isShort(module: Module, loop: Loop): boolean {
  if (loop.kind === Kind.While) return false;
  const over = module.definition(loop.iter);
  if (over.kind === Kind.List || over.kind === Kind.Tuple) return over.elts.length <= FEW;
  const folds = over.kind === Kind.Call && /^(enumerate\(|zip\()?[\w.]*\.?split\(/.test(module.textOf(over));
  if (folds) return true;
  if (over.kind !== Kind.Call || module.qualifiedName(over.func) !== 'builtins.range') return false;
  const bounds = over.args.map((bound) => Number(module.textOf(module.definition(bound))));
  const rounds = bounds.length === 1 ? bounds[0]! : bounds[1]! - bounds[0]!;
  return rounds <= FEW;
}

/** Read in the loop by anything but what makes it grow: it must be whole in each round. */
function isReadToo(module: Module, target: Name, loop: Loop): boolean {
  return usesOfName(module, target).some((use) => {
    if (use.ctx === NameContext.Store || use.start < loop.start || use.end > loop.end) return false;
    const growing = module.enclosing(use, Kind.Assign);
    const [own] = growing?.targets ?? [];
    return own?.kind !== Kind.Name || own.id !== target.id;
  });
}

/** Another value in each round, or in another branch of it: it does not grow from round to round for sure. */
function isSetAnew(module: Module, target: Name, growing: Assign, loop: Loop): boolean {
  const bindings = module.scopes.owner(target)?.bindings.get(target.id) ?? [];
  const inLoop = bindings.filter(({ node }) => loop.start <= node.start && node.end <= loop.end);
  return (
    inLoop.some(
      ({ value }) => value !== growing.value && !(value?.kind === Kind.Call && grownBy(value, target.id) !== null),
    ) || !bindings.some(({ node }) => node.start < loop.start)
  );
}
