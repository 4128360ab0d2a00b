import { describe, expect, it } from '@jest/globals';
import { ownerFirst } from './owner-first.js';

const columns = [['id'], ['patient', 'id'], ['balance']];

describe('ownerFirst', () => {
  it('puts the one whom the rows are of in front', () => {
    expect(ownerFirst(['deposit', 'patient', 'balances'], columns)).toEqual(['patient', 'deposit', 'balances']);
  });

  it('leaves names alone that begin or end with the owner, that have several, or whose owner is not referred to', () => {
    for (const words of [
      ['patient', 'balances'],
      ['ward', 'patients'],
      ['deposit', 'patient', 'vendor', 'balances'],
      ['deposit', 'student', 'balances'],
    ]) {
      expect(ownerFirst(words, columns)).toEqual(words);
    }
  });
});
