// The pictures of inputs: decoded by the browser once, drawn to the size of a recipe whenever they are fed or shown.
import type { ImageRecipe } from '../../../server/src/protocol';
import { bytesToBase64 } from '../bytes';
import type { Files } from './files';
import { placeOf } from './recipe';

export interface Pictures {
  /** Decodes the file unless that has been done. Rejects where it is no picture. */
  load(uri: string): Promise<ImageBitmap>;
  /** Bytes of red, green, blue and alpha as base64; null while the picture is not decoded. */
  readonly pixels: (uri: string, recipe: ImageRecipe) => string | null;
  /** Draws what is fed, at its own size. */
  draw(canvas: HTMLCanvasElement, picture: ImageBitmap, recipe: ImageRecipe): void;
}

/** What stands around a picture that is not as wide as high: Ultralytics' grey. */
const BORDER = 'rgb(114, 114, 114)';

export function createPictures(files: Files): Pictures {
  const decoded = new Map<string, ImageBitmap>();

  function draw(canvas: HTMLCanvasElement, picture: ImageBitmap, recipe: ImageRecipe): void {
    canvas.width = recipe.width;
    canvas.height = recipe.height;
    const context = canvas.getContext('2d', { willReadFrequently: true })!;
    context.imageSmoothingQuality = 'high';
    if (recipe.fit === 'pad') {
      context.fillStyle = BORDER;
      context.fillRect(0, 0, recipe.width, recipe.height);
    }
    context.drawImage(picture, ...placeOf(recipe, picture.width, picture.height));
  }

  return {
    draw,
    async load(uri) {
      const known = decoded.get(uri);
      if (known) return known;
      const bytes = await files.read(uri);
      let picture: ImageBitmap;
      try {
        picture = await createImageBitmap(new Blob([bytes]));
      } catch {
        throw new Error(
          'This is no picture that the editor can decode: choose a PNG, JPEG, WebP, GIF, BMP or AVIF file.',
        );
      }
      decoded.set(uri, picture);
      return picture;
    },
    pixels(uri, recipe) {
      const picture = decoded.get(uri);
      if (!picture) return null;
      const canvas = document.createElement('canvas');
      draw(canvas, picture, recipe);
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, recipe.width, recipe.height);
      return bytesToBase64(data);
    },
  };
}
