import { describe, expect, it } from '@jest/globals';
import { SharedRun } from './shared-run.js';

describe('SharedRun', () => {
  function open(): { runs: PromiseWithResolvers<number>[]; shared: SharedRun<number> } {
    const runs: PromiseWithResolvers<number>[] = [];
    const shared = new SharedRun(() => {
      const run = Promise.withResolvers<number>();
      runs.push(run);
      return run.promise;
    });
    return { runs, shared };
  }

  it('gives everybody the result of a run that began after they asked, and those who wait the same', async () => {
    const { runs, shared } = open();
    const first = shared.run();
    const waiting = [shared.run(), shared.run()];
    expect(runs).toHaveLength(1);
    runs[0]?.resolve(0);
    expect(await first).toBe(0);
    expect(runs).toHaveLength(2);
    const late = shared.run();
    runs[1]?.resolve(1);
    expect(await Promise.all(waiting)).toEqual([1, 1]);
    expect(runs).toHaveLength(3);
    runs[2]?.resolve(2);
    expect(await late).toBe(2);
    expect(shared.isIdle).toBe(true);
    void shared.run();
    expect(runs).toHaveLength(4);
  });

  it('reports a failure to its own callers only', async () => {
    const { runs, shared } = open();
    const first = shared.run();
    const second = shared.run();
    runs[0]?.reject(new Error('EIO'));
    await expect(first).rejects.toThrow('EIO');
    runs[1]?.resolve(1);
    expect(await second).toBe(1);
  });
});
