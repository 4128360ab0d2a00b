import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Queue } from 'bullmq';
import { eventually } from '../../../test/harness/eventually.js';
import { createTestInstallation, type TestInstallation } from '../../../test/harness/test-config.js';
import { connectQueue } from '#libs/queue';
import { SupervisedWorker } from './supervised-worker.js';

describe('a worker on a real Redis', () => {
  let installation: TestInstallation;
  let queue: Queue;
  let worker: SupervisedWorker<unknown, void>;
  let ended: Promise<string>;
  const done: string[] = [];
  const errors: string[] = [];

  const process = async (name: string): Promise<void> => {
    await queue.add(name, {});
    await eventually(() => expect(done).toContain(name));
  };
  /** As an outage: the loop of the library rejects. */
  const breakLoop = (): void => {
    const loop = worker as unknown as { waitForRateLimit(): Promise<void> };
    jest.spyOn(loop, 'waitForRateLimit').mockRejectedValueOnce(new Error('the queue is away'));
  };
  const pauseUntilItsLoopHasEnded = async (): Promise<void> => {
    await worker.pause(true);
    await eventually(() => expect(worker.isRunning()).toBe(false));
  };

  beforeAll(async () => {
    installation = await createTestInstallation('supervised', 'redis');
    const { queueUrl, queuePrefix } = installation.config;
    const connection = connectQueue(queueUrl, queuePrefix, 'worker');
    queue = new Queue('supervised', connection);
    const work = ({ name }: { name: string }): Promise<void> => Promise.resolve(void done.push(name));
    // It looks for jobs once a second, so a pause ends its loop that soon.
    worker = new SupervisedWorker('supervised', work, { ...connection, autorun: false, drainDelay: 1 });
    worker.on('error', ({ message }) => errors.push(message));
    ended = worker.run().then(
      () => 'closed',
      (error: Error) => error.message,
    );
    await worker.waitUntilReady();
  });

  afterAll(async () => {
    await worker.close();
    await queue.close();
    await installation.remove();
  });

  it('goes on after an outage, also one that follows a pause', async () => {
    await process('first');
    breakLoop();
    await eventually(() => expect(errors).toEqual(['it stopped and starts again: the queue is away']));
    await process('after an outage');
    await pauseUntilItsLoopHasEnded();
    await queue.add('while it is paused', {});
    await worker.resume();
    await eventually(() => expect(done).toContain('while it is paused'));
    breakLoop();
    await eventually(() => expect(errors).toHaveLength(2));
    await process('after a pause and an outage');
  });

  it('goes on after a pause that is taken back before its loop has ended', async () => {
    await worker.pause(true);
    await worker.resume();
    await process('soon');
  });

  it('ends when it is closed, also while it is paused', async () => {
    await pauseUntilItsLoopHasEnded();
    await worker.close();
    expect(await ended).toBe('closed');
  });
});
