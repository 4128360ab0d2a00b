import { expect, it } from '@jest/globals';
import type { EmbedNotice } from './embedder-contract.js';
import { SlowAnswers } from './slow-answers.js';

it('reports ever fewer of many slow answers, and none that is quick', () => {
  const notices: EmbedNotice[] = [];
  const notify = (notice: EmbedNotice): void => void notices.push(notice);
  const slow = new SlowAnswers(30_000);
  expect(slow.took(64, 9_999, notify)).toBe(false);
  for (let answer = 0; answer < 9; answer++) {
    expect(slow.took(64, 10_000, notify)).toBe(true);
  }
  expect(notices).toEqual([1, 2, 4, 8].map((count) => ({ kind: 'slow', texts: 64, milliseconds: 10_000, count })));
});
