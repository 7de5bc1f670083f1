// Rows: which sets share rows, and which surely do not.
import assert from 'node:assert/strict';
import { PredicateTable } from '../../../server/src/analysis/flow/rows/predicate';
import { Quantities } from '../../../server/src/analysis/flow/rows/quantity';
import { RowRelation } from '../../../server/src/analysis/flow/rows/relation';
import { RowSpace, type StepShape } from '../../../server/src/analysis/flow/rows/rows';

function setUp() {
  const space = new RowSpace();
  const relation = new RowRelation(space);
  const quantities = new Quantities();
  const predicates = new PredicateTable();
  const file = space.from(space.source('file', 'a.csv'));
  const through = (...steps: StepShape[]) => steps.reduce((rows, step) => space.restrict(rows, space.step(step)), file);
  const slice = (low: number | null, high: number | null): StepShape => ({
    kind: 'slice',
    low: low === null ? null : quantities.number(low),
    high: high === null ? null : quantities.number(high),
  });
  return { space, relation, quantities, predicates, file, through, slice };
}

describe('rows', () => {
  it('are one object when they are equal', () => {
    const { space, through } = setUp();
    const step: StepShape = { kind: 'split', key: 'k', part: 0 };
    assert.equal(through(step), through(step));
    assert.equal(space.union(through(step), through(step)), through(step));
    assert.equal(space.from(space.source('file', 'a.csv')), space.from(space.source('file', 'a.csv')));
  });

  it('of two sources share nothing, a part shares with its whole', () => {
    const { space, relation, file, through } = setUp();
    assert.ok(!relation.overlap(file, space.from(space.source('file', 'b.csv'))));
    assert.ok(relation.overlap(file, through({ kind: 'split', key: 'k', part: 0 })));
    assert.ok(relation.covered(through({ kind: 'split', key: 'k', part: 0 }), file));
  });

  it('of one split are apart in its parts, of two splits they are not', () => {
    const { relation, through } = setUp();
    const part = (key: string, index: number) => through({ kind: 'split', key, part: index });
    assert.ok(!relation.overlap(part('k', 0), part('k', 1)));
    assert.ok(relation.overlap(part('k', 0), part('other', 1)));
  });

  it('sliced are apart where the bounds meet', () => {
    const { relation, through, slice } = setUp();
    assert.ok(!relation.overlap(through(slice(null, 800)), through(slice(800, null))));
    assert.ok(relation.overlap(through(slice(null, 800)), through(slice(700, null))));
    assert.ok(!relation.overlap(through(slice(null, -100)), through(slice(-100, null))));
    assert.ok(relation.overlap(through(slice(null, 100)), through(slice(-100, null))));
  });

  it('sliced by an unknown number are apart at the same number, at larger shares and after additions', () => {
    const { relation, quantities, through, file } = setUp();
    const n = quantities.length(file);
    const share = (of: number) => quantities.operation('*', n, quantities.number(of));
    const until = (high: ReturnType<typeof share>) => through({ kind: 'slice', low: null, high });
    const after = (low: ReturnType<typeof share>) => through({ kind: 'slice', low, high: null });
    assert.ok(!relation.overlap(until(share(0.8)), after(share(0.8))));
    assert.ok(!relation.overlap(until(share(0.6)), after(share(0.8))));
    assert.ok(relation.overlap(until(share(0.8)), after(share(0.6))));
    const cut = quantities.opaque('cut');
    assert.ok(!relation.overlap(until(cut), after(quantities.operation('+', cut, quantities.number(1)))));
    assert.ok(relation.overlap(until(cut), after(quantities.operation('-', cut, quantities.number(60)))));
  });

  it('take the length of a slice from its bound', () => {
    const { quantities, through } = setUp();
    const n = quantities.opaque('n');
    const head = through({ kind: 'slice', low: null, high: n });
    assert.equal(quantities.length(head), n);
  });

  it('filtered are apart where no row passes both', () => {
    const { relation, predicates, through } = setUp();
    const where = (...args: Parameters<PredicateTable['of']>) =>
      through({ kind: 'filter', predicate: predicates.of(...args) });
    assert.ok(!relation.overlap(where('a', 'opaque', null), where('a', 'opaque', null, false)));
    assert.ok(!relation.overlap(where('a', 'eq', 1), where('a', 'eq', 0)));
    assert.ok(!relation.overlap(where('day', 'lt', '2018-01-01'), where('day', 'lt', '2018-01-01', false)));
    assert.ok(!relation.overlap(where('day', 'lt', '2018-01-01'), where('day', 'le', '2018-06-01', false)));
    assert.ok(relation.overlap(where('day', 'lt', '2019-01-01'), where('day', 'lt', '2018-01-01', false)));
    assert.ok(!relation.overlap(where('a', 'null', null), where('a', 'lt', 3)));
    assert.ok(!relation.overlap(where('a', 'in', 'string1'), where('a', 'in', 'string2')));
    assert.ok(relation.overlap(where('a', 'eq', 1), where('b', 'eq', 0)));
    assert.ok(!relation.overlap(where('a', 'lt', '#7'), where('a', 'lt', '#7', false)));
    assert.ok(relation.overlap(where('a', 'lt', '#7'), where('a', 'lt', '#8', false)));
  });

  it('left over are apart from what was taken, and from parts of it', () => {
    const { relation, space, through } = setUp();
    const sample = through({ kind: 'sample', key: 's' });
    const rest = through({ kind: 'notIn', rows: sample });
    assert.ok(!relation.overlap(sample, rest));
    const part = space.restrict(sample, space.step({ kind: 'split', key: 'k', part: 0 }));
    assert.ok(!relation.overlap(part, rest));
  });

  it('joined with other rows are other rows', () => {
    const { relation, space, through } = setUp();
    const train = space.from(space.source('file', 'train.csv'));
    const test = space.from(space.source('file', 'test.csv'));
    assert.ok(!relation.overlap(through({ kind: 'join', rows: train }), through({ kind: 'join', rows: test })));
    assert.ok(relation.overlap(through({ kind: 'join', rows: train }), through()));
  });

  it('keep every separating step however many filters follow', () => {
    const { relation, predicates, through } = setUp();
    const filters = Array.from({ length: 40 }, (_, i): StepShape => ({
      kind: 'filter',
      predicate: predicates.of(`f${i}`, 'opaque', null),
    }));
    const a = through({ kind: 'split', key: 'k', part: 0 }, ...filters);
    const b = through({ kind: 'split', key: 'k', part: 1 }, ...filters);
    assert.ok(!relation.overlap(a, b));
    assert.ok(a.atoms[0]!.steps.length <= 12);
  });

  it('relate the same way round and back', () => {
    const { relation, through, slice } = setUp();
    const sets = [
      through(slice(null, 5)),
      through(slice(3, 9)),
      through({ kind: 'split', key: 'k', part: 0 }),
      through(),
    ];
    for (const a of sets) for (const b of sets) assert.equal(relation.overlap(a, b), relation.overlap(b, a));
  });
});

describe('quantities', () => {
  it('are the same for the same expression', () => {
    const q = new Quantities();
    const n = q.opaque('n');
    assert.equal(q.operation('*', n, q.number(0.8)), q.operation('*', q.number(0.8), n));
    assert.equal(q.operation('-', n, q.number(0)), n);
    assert.equal(q.operation('-', n, q.operation('-', n, q.number(3))).number, 3);
    assert.equal(q.operation('//', q.number(7), q.number(2)).number, 3);
    assert.equal(q.operation('/', q.number(1), q.number(0)).number, null);
  });
});
