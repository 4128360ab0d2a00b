import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import type { QuestionFacts } from '../question-facts.js';
import type { StatementFacts } from '../statement-facts.js';
import { windowDifferences } from './windows.js';

const ASKED = { has: (sign: string) => sign === 'cumulative', numbers: [], limits: [] } as unknown as QuestionFacts;

function differences(window: string) {
  return windowDifferences(ASKED, { reading: { windows: [window], conditions: [] } } as unknown as StatementFacts);
}

describe('windows of a running total', () => {
  it.each([
    ['avg(pay.amount) over (order by pay.day asc)', 1],
    ['avg(pay.amount) over (partition by pay.kind order by pay.day asc)', 1],
    ['sum(pay.amount) over (order by pay.day asc)', 0],
    ['avg(pay.amount) over ()', 0],
    ['rank() over (order by pay.day asc)', 0],
  ])('%s has %d differences', (window, count) => {
    expect(differences(window)).toHaveLength(count);
  });

  it('are read in time in proportion to the text', () => {
    const window = `sum(${' over ('.repeat(150_000)})`;
    // The deadline ends a test that would take minutes; the text takes some milliseconds.
    expect(runInNewContext('read()', { read: () => differences(window) }, { timeout: 30_000 })).toEqual([]);
  });
});
