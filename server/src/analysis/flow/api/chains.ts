// Chains: functions of a group that are methods one after the other, which the engine follows to the end.
import { Kind, type Expr } from '../../syntax';

/** Each row gets a value of rows before or after it. */
const NEARBY = /^(shift|rolling|expanding|ewm|diff|pct_change|cum(sum|prod|max|min|count))$/;
const AFTER = /^(mean|std|sum|min|max|median|var|quantile|skew|kurt|count|fillna|astype|round|clip|abs)$/;

/** `x.fillna(…)`, `x.shift(1).rolling(7).mean()`: what they learn is what the engine sees of them. */
export function isFollowed(body: Expr): boolean {
  if (body.kind !== Kind.Call || body.func.kind !== Kind.Attribute) return false;
  if (body.func.attr === 'fillna') return true;
  let nearby = false;
  let at: Expr = body;
  while (at.kind === Kind.Call && at.func.kind === Kind.Attribute) {
    const { attr } = at.func;
    nearby ||= NEARBY.test(attr);
    if (!NEARBY.test(attr) && !AFTER.test(attr)) return false;
    at = at.func.value;
  }
  return nearby && at.kind === Kind.Name;
}
