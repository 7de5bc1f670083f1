// The page's side of the layout: one worker, made when first needed, ended to cancel.
import type { Layout, LayoutRequest } from './layout';

export interface Layouter {
  /** null: cancelled, or overtaken by a newer request. Rejects with what went wrong, in words. */
  layout(request: LayoutRequest): Promise<Layout | null>;
  cancel(): void;
}

type FromWorker =
  | { readonly layout: Layout; readonly error?: never }
  | { readonly layout?: never; readonly error: string };

/** `url` is that of the worker's script. It is fetched: a page of an editor may not start a worker of another origin. */
export function createLayouter(url: string): Layouter {
  let source: Promise<string> | undefined;
  let worker: Worker | undefined;
  let giveUp: (() => void) | undefined;

  function cancel(): void {
    giveUp?.();
    giveUp = undefined;
    worker?.terminate();
    worker = undefined;
  }

  function script(): Promise<string> {
    source ??= fetch(url).then(async (response) => {
      if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
      return URL.createObjectURL(new Blob([await response.text()], { type: 'text/javascript' }));
    });
    source.catch(() => (source = undefined));
    return source;
  }

  async function layout(request: LayoutRequest): Promise<Layout | null> {
    if (giveUp) cancel();
    let overtaken = false;
    const given = new Promise<null>((resolve) => {
      giveUp = () => {
        overtaken = true;
        resolve(null);
      };
    });
    const mine = giveUp;
    const answer = async (): Promise<Layout | null> => {
      const address = await script();
      if (overtaken) return null;
      const used = (worker ??= new Worker(address));
      return new Promise((resolve, reject) => {
        const listen = { once: true };
        const answered = ({ data }: MessageEvent<FromWorker>): void => {
          if (data.error === undefined) resolve(data.layout);
          else reject(new Error(data.error));
        };
        const failed = ({ message }: ErrorEvent): void =>
          reject(new Error(message || 'The worker could not be started.'));
        used.addEventListener('message', answered, listen);
        used.addEventListener('error', failed, listen);
        used.postMessage(request);
      });
    };
    try {
      return await Promise.race([given, answer()]);
    } finally {
      if (giveUp === mine) giveUp = undefined;
    }
  }

  return { layout, cancel };
}
