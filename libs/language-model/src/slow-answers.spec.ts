import { expect, it } from '@jest/globals';
import type { EmbedNotice } from './embedder-contract.js';
import { SlowAnswers } from './slow-answers.js';

it('reports ever fewer of many slow answers, and none that is quick', () => {
  const notices: EmbedNotice[] = [];
  const slow = new SlowAnswers(30_000, (notice) => void notices.push(notice));
  slow.took(64, 9_999);
  for (let answer = 0; answer < 9; answer++) {
    slow.took(64, 10_000);
  }
  expect(notices).toEqual([1, 2, 4, 8].map((count) => ({ kind: 'slow', texts: 64, milliseconds: 10_000, count })));
});
