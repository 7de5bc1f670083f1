// The store: branches are undone and joined.
import assert from 'node:assert/strict';
import { InfluenceSpace } from '../../../server/src/analysis/flow/influence';
import { createJoin } from '../../../server/src/analysis/flow/join';
import { RowSpace } from '../../../server/src/analysis/flow/rows/rows';
import { newData } from '../../../server/src/analysis/flow/data';
import { Sites } from '../../../server/src/analysis/flow/sites';
import { Store } from '../../../server/src/analysis/flow/store';
import { constant } from '../../../server/src/analysis/flow/value';

function setUp() {
  const store = new Store();
  const domain = { space: new RowSpace(), influences: new InfluenceSpace(new Sites()) };
  return { store, domain, join: createJoin(store, domain), scope: store.scope(null) };
}

describe('the store', () => {
  it('undoes what a branch wrote, and can write it again', () => {
    const { store, scope } = setUp();
    store.bind(scope, 'a', constant(1));
    const changes = store.attempt(() => {
      store.bind(scope, 'a', constant(2));
      store.bind(scope, 'b', constant(3));
    });
    assert.deepEqual([...scope.entries], [['a', constant(1)]]);
    store.apply(changes);
    assert.deepEqual(scope.entries.get('a'), constant(2));
    assert.deepEqual(scope.entries.get('b'), constant(3));
  });

  it('undoes nested branches', () => {
    const { store, scope } = setUp();
    store.bind(scope, 'a', constant(1));
    store.attempt(() => {
      const inner = store.attempt(() => store.bind(scope, 'a', constant(2)));
      assert.deepEqual(scope.entries.get('a'), constant(1));
      store.apply(inner);
      assert.deepEqual(scope.entries.get('a'), constant(2));
    });
    assert.deepEqual(scope.entries.get('a'), constant(1));
  });

  it('joins the rows of data written in both branches', () => {
    const { store, domain, join } = setUp();
    const rowsOf = (path: string) => domain.space.from(domain.space.source('file', path));
    const ref = store.add(newData(domain, 'frame', rowsOf('a.csv')));
    const one = store.attempt(() => store.set(ref.id, newData(domain, 'frame', rowsOf('b.csv'))));
    const other = store.attempt(() => store.set(ref.id, newData(domain, 'frame', rowsOf('c.csv'))));
    store.join(one, other, join);
    const joined = store.get(ref.id);
    assert.ok(joined.type === 'data');
    assert.deepEqual(
      joined.rows.atoms.map(({ source }) => source.key),
      ['b.csv', 'c.csv'],
    );
  });

  it('keeps two names of one object together after a join', () => {
    const { store, domain, join, scope } = setUp();
    const a = store.add(newData(domain, 'frame', domain.space.none));
    const b = store.add(newData(domain, 'frame', domain.space.none));
    const bind = (ref: typeof a) => () => {
      store.bind(scope, 'x', ref);
      store.bind(scope, 'y', ref);
    };
    store.join(store.attempt(bind(a)), store.attempt(bind(b)), join);
    assert.deepEqual(scope.entries.get('x'), scope.entries.get('y'));
  });
});
