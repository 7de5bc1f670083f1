// The Diagnose tab's own logic: the ways a picture is fed.
import assert from 'node:assert/strict';
import { fixedLayout, variantsOf } from '../../media/onnx/diagnose/variants';
import type { ImageRecipe } from '../../server/src/protocol';

const recipe: ImageRecipe = {
  layout: 'NCHW',
  width: 8,
  height: 8,
  fit: 'stretch',
  colours: 'RGB',
  scale: 1 / 255,
  mean: [0],
  deviation: [1],
};

const FIXED = [1, 3, 8, 8];

describe('the ways a picture is fed', () => {
  it('begin with the one that is set, and have each other one once', () => {
    const all = variantsOf(recipe, FIXED);
    assert.equal(all[0]!.name, 'As it is: RGB, 0 … 1');
    assert.deepEqual(all[0]!.recipe, recipe);
    assert.equal(new Set(all.map((variant) => JSON.stringify(variant.recipe))).size, all.length);
    assert.equal(all.filter((variant) => variant.recipe.colours === 'BGR').length, 4);
    assert.equal(all.length, 8);
  });

  it('have no other order of colours where there is none', () => {
    const grey = variantsOf({ ...recipe, colours: 'grey' }, [1, 1, 8, 8]);
    assert.deepEqual(
      grey.map(({ name }) => name),
      ['As it is: grey, 0 … 1', 'grey, 0 … 255', 'grey, −1 … 1'],
    );
  });

  it('have the other layout where the shape leaves it open, and say so where it does not', () => {
    const open: readonly Shape[] = [null, ['n', 'a', 'b', 'c'], [1, null, 8, null]];
    for (const shape of open) {
      const all = variantsOf(recipe, shape);
      assert.deepEqual(
        all.filter((variant) => variant.recipe.layout === 'NHWC').map(({ name }) => name),
        ['RGB, 0 … 1, NHWC', 'BGR, 0 … 1, NHWC'],
      );
      assert.equal(all[0]!.name, 'As it is: RGB, 0 … 1, NCHW');
      assert.equal(fixedLayout(recipe, shape), null);
    }
    const fixed: readonly Shape[] = [FIXED, ['n', 3, 'height', 'width'], [3, 8, 8]];
    for (const shape of fixed) {
      assert.ok(variantsOf(recipe, shape).every((variant) => variant.recipe.layout === 'NCHW'));
    }
    assert.equal(
      fixedLayout(recipe, ['n', 3, null, 'width']),
      'The input is n × 3 × ? × width: only NCHW fits it, so NHWC is not among them.',
    );
    assert.equal(fixedLayout({ ...recipe, colours: 'grey' }, [8, 8]), null);
    // A picture of three rows is one either way.
    assert.equal(fixedLayout({ ...recipe, height: 3, width: 3 }, [1, 3, 3, 3]), null);
  });
});

type Shape = Parameters<typeof variantsOf>[1];
