// The Diagnose tab's own logic: the ways a picture is fed.
import assert from 'node:assert/strict';
import { variantsOf } from '../../media/onnx/diagnose/variants';
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

describe('the ways a picture is fed', () => {
  it('begin with the one that is set, and have each other one once', () => {
    const all = variantsOf(recipe);
    assert.equal(all[0]!.name, 'As it is: RGB, 0 … 1');
    assert.deepEqual(all[0]!.recipe, recipe);
    assert.equal(new Set(all.map((variant) => JSON.stringify(variant.recipe))).size, all.length);
    assert.equal(all.filter((variant) => variant.recipe.colours === 'BGR').length, 4);
    assert.equal(all.length, 8);
  });

  it('have no other order of colours where there is none', () => {
    const grey = variantsOf({ ...recipe, colours: 'grey' });
    assert.deepEqual(
      grey.map(({ name }) => name),
      ['As it is: grey, 0 … 1', 'grey, 0 … 255', 'grey, −1 … 1'],
    );
  });
});
