import { describe, expect, it } from '@jest/globals';
import { BackendTurns, type TurnHolder } from './backend-turns.js';

const LONG_MS = 60_000;
const anybody = (): TurnHolder => ({ evict: () => undefined });

describe('BackendTurns', () => {
  it('gives the backend to one after the other, in the order in which they asked', async () => {
    const turns = new BackendTurns(LONG_MS);
    const [first, second, third] = [anybody(), anybody(), anybody()];
    const order: string[] = [];
    await turns.take(first);
    const waits = [
      turns.take(second).then(() => order.push('second')),
      turns.take(third).then(() => order.push('third')),
    ];
    expect(await turns.take(first)).toBe(true);
    expect(order).toEqual([]);
    turns.leave(first);
    await waits[0];
    expect(turns.isHeldBy(second)).toBe(true);
    turns.leave(second);
    await waits[1];
    expect(order).toEqual(['second', 'third']);
  });

  it('forgets who leaves while waiting', async () => {
    const turns = new BackendTurns(LONG_MS);
    const [holder, gone, next] = [anybody(), anybody(), anybody()];
    await turns.take(holder);
    const waits = [turns.take(gone), turns.take(next)];
    turns.leave(gone);
    turns.leave(holder);
    expect(await Promise.all(waits)).toEqual([false, true]);
    expect(turns.isHeldBy(next)).toBe(true);
  });

  it('evicts a holder that idles in its transaction while others wait', async () => {
    const turns = new BackendTurns(1);
    const idle: TurnHolder = { evict: () => turns.leave(idle) };
    const waiting = anybody();
    await turns.take(idle);
    turns.keepIdle();
    expect(await turns.take(waiting)).toBe(true);
    expect(turns.isHeldBy(waiting)).toBe(true);
  });
});
