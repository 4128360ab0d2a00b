import { describe, expect, it } from '@jest/globals';
import { changesOf, formOf } from '../../apps/console/src/pages/documents/item-form.js';
import type { ModelItem } from '../../apps/console/src/pages/documents/model-types.js';
import { parted } from '../../apps/console/src/pages/documents/parted.js';
import { parseDiagrams, parseMapping, withSections } from '../../apps/console/src/pages/documents/parse-files.js';
import { statementText } from '../../apps/console/src/pages/documents/statement-text.js';

describe('the files of documents', () => {
  it('are found for each table', () => {
    expect(parseMapping('# 格式: 原始表名 -> 实际文件名\n\npublic.a -> a.ddl, a_detail.md\nb.c -> c.ddl\n')).toEqual([
      { name: 'public.a', ddl: 'a.ddl', detail: 'a_detail.md' },
      { name: 'b.c', ddl: 'c.ddl', detail: null },
    ]);
  });

  it('have their lists under headings', () => {
    expect(withSections('## a\n字段列表：\n- id\n字段补充说明：\n- x\nend')).toBe(
      '## a\n\n### 字段列表\n\n- id\n\n### 字段补充说明\n\n- x\n\nend',
    );
  });

  it('have a diagram for each theme', () => {
    const text =
      '# ER\n\n## Sales\n\n```mermaid\nerDiagram\n  "a" {\n    int id PK\n  }\n  "b" {\n  }\n  "a" }o..o| "b" : "b_id?"\n```\n\n## Two\n\n```mermaid\nerDiagram\n```\n';
    expect(parseDiagrams(text)).toEqual([
      {
        theme: 'Sales',
        tables: [
          { name: 'a', columns: ['id PK'] },
          { name: 'b', columns: [] },
        ],
        joins: [{ from: 'a', to: 'b', label: 'b_id?', declared: false }],
      },
      { theme: 'Two', tables: [], joins: [] },
    ]);
  });
});

const item = (statements: Record<string, unknown>, part: ModelItem['part'] = 'column'): ModelItem => ({
  ...{ part, table: 'public.a', name: part === 'table' ? null : 'state', version: 'v' },
  statements: Object.entries(statements).map(([key, value]) => ({
    ...{ key, value: value as ModelItem['statements'][number]['value'], evidence: null, follows: false },
    ...{ set_by: null, set_at: null },
  })),
});

describe('the form of a column', () => {
  it('changes nothing that a person leaves alone, in whatever form the file has it', () => {
    for (const statements of [
      {
        label: { zh: '状态', en: 'state' },
        synonyms: { en: ['a', 'b'] },
        values: { 0: { zh: '开', en: 'on' }, 1: null },
      },
      { label: '状态', values: ['0', '1'], null_meaning: 'not yet', unit: { kind: 'currency', code: 'CNY' } },
      { label: 'state', synonyms: ['a', '别名'], role: 'measure', additivity: 'rate', description: 'x' },
      {},
    ]) {
      expect(changesOf(item(statements), formOf(item(statements)))).toEqual({});
    }
  });

  it('sends the statements that were changed alone', () => {
    const before = item({ label: { zh: '状态', en: 'state' }, role: 'code', values: ['0', '1'] });
    const form = formOf(before);
    const codes = form.codes.map((row) => (row.code === '0' ? { ...row, zh: '开', en: ' on ' } : row));
    expect(changesOf(before, { ...form, role: 'dimension', codes, synonyms: { zh: '情况，状况', en: '' } })).toEqual({
      ...{ role: 'dimension', synonyms: { zh: ['情况', '状况'] } },
      values: { 0: { zh: '开', en: 'on' }, 1: null },
    });
    expect(changesOf(before, { ...form, label: { zh: '', en: '' }, codes: [] })).toEqual({ label: null, values: null });
    const table = item({ kind: 'event' }, 'table');
    expect(changesOf(table, { ...formOf(table), softDeleteField: 'gone', softDeleteAlive: '= FALSE' })).toEqual({
      soft_delete: { field: 'gone', alive: '= FALSE' },
    });
  });
});

describe('a statement in a line', () => {
  it.each([
    ['label', { zh: '状态', en: 'state' }, '状态 / state'],
    ['values', { 0: { zh: '开', en: 'on' }, 1: null }, '0 = 开 / on; 1'],
    ['soft_delete', { field: 'gone', alive: '= FALSE' }, 'gone = FALSE'],
    ['role', 'flag', 'yes or no'],
    ['primary_key', ['a', 'b'], 'a, b'],
    ['unit', { kind: 'currency', code: 'CNY' }, 'currency; CNY'],
    ['description', null, ''],
  ])('says %s', (key, value, text) => {
    expect(statementText(key, value, { flag: 'yes or no' }, 'en')).toBe(text);
  });
});

describe('the quarters of a range', () => {
  it('are as wide as the values between quartiles', () => {
    expect(parted('0', '10', ['1', '2', '5'])).toEqual([0.1, 0.1, 0.3, 0.5]);
    expect(parted('2024-01-01', '2024-01-05', ['2024-01-02', '2024-01-03', '2024-01-04'])).toEqual([
      ...[0.25, 0.25, 0.25, 0.25],
    ]);
    expect(parted('2024-01-01 00:00:00+08', '2024-01-03 00:00:00+08', ['2024-01-02 00:00:00+08'])).toEqual([0.5, 0.5]);
  });

  it('are not drawn of other values', () => {
    expect(parted('a', 'c', ['b'])).toBeNull();
    expect(parted('0', '10', [])).toBeNull();
    expect(parted('5', '5', ['5'])).toBeNull();
    expect(parted('0', '10', ['7', '2'])).toBeNull();
    expect(parted('-infinity', 'infinity', ['2024-01-01'])).toBeNull();
  });
});
