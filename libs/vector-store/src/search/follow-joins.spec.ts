import { describe, expect, it } from '@jest/globals';
import { followJoins } from './follow-joins.js';
import type { Candidate } from './join-ranks.js';
import { TableLinks } from './table-links.js';

const found = (key: string, score: number): Candidate => ({
  key,
  score,
  vectorRank: 1,
  lexicalRank: null,
  words: [],
});

/** Sessions and payments name users; a document of users has two parts; another database has a table of the same name. */
function shop(): TableLinks {
  const links = new TableLinks();
  links.add('sessions', ['=shop/sessions', '>shop/users', '>shop/absent']);
  links.add('payments', ['=shop/payments', '>shop/users']);
  links.add('users', ['=shop/users']);
  links.add('users of a clinic', ['=clinic/users']);
  return links;
}

const keysOf = (candidates: readonly Candidate[]) => candidates.map(({ key }) => key);

describe('following joins', () => {
  it('brings the table that a good one names, and says why', () => {
    const followed = followJoins([found('sessions', 0.1), found('other', 0.04)], shop());
    expect(keysOf(followed)).toEqual(['sessions', 'users', 'other']);
    expect(followed[1]).toMatchObject({ score: 0.05, vectorRank: null, joinedTo: 'sessions' });
    expect(followed[0]).not.toHaveProperty('joinedTo');
  });

  it('brings the tables that name a good one, each less where there are many', () => {
    const followed = followJoins([found('users', 0.1)], shop());
    expect(keysOf(followed)).toEqual(['users', 'sessions', 'payments']);
    expect(followed[1]?.score).toBeCloseTo(0.05 / Math.sqrt(2));
  });

  it('raises a table that the question found too, and looks no further than the best', () => {
    const many = ['a', 'b', 'c', 'd', 'e'].map((key) => found(key, 0.1));
    const raised = followJoins([found('sessions', 0.1), found('users', 0.01)], shop());
    expect(raised[1]?.score).toBeCloseTo(0.06);
    expect(keysOf(followJoins([...many, found('sessions', 0.09)], shop()))).not.toContain('users');
  });

  it('puts no table before the one that it joins', () => {
    const followed = followJoins([found('users', 0.1), found('sessions', 0.099)], shop());
    expect(keysOf(followed)).toEqual(['users', 'sessions', 'payments']);
    expect(followed[0]).toEqual(found('users', 0.1));
    expect(followed[1]?.score).toBe(0.1);
  });

  it('brings of a document in parts those that the question found', () => {
    const links = shop();
    links.add('users, 2', ['=shop/users']);
    const followed = followJoins([found('sessions', 0.1), found('users, 2', 0.01)], links);
    expect(keysOf(followed)).toEqual(['sessions', 'users, 2', 'payments']);
  });
});
