import { describe, expect, it } from '@jest/globals';
import { merged } from './follow-up.js';

describe('the parts of an answer', () => {
  it('are joined: lists without repeated items, other fields as they came first, and new fields', () => {
    const first = { head: 'orders', pairs: [{ id: 1 }, { id: 2 }], note: ['kept'] };
    const more = { head: 'other', pairs: [{ id: 2 }, { id: 3 }], note: 'no list', tail: 'end' };
    expect(merged(first, more)).toEqual({
      head: 'orders',
      pairs: [{ id: 1 }, { id: 2 }, { id: 3 }],
      note: ['kept'],
      tail: 'end',
    });
  });

  it('are the first answer where there is only one', () => {
    expect(merged(null, { pairs: [1] })).toEqual({ pairs: [1] });
    expect(merged({ pairs: [1] }, null)).toEqual({ pairs: [1] });
  });
});
