import { describe, expect, it } from '@jest/globals';
import { requireKnownWishes } from './known-wishes.js';

const TABLES = ['sales.orders', 'sales.Line Items'];

function refused(wishes: { tables?: string[]; kinds?: string[] }, tables: string[] | null = TABLES): unknown {
  try {
    requireKnownWishes({ tables: [], kinds: [], ...wishes }, tables);
    return null;
  } catch (error) {
    return error;
  }
}

describe('names in a wish for pairs', () => {
  it('are tables of the task and kinds of questions', () => {
    expect(refused({ tables: ['sales.Line Items'], kinds: ['count', 'by_time'] })).toBeNull();
  });

  it('are refused with the nearest name otherwise', () => {
    expect(refused({ tables: ['sales.orders', 'sales.ordres', 'x'] })).toMatchObject({
      code: 'qa_unknown_tables',
      kind: 'validation',
      message: expect.stringContaining('sales.ordres (≈ sales.orders), x'),
      details: {
        unknown: [
          { name: 'sales.ordres', nearest: 'sales.orders' },
          { name: 'x', nearest: null },
        ],
      },
    });
    expect(refused({ kinds: ['cuont'] })).toMatchObject({
      code: 'qa_unknown_kinds',
      details: { unknown: [{ name: 'cuont', nearest: 'count' }] },
    });
  });

  it('wait for the step where the tables are not known yet', () => {
    expect(refused({ tables: ['sales.ordres'] }, null)).toBeNull();
    expect(refused({ kinds: ['cuont'] }, null)).toMatchObject({ code: 'qa_unknown_kinds' });
  });
});
