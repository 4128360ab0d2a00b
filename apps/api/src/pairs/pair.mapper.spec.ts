import { describe, expect, it } from '@jest/globals';
import type { ResolvedConfig } from '#libs/config';
import type { PairReviewEntity } from '#libs/database';
import type { RankedPair } from '#libs/pair-review';
import { newPair } from '#libs/step-files';
import { PairMapper } from './pair.mapper.js';

const EVIDENCE = {
  runs: true,
  plausible: { ok: false, reasons: [{ code: 'pair_proof.no_rows', params: {} }] },
  conditions: { checked: 1, biting: 0, guards: 0, vacuous: ['price > 0'] },
};

function ranked(evidence: RankedPair['pair']['evidence']): RankedPair {
  const pair = { ...newPair({ question: 'How many?', sql: 'SELECT 1' }), evidence };
  const review = { state: 'new', version: '0-a', by: null, at: null, comment: null, lapses: [], decided: null };
  return { pair, raw: pair, review, risks: [], file: 'a_pair.json', made: null } as unknown as RankedPair;
}

describe('PairMapper', () => {
  const mapper = new PairMapper({ timeZone: 'UTC' } as ResolvedConfig);
  const weaknesses = (evidence: RankedPair['pair']['evidence'], language: 'zh' | 'en') => {
    const own = ranked(evidence);
    return mapper.detail({ own, pairs: [own], history: [] }, language).weaknesses;
  };

  it('says what the evidence has against a pair in the language of the reader', () => {
    expect(weaknesses(EVIDENCE, 'en')).toEqual([
      'the statement returns no rows',
      'the result is the same without the condition price > 0',
    ]);
    expect(weaknesses(EVIDENCE, 'zh')).toEqual(['查询没有返回任何行', '去掉条件 price > 0 后结果不变']);
    expect(weaknesses(null, 'en')).toEqual([]);
    expect(weaknesses({ mutants: 'of another form' }, 'en')).toEqual([]);
  });

  it('tells who changed a pair: what repaired it first, and what each person replaced', () => {
    const row = (version: number, sql: string, base: string) =>
      ({
        ...{ version, action: 'edit', state: 'new', byUser: 'ann', at: new Date(0), comment: null },
        ...{ batchId: null, undoes: null, pair: { question: 'q', sql } },
        edit: { question: 'q', sql, base: { question: 'q', sql: base } },
      }) as unknown as PairReviewEntity;
    const own = { ...ranked(null), made: { question: 'q', sql: 'SELEC 1', changedBy: 'rule' as const } };
    const history = [row(1, 'SELECT 2', 'SELECT 1'), { ...row(2, 'SELECT 2', 'SELECT 1'), action: 'decide' as const }];
    const detail = mapper.detail({ own, pairs: [own], history }, 'en');
    expect(detail.made).toEqual({ question: 'q', sql: 'SELEC 1', changed_by: 'rule' });
    expect(detail.history.map(({ before }) => before)).toEqual([{ question: 'q', sql: 'SELECT 1' }, null]);
  });

  it('tells what the person saw, not what the action before it had left', () => {
    const row = (version: number, action: 'decide' | 'edit' | 'undo', sql: string, edit: object | null) =>
      ({
        ...{ version, action, state: 'new', byUser: 'ann', at: new Date(0), comment: null, batchId: null },
        ...{ undoes: null, pair: { question: 'q', sql }, edit },
      }) as unknown as PairReviewEntity;
    const edit = (sql: string, base: string) => ({ question: 'q', sql, base: { question: 'q', sql: base } });
    const replaced = (...history: PairReviewEntity[]) => {
      const own = ranked(null);
      return mapper.detail({ own, pairs: [own], history }, 'en').history.map(({ before }) => before?.sql ?? null);
    };
    // A run made B after the approval of A; deciding about it replaces nothing, an edit replaces B.
    expect(
      replaced(row(1, 'decide', 'A', null), row(2, 'decide', 'B', null), row(3, 'edit', 'C', edit('C', 'B'))),
    ).toEqual([null, null, 'B']);
    // The file still had A when the second edit replaced B; a run made D before its undo.
    expect(
      replaced(
        ...[row(1, 'edit', 'B', edit('B', 'A')), row(2, 'edit', 'C', edit('C', 'A'))],
        ...[row(3, 'decide', 'D', edit('C', 'A')), row(4, 'edit', 'E', edit('E', 'D'))],
      ),
    ).toEqual(['A', 'B', null, 'D']);
    // An edit that the file never had is taken back.
    expect(replaced(row(1, 'edit', 'B', edit('B', 'A')), row(2, 'undo', 'A', edit('A', 'B')))).toEqual(['A', 'B']);
  });
});
