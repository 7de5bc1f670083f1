// The worker: lays out one graph for each message. Ending it is how a layout is cancelled.
import { layout, type LayoutRequest } from './layout';

addEventListener('message', ({ data }: MessageEvent<LayoutRequest>) => {
  try {
    postMessage({ layout: layout(data) });
  } catch (error) {
    postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
});
