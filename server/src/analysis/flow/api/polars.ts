// Polars: expressions such as `pl.col('a') - pl.col('a').mean()` say what to learn; the table they are given to, of which rows.
import { columnInfluences, influencedBy, newData, withColumn, type Data } from '../data';
import { influencesOf } from '../data';
import type { Influences } from '../influence';
import type { Rows } from '../rows/rows';
import { takeRows } from '../interpreter/taking';
import { dataOf, objectOf, refer, scalar, type Run } from '../interpreter/run';
import { stringOf, type Arguments, type Value } from '../value';

/** Rows of whatever table an expression is given to. */
function anyRows(run: Run): Rows {
  return run.space.from(run.space.source('unknown', 'polars.col'));
}

/** `pl.col('a')`, `pl.all()`. */
export function expression(run: Run, args: Arguments): Value {
  const names = args.positional.map((value) => stringOf(value));
  const column = names.length === 1 ? (names[0] ?? null) : null;
  return refer(run, { ...newData(run, 'series', anyRows(run)), column });
}

/** Whether some argument is an expression. */
function expressionsIn(run: Run, values: readonly Value[]): readonly Data[] {
  return values.flatMap((value) => {
    const object = objectOf(run, value);
    if (object?.type === 'list') return expressionsIn(run, object.items);
    const data = dataOf(run, value);
    return data !== null && (data.rows === anyRows(run) || learntOf(run, data)) ? [data] : [];
  });
}

function learntOf(run: Run, data: Data): boolean {
  const rows = anyRows(run);
  return influencesOf(run, data).list.some((influence) => influence.rows === rows);
}

/** `df.with_columns(…)`, `df.select(…)`, `df.filter(…)` of expressions; null where there are none, so for pandas. */
export function givenExpressions(run: Run, data: Data, name: string, args: Arguments): Value | null {
  if (name !== 'with_columns' && name !== 'select' && name !== 'filter') return null;
  const positional = expressionsIn(run, args.positional);
  const named = [...args.keywords].map(([key, value]) => [key, dataOf(run, value)] as const);
  if (positional.length === 0 && !named.some(([, each]) => each !== null)) return null;
  const copy: Data = { ...data, view: null };
  if (name === 'filter') {
    const masks = positional.filter(({ kind }) => kind === 'mask');
    return refer(
      run,
      masks.reduce<Data>((kept, mask, i) => takeRows(run, kept, mask, args.positional[i]!), copy),
    );
  }
  const all = [...positional.map((each) => [each.column, each] as const), ...named];
  if (name === 'select' && all.every(([, each]) => each?.kind === 'scalar'))
    return refer(
      run,
      scalar(
        run,
        all.reduce((union, [, each]) => run.influences.union(union, learnt(run, data, each)), run.influences.none),
      ),
    );
  return refer(
    run,
    all.reduce((result, [column, each]) => withExpression(run, result, column, each), copy),
  );
}

function withExpression(run: Run, data: Data, column: string | null, each: Data | null): Data {
  const influences = learnt(run, data, each);
  if (column === null) return influencedBy(run, data, influences);
  const own = each?.column === column ? columnInfluences(data, column) : run.influences.none;
  return withColumn(run, data, column, run.influences.union(own, influences), true);
}

/** What an expression learnt, of the rows of this table. */
function learnt(run: Run, data: Data, each: Data | null): Influences {
  if (each === null) return run.influences.none;
  const any = anyRows(run);
  let all = run.influences.none;
  for (const { id: _, ...influence } of influencesOf(run, each).list)
    all = run.influences.union(
      all,
      run.influences.one(influence.rows === any ? { ...influence, rows: data.rows } : influence),
    );
  return all;
}

/** `expression.alias('b')`. */
export function renamed(run: Run, data: Data, args: Arguments): Value {
  return refer(run, { ...data, view: null, column: stringOf(args.positional[0]) });
}
