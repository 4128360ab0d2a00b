import { describe, expect, it } from '@jest/globals';
import { SharedSync } from './shared-sync.js';

describe('SharedSync', () => {
  function open(): { syncs: PromiseWithResolvers<void>[]; shared: SharedSync } {
    const syncs: PromiseWithResolvers<void>[] = [];
    const shared = new SharedSync(() => {
      const sync = Promise.withResolvers<void>();
      syncs.push(sync);
      return sync.promise;
    });
    return { syncs, shared };
  }

  it('gives everybody a sync that began after they asked, and those who wait the same', async () => {
    const { syncs, shared } = open();
    const first = shared.run();
    const waiting = [shared.run(), shared.run()];
    expect(syncs).toHaveLength(1);
    syncs[0]?.resolve();
    await first;
    expect(syncs).toHaveLength(2);
    const late = shared.run();
    syncs[1]?.resolve();
    await Promise.all(waiting);
    expect(syncs).toHaveLength(3);
    syncs[2]?.resolve();
    await late;
    void shared.run();
    expect(syncs).toHaveLength(4);
  });

  it('reports a failure to its own callers only', async () => {
    const { syncs, shared } = open();
    const first = shared.run();
    const second = shared.run();
    syncs[0]?.reject(new Error('EIO'));
    await expect(first).rejects.toThrow('EIO');
    syncs[1]?.resolve();
    await second;
  });
});
