import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { withinTime } from './within-time.js';

const late = () => new Error('late');

describe('work within a time', () => {
  it('gives its result', async () => {
    await expect(withinTime(Promise.resolve(7), 1_000, late)).resolves.toBe(7);
  });

  it('fails as it does', async () => {
    await expect(withinTime(Promise.reject(new Error('broken')), 1_000, late)).rejects.toThrow('broken');
  });

  it('fails when it is late, and its own failure after that is ignored', async () => {
    const work = sleep(30).then(() => {
      throw new Error('broken');
    });
    await expect(withinTime(work, 5, late)).rejects.toThrow('late');
    await sleep(50);
  });
});
