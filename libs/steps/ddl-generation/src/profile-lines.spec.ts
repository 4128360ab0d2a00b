import { describe, expect, it } from '@jest/globals';
import { column, measured } from '../../../../test/harness/made-catalog.js';
import type { ColumnProfile } from '#libs/catalog';
import { profileLine, rowCountLine } from './profile-lines.js';

const tags = column('tags');
const context = { rowCount: 100, field: undefined };

describe('the measured facts', () => {
  it('say on how many rows they rest, where those are not all', () => {
    const profile = { schema: 'public', name: 't', rowCount: 1500, columns: [] };
    expect(rowCountLine(profile, 'zh')).toEqual(['约 1500 行']);
    expect(rowCountLine({ ...profile, sampledRows: 1000 }, 'zh')).toEqual(['约 1500 行，以下统计来自其中 1000 行样本']);
    expect(rowCountLine({ ...profile, sampledRows: 1000 }, 'en')).toEqual([
      'about 1500 rows; what follows was measured on a sample of 1000',
    ]);
  });

  it('say that nothing but a sample was measured, or that ANALYZE did not read all rows', () => {
    const view = { schema: 'public', name: 'v', rowCount: null, sampledRows: 1000, columns: [] };
    expect(rowCountLine(view, 'en')).toEqual(['what follows was measured on a sample of 1000 rows']);
    expect(rowCountLine(view, 'zh')).toEqual(['以下统计来自 1000 行样本']);
    const large = {
      schema: 'public',
      name: 't',
      rowCount: 50_000,
      columns: [{ ...measured('n'), source: 'statistics' }],
    } as const;
    expect(rowCountLine(large, 'en')).toEqual(['about 50000 rows; what follows are estimates of ANALYZE']);
    expect(rowCountLine({ ...large, rowCount: 20_000 }, 'zh')).toEqual(['约 20000 行']);
  });

  it('leave a range out that may not be whole, and mark facts of a sample among those of statistics', () => {
    const number = column('n', 'integer');
    const range = { source: 'statistics', min: '1', max: '9', distinctCount: 5 } as const;
    const line = (more: Partial<ColumnProfile>) =>
      profileLine(number, measured('n', { ...range, ...more }), context, 'en');
    expect(line({})).toEqual(['n: about 5 distinct, from 1 to 9']);
    expect(line({ partial: ['range'] })).toEqual(['n: about 5 distinct']);
    expect(line({ partial: ['range'], source: 'sample' })).toEqual(['n: about 5 distinct, from 1 to 9']);
    const text = measured('tags', { source: 'statistics', distinctCount: 50, averageLength: 26, partial: ['text'] });
    expect(profileLine(tags, text, context, 'en')).toEqual(['tags: about 50 distinct, in a sample average length 26']);
    expect(profileLine(tags, text, context, 'zh')).toEqual(['tags：约 50 个不同值，样本中平均长度 26']);
  });

  it('round a share once', () => {
    const frequent = (share: number) =>
      profileLine(tags, measured('tags', { distinctCount: 3, topValues: [{ value: 'a', share }] }), context, 'en');
    expect(frequent(Number((4 / 21).toFixed(6)))).toEqual(['tags: about 3 distinct, most frequent a (19%)']);
    expect(frequent(0.192463)).toEqual(['tags: about 3 distinct, most frequent a (19.2%)']);
  });

  it('say where row security limits what was seen', () => {
    const none = { schema: 'public', name: 't', rowCount: 0, columns: [], rowSecurity: true } as const;
    expect(rowCountLine(none, 'zh')).toEqual(['行级安全策略对当前角色隐藏了部分行']);
    expect(rowCountLine(none, 'en')).toEqual(['row security hides rows from this role']);
    expect(rowCountLine({ ...none, rowCount: 30 }, 'en')).toEqual([
      '30 rows; row security applies: only rows visible to this role were measured',
    ]);
  });

  it('give the number of rows exactly where they were counted', () => {
    const few = { schema: 'public', name: 't', rowCount: 9, columns: [] };
    expect(rowCountLine(few, 'en')).toEqual(['9 rows']);
    expect(rowCountLine({ ...few, rowCount: 1 }, 'en')).toEqual(['1 row']);
    expect(rowCountLine(few, 'zh')).toEqual(['共 9 行']);
    expect(rowCountLine({ ...few, sampledRows: 5 }, 'zh')).toEqual(['约 9 行，以下统计来自其中 5 行样本']);
  });

  it('count empty texts beside missing values', () => {
    const some = measured('tags', {
      nullShare: 0.1,
      distinctCount: 3,
      topValues: [
        { value: '', share: 0.5 },
        { value: 'a', share: 0.3 },
      ],
    });
    expect(profileLine(tags, some, context, 'en')).toEqual([
      'tags: 10% null, 50% empty texts, about 3 distinct, most frequent a (30%)',
    ]);
    const only = measured('tags', { nullShare: 0.1, distinctCount: 1, topValues: [{ value: '', share: 0.9 }] });
    expect(profileLine(tags, only, context, 'en')).toEqual(['tags: 10% null, every value is an empty text']);
    expect(profileLine(tags, only, context, 'zh')).toEqual(['tags：空值 10%，非空值均为空文本']);
  });

  it('say of a column without any value that it is empty so far', () => {
    const none = measured('tags', { nullShare: 1, distinctCount: 0 });
    expect(profileLine(tags, none, context, 'en')).toEqual(['tags: always empty so far']);
    expect(profileLine(tags, none, context, 'zh')).toEqual(['tags：目前全部为空']);
  });

  it('describe arrays by their elements', () => {
    const elements = { least: 0, most: 3, distinct: 4, frequent: [{ value: 'Trailers', share: 0.5 }] };
    expect(profileLine(tags, measured('tags', { elements }), context, 'zh')).toEqual([
      'tags：每行 0 ~ 3 个元素，约 4 个不同值，常见值 Trailers（50%）',
    ]);
    const empty = { least: 0, most: 0, distinct: 0, frequent: [] };
    expect(profileLine(tags, measured('tags', { elements: empty }), context, 'en')).toEqual(['tags: 0 elements a row']);
    const one = { ...empty, least: 1, most: 1 };
    expect(profileLine(tags, measured('tags', { elements: one }), context, 'en')).toEqual(['tags: 1 element a row']);
  });

  it('do not give the length of what was read of a value for that of the value', () => {
    const cut = measured('tags', { distinctCount: 50, averageLength: 1000, longer: true });
    expect(profileLine(tags, cut, context, 'en')).toEqual(['tags: about 50 distinct, average length above 1000']);
  });
});
