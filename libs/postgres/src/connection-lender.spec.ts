import type pg from 'pg';
import { describe, expect, it } from '@jest/globals';
import { hasFreeConnection } from './connection-lender.js';

const pool = (idleCount: number, totalCount: number, waitingCount: number): pg.Pool =>
  ({ idleCount, totalCount, waitingCount, options: { max: 3 } }) as unknown as pg.Pool;

describe('hasFreeConnection', () => {
  it.each([
    ['an idle one', pool(1, 3, 0), true],
    ['one that can be made', pool(0, 2, 0), true],
    ['two idle ones, of which one is promised', pool(2, 3, 1), true],
    ['an idle one that is promised, and one that can be made', pool(1, 2, 1), true],
    ['an idle one that is promised', pool(1, 3, 1), false],
    ['none', pool(0, 3, 0), false],
    ['none, and others that wait', pool(0, 3, 2), false],
  ])('of a pool with %s', (_, of, isFree) => {
    expect(hasFreeConnection(of)).toBe(isFree);
  });
});
