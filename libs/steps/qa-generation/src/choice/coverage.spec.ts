import { describe, expect, it } from '@jest/globals';
import type { Covering } from './candidate.js';
import { Coverage, LEAST_WORTH } from './coverage.js';

const pair = (skeleton: string, subject: string): Covering => ({
  kind: `kind of ${skeleton}`,
  entities: [subject],
  columns: [],
  joins: [],
  skeleton,
  isGrouped: true,
});

describe('Coverage', () => {
  it.each([
    ['harbours', 30, 24, true],
    ['orchards', 30, 30, false],
    ['orchards', 12, 9, false],
  ])('of %s: of %d pairs with %d forms, one form more than once is too much: %s', (subject, pairs, forms, expected) => {
    const coverage = new Coverage();
    for (let at = 0; at < pairs; at += 1) {
      coverage.add(pair(`form ${at % forms}`, subject));
    }
    const again = coverage.worth(pair(`form ${forms - 1}`, subject));
    expect(again < LEAST_WORTH.ofTheme).toBe(expected);
    expect(coverage.worth(pair('form of its own', subject))).toBeGreaterThan(again);
  });

  it('prefers a join while fewer than half of the pairs have one', () => {
    const joining = (form: string): Covering => ({ ...pair(form, 'harbours'), joins: ['harbours:berth'] });
    const gainOf = (coverage: Coverage): number =>
      coverage.worth(joining('new')) - coverage.worth(pair('new', 'harbours'));
    const [seldom, often] = [new Coverage(), new Coverage()];
    [joining('a'), pair('b', 'harbours'), pair('c', 'harbours')].forEach((one) => seldom.add(one));
    [joining('a'), joining('b'), pair('c', 'harbours')].forEach((one) => often.add(one));
    expect(gainOf(seldom)).toBeGreaterThan(gainOf(often) + 5);
  });
});
