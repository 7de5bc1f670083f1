// Values that can be zero, and what a program does against it: clipping, an epsilon, a mask, a question.
import { BinaryOperator, Kind, walk } from './syntax';
import type { Expr } from './syntax';
import { usesOfName } from './meanings';
import type { Module } from './module';

const GUARD =
  /\b(clip|clamp|clip_by_value|maximum|fmax|where|nan_to_num|errstate|seterr|eps\w*|EPS\w*|epsilon|EPSILON|tiny|finfo|smooth\w*|delta|pseudo\w*)\b|(?<!\.)\bmax\(|\d[eE]-\d/;

/** Whether the code of an expression, or of what its names were set to, holds anything against zeros. */
export function isGuardedAgainstZero(module: Module, expr: Expr, depth = 0): boolean {
  const text = module.textOf(expr);
  if (GUARD.test(text) || /[<>!]=?|==/.test(text) || depth > 4) return true;
  let guarded = false;
  walk(expr, (node) => {
    if (node.kind === Kind.BinOp && node.op === BinaryOperator.Add && isNumber(module, node)) guarded = true;
    if (node.kind === Kind.Name) {
      const made = module.definition(node);
      guarded ||= made !== node && made.kind !== Kind.Name && isGuardedAgainstZero(module, made, depth + 1);
      guarded ||= isAskedAbout(module, node);
    }
    return !guarded;
  });
  return guarded;
}

/** `x + 1`: a number is added. */
function isNumber(module: Module, { left, right }: { readonly left: Expr; readonly right: Expr }): boolean {
  return [left, right].some((side) => module.definition(side).kind === Kind.Num);
}

/** `if s == 0`, `s[s == 0] = 1`, `s = s or 1`: the name is compared, changed in place or has several values. */
function isAskedAbout(module: Module, name: Extract<Expr, { kind: Kind.Name }>): boolean {
  return usesOfName(module, name).some((use) => {
    const parent = module.parent(use);
    if (parent?.kind === Kind.Compare || parent?.kind === Kind.If || parent?.kind === Kind.IfExp) return true;
    if (parent?.kind === Kind.AugAssign && parent.target === use) return true;
    const outer = parent?.kind === Kind.Subscript && parent.value === use ? module.parent(parent) : null;
    return outer?.kind === Kind.Assign && outer.targets.some((target) => target === parent);
  });
}
