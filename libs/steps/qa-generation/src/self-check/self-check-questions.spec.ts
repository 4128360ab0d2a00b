import { describe, expect, it } from '@jest/globals';
import type { ByLanguage } from '#libs/language';
import { ModelIndex } from '#libs/semantic-model';
import { isNearlyTheSame, pairId } from '#libs/step-files';
import { shopModel } from '../../../../../test/harness/shop-model.js';
import type { Candidate } from '../choice/candidate.js';
import { candidatesOf } from '../choice/candidates-of.js';
import { selfCheckQuestions } from './self-check-questions.js';

const IN_HAN: ByLanguage<boolean> = { en: false, zh: true };
const index = new ModelIndex(shopModel());
const candidates = (table: string): Candidate[] => {
  const entity = index.entity(`public.${table}`);
  return entity ? [...candidatesOf(index, entity, 'en')].slice(0, 60) : [];
};
const taken = candidates('orders');
const heldOut = candidates('product').slice(0, 20);
const source = { pairs: taken, taken, heldOut, language: 'en' as const };

describe('selfCheckQuestions', () => {
  const { questions, pairs_without_intent: withoutIntent } = selfCheckQuestions(source);

  it('asks pairs in other words and in the other language, and what was held out', () => {
    const kinds = Map.groupBy(questions, ({ kind }) => kind);
    expect(kinds.get('paraphrase')?.length).toBeGreaterThan(30);
    expect(kinds.get('other_language')?.length).toBeGreaterThan(30);
    const held = Map.groupBy(kinds.get('held_out') ?? [], (question) => question.other_values);
    expect(held.get(false)?.length).toBe(20);
    expect(held.get(true)?.length).toBe(10);
    expect(withoutIntent).toBe(0);
    for (const { question, language } of questions) {
      expect(/\p{Script=Han}/u.test(question)).toBe(IN_HAN[language]);
    }
  });

  it('asks no question of a pair, not even nearly, and none twice', () => {
    const byId = new Map(taken.map((pair) => [pairId(pair.question), pair.question]));
    for (const { question, pair } of questions) {
      const own = pair === null ? taken.map((one) => one.question) : [byId.get(pair) ?? ''];
      expect(own.filter((text) => text === '' || isNearlyTheSame(text, question))).toEqual([]);
    }
    expect(new Set(questions.map(({ question }) => question)).size).toBe(questions.length);
  });

  it('holds out a question that differs from a pair in its number only', () => {
    const [pair] = taken;
    if (!pair) {
      throw new Error('the model has no candidates');
    }
    const { whole: _, ...parts } = pair;
    const sold = (year: number): Candidate => ({ ...parts, question: `How many orders were placed in ${year}?` });
    const asked = selfCheckQuestions({ ...source, pairs: [sold(2024)], taken: [sold(2024)], heldOut: [sold(2025)] });
    expect(asked.questions.filter(({ kind }) => kind === 'held_out')).toMatchObject([
      { question: 'How many orders were placed in 2025?', other_values: true },
    ]);
  });

  it('knows the tables of the answer', () => {
    const first = taken[0];
    const about = questions.filter(({ pair }) => pair === pairId(first?.question ?? ''));
    expect(about.map(({ tables }) => tables)).toEqual(about.map(() => first?.entities));
  });

  it('counts pairs of models and people, which it cannot put into other words', () => {
    const mixed = { ...source, pairs: [...taken, { question: 'Written by a person?' }] };
    expect(selfCheckQuestions(mixed).pairs_without_intent).toBe(1);
  });

  it('asks nothing about a candidate that was left out of the pairs later', () => {
    const [first, ...others] = taken;
    const left = selfCheckQuestions({ ...source, pairs: others });
    expect(left.questions.filter(({ pair }) => pair === pairId(first?.question ?? ''))).toEqual([]);
  });

  it('holds no question out that is a pair', () => {
    const asked = selfCheckQuestions({ ...source, heldOut: taken }).questions.filter(({ pair }) => pair === null);
    expect(asked.filter(({ other_values: isOther }) => !isOther)).toEqual([]);
    const statements = new Set(taken.map(({ sql }) => sql));
    expect(asked.filter(({ sql = '' }) => statements.has(sql))).toEqual([]);
  });
});
