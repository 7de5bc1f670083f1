// An input from a picture: chosen or dropped, shown as it is fed, with the recipe that makes a tensor of it.
import type { ImageRecipe } from '../../../server/src/protocol';
import { fill, h } from '../dom';
import { shapeOf } from '../format';
import type { Body, InputContext } from './body';
import { acceptDrops } from './drop';
import { recipeForm } from './recipeForm';

/** A line that offers it where the input is filled in another way: pictures may be dropped on it. */
export function imageOffer({ files, update, showMistake }: InputContext, show: () => void): HTMLElement {
  const choose = h(
    'button',
    { class: 'link', type: 'button', onclick: () => void take(files.pick('image')) },
    'Choose a picture…',
  );
  const element = h('div', { class: 'drop slim' }, choose, h('span', { class: 'remark' }, 'or drop one here'));
  acceptDrops(element, (data) => void take(files.dropped(data)));

  async function take(asked: ReturnType<typeof files.pick>): Promise<void> {
    try {
      const picture = await asked;
      if (!picture) return;
      update({ fill: 'image', picture });
      show();
    } catch (error) {
      showMistake(error instanceof Error ? error.message : String(error));
    }
  }
  return element;
}

export function imageInput(context: InputContext): Body {
  const { input, files, pictures, state, update, showMistake, suggestion } = context;
  const canvas = h('canvas', { class: 'picture', role: 'img' });
  const caption = h('div', { class: 'picture-caption' });
  const choose = h(
    'vscode-button',
    { secondary: true, class: 'choose', onclick: () => void take(files.pick('image')) },
    'Choose Picture…',
  );
  const beside = h('div', { class: 'picture-beside' }, h('div', { class: 'drop-line' }, choose), caption);
  const element = h('div', { class: 'drop picture-drop' }, canvas, beside);
  acceptDrops(element, (data) => void take(files.dropped(data)));
  let mistake: string | null = 'Choose a picture first.';

  async function take(asked: ReturnType<typeof files.pick>): Promise<void> {
    try {
      const picture = await asked;
      if (!picture) return;
      update({ picture });
      await show();
    } catch (error) {
      fail(error);
    }
  }

  function fail(error: unknown): void {
    mistake = error instanceof Error ? error.message : String(error);
    showMistake(mistake);
    canvas.hidden = true;
    fill(caption);
  }

  async function show(): Promise<void> {
    const { picture, recipe } = state();
    canvas.hidden = true;
    fill(caption, h('span', { class: 'remark' }, 'or drop one here: PNG, JPEG, WebP, GIF, BMP, AVIF'));
    if (!picture || !recipe) return;
    try {
      const decoded = await pictures.load(picture.uri);
      if (state().picture?.uri !== picture.uri) return;
      showMistake((mistake = null));
      const now = state().recipe ?? recipe;
      pictures.draw(canvas, decoded, now);
      canvas.hidden = false;
      canvas.setAttribute('aria-label', `${picture.name} as it is fed`);
      const sizes = `${decoded.width} × ${decoded.height} → ${now.width} × ${now.height}`;
      fill(caption, h('span', { class: 'file-name' }, picture.name), h('span', { class: 'remark' }, sizes));
    } catch (error) {
      fail(error);
    }
  }

  if (!state().recipe) update({ recipe: suggestion?.recipe ?? plainRecipe(context) });
  const recipe = recipeForm(
    input,
    () => state().recipe!,
    suggestion?.recipe ?? null,
    (changed) => {
      update({ recipe: changed });
      void show();
    },
  );
  void show();
  return { main: [element, recipe], mistake: () => mistake, focus: () => choose.focus() };
}

/** Where the model suggests nothing: from the shape as far as it goes. */
function plainRecipe({ input }: InputContext): ImageRecipe {
  const shape = shapeOf(input.type) ?? [];
  const isLast =
    shape.length >= 3 && [1, 3, 4].includes(Number(shape.at(-1))) && ![1, 3, 4].includes(Number(shape.at(-3)));
  const [height, width, channels] = isLast
    ? [shape.at(-3), shape.at(-2), shape.at(-1)]
    : [shape.at(-2), shape.at(-1), shape.at(-3)];
  const side = (size: unknown) => (typeof size === 'number' && size > 0 ? size : 224);
  return {
    layout: isLast ? 'NHWC' : 'NCHW',
    width: side(width),
    height: side(height),
    fit: 'stretch',
    colours: channels === 1 ? 'grey' : channels === 4 ? 'RGBA' : 'RGB',
    scale: input.type.kind === 'tensor' && input.type.elementType.startsWith('float') ? 1 / 255 : 1,
    mean: [0],
    deviation: [1],
  };
}
