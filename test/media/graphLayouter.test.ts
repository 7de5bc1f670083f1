// Layouts in a worker: one at a time, ended to cancel, errors in words.
import assert from 'node:assert/strict';
import { createLayouter } from '../../media/onnx/graph/layouter';
import type { Layout } from '../../media/onnx/graph/layout';

const NOTHING = { items: [], edges: [], scopes: [] };
const LAYOUT: Layout = { width: 1, height: 1, items: {}, scopes: {}, edges: [] };

/** A worker that answers when told to. */
class FakeWorker extends EventTarget {
  static readonly made: FakeWorker[] = [];
  ended = false;
  readonly asked: unknown[] = [];

  constructor() {
    super();
    FakeWorker.made.push(this);
  }

  postMessage(message: unknown): void {
    this.asked.push(message);
  }

  terminate(): void {
    this.ended = true;
  }

  answer(data: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
}

describe('the layouter', () => {
  const before = { Worker: globalThis.Worker, fetch: globalThis.fetch };
  let status = 200;
  beforeEach(() => {
    FakeWorker.made.length = 0;
    status = 200;
    Object.assign(globalThis, { Worker: FakeWorker, fetch: async () => new Response('', { status }) });
  });
  afterEach(() => void Object.assign(globalThis, before));

  /** Once the script is there. */
  async function worker(index: number): Promise<FakeWorker> {
    for (let turn = 0; turn < 100; turn++) {
      const made = FakeWorker.made[index];
      if (made && made.asked.length > 0) return made;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    return assert.fail('no worker was asked');
  }

  it('uses one worker again and again', async () => {
    const layouter = createLayouter('x.js');
    for (const round of [1, 2]) {
      const laid = layouter.layout(NOTHING);
      const used = await worker(0);
      while (used.asked.length < round) await new Promise((resolve) => setTimeout(resolve, 1));
      used.answer({ layout: LAYOUT });
      assert.equal(await laid, LAYOUT);
    }
    assert.equal(FakeWorker.made.length, 1);
  });

  it('cancels at once, also before the worker is there, and works afterwards', async () => {
    const layouter = createLayouter('x.js');
    const early = layouter.layout(NOTHING);
    layouter.cancel();
    assert.equal(await early, null);
    const late = layouter.layout(NOTHING);
    const used = await worker(0);
    layouter.cancel();
    assert.equal(await late, null);
    assert.ok(used.ended);
    const next = layouter.layout(NOTHING);
    (await worker(1)).answer({ layout: LAYOUT });
    assert.equal(await next, LAYOUT);
  });

  it('gives up the older of two', async () => {
    const layouter = createLayouter('x.js');
    const older = layouter.layout(NOTHING);
    const first = await worker(0);
    const newer = layouter.layout(NOTHING);
    assert.equal(await older, null);
    assert.ok(first.ended);
    (await worker(1)).answer({ layout: LAYOUT });
    assert.equal(await newer, LAYOUT);
  });

  it('tells what went wrong', async () => {
    const layouter = createLayouter('x.js');
    const failing = layouter.layout(NOTHING);
    (await worker(0)).answer({ error: 'too many ranks' });
    await assert.rejects(failing, /too many ranks/);
    status = 404;
    await assert.rejects(createLayouter('gone.js').layout(NOTHING), /404/);
  });
});
