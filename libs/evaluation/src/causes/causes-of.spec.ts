import { describe, expect, it } from '@jest/globals';
import type { ArmResult } from '../types/result.js';
import { causesOf } from './causes-of.js';

const none = { gold: 1, missing: [] };
const GOOD: ArmResult = {
  sufficient: true,
  tables: none,
  columns: none,
  joins: none,
  values: none,
  recall_at: { '3': 1, '5': 1, '10': 1 },
  skeleton: { first: false, any: false },
  tokens: 100,
};
const question = { question: 'What is the turnover of each branch?', goldSql: ['SELECT 1'], unanswerable: false };
const lacks = (parts: Partial<ArmResult>): ArmResult => ({ ...GOOD, sufficient: false, ...parts });

describe('causesOf', () => {
  it('finds none without a model where the context has everything, whatever pairs there are', () => {
    expect(causesOf({ question, retrieval: { pairs: GOOD }, answers: null })).toEqual([]);
  });

  it('names the table, with words of the question that its name lacks, and the pair as the last resort', () => {
    const missing = lacks({
      tables: { gold: 1, missing: ['public.store'] },
      columns: { gold: 1, missing: ['public.store.city'] },
    });
    const causes = causesOf({ question, retrieval: { pairs: missing }, answers: null });
    expect(causes.map(({ code, what }) => [code, ...what])).toEqual([
      ['table_not_retrieved', 'public.store'],
      ['no_pair_with_skeleton'],
    ]);
    expect(causes[0]?.remedies.map(({ id: _id, ...remedy }) => remedy)).toEqual([
      { kind: 'add_synonym', table: 'public.store', column: null, synonym: 'turnover' },
      { kind: 'add_synonym', table: 'public.store', column: null, synonym: 'branch' },
      { kind: 'add_pair', question: question.question, sql: 'SELECT 1' },
    ]);
  });

  it('proposes the join that is not stated', () => {
    const joins = { gold: 1, missing: ['public.a.x = public.b.y'] };
    const [cause] = causesOf({ question, retrieval: { documents: lacks({ joins }) }, answers: null });
    expect(cause).toMatchObject({
      code: 'join_not_stated',
      remedies: [{ kind: 'add_join', from: 'public.a.x', to: 'public.b.y' }, { kind: 'add_pair' }],
    });
  });

  it('accuses the model only where the context is sufficient, and nothing where the answer is right', () => {
    const wrong = { outcome: 'wrong', right: false, reasons: ['missing_rows'] };
    const codes = (retrieval: ArmResult, right: boolean) =>
      causesOf({
        question,
        retrieval: { pairs: retrieval },
        answers: { pairs: right ? { outcome: 'right', right, reasons: [] } : wrong },
      }).map(({ code }) => code);
    expect(codes({ ...GOOD, skeleton: { first: true, any: true } }, false)).toEqual(['model_wrong']);
    expect(codes(GOOD, false)).toEqual(['no_pair_with_skeleton', 'model_wrong']);
    expect(codes(lacks({ values: { gold: 1, missing: ['paid'] } }), false)).toEqual([
      'value_unknown',
      'no_pair_with_skeleton',
    ]);
    expect(codes(lacks({ values: { gold: 1, missing: ['paid'] } }), true)).toEqual([]);
  });

  it.each(['not_asked', 'not_judged'])('judges by the context where an answer is %s', (outcome) => {
    const answers = { pairs: { outcome, right: false, reasons: [] } };
    expect(causesOf({ question, retrieval: { pairs: GOOD }, answers })).toEqual([]);
    const values = { gold: 1, missing: ['paid'] };
    const [cause] = causesOf({ question, retrieval: { pairs: lacks({ values }) }, answers });
    expect(cause?.code).toBe('value_unknown');
  });

  it('judges by the widest arm, and gives one remedy one id', () => {
    const joins = { gold: 1, missing: ['public.a.x = public.b.y'] };
    const narrow = { schema: lacks({ joins }), documents: lacks({ joins }) };
    expect(causesOf({ question, retrieval: { ...narrow, pairs: GOOD }, answers: null })).toEqual([]);
    const [first] = causesOf({ question, retrieval: narrow, answers: null });
    const other = { ...question, question: 'Another one?' };
    const [second] = causesOf({ question: other, retrieval: narrow, answers: null });
    expect(first?.remedies[0]?.id).toBe(second?.remedies[0]?.id);
  });
});
