import { describe, expect, it } from '@jest/globals';
import { parse } from 'libpg-query';
import { parseArrayLiteral } from './array-literal.js';
import { parseMetadata, renderMetadata, renderMetadataDetail, type Theme } from '../index.js';

const themes: Theme[] = [
  {
    topicName: "It's a 'theme'\\n",
    description: 'a line\nand -- another; with /* all */ $$ of it',
    relatedTables: ['public.Order Details', 'sales.a,b', 'x."quoted"', 'y.{curly}'],
    bizEntities: ["o'clock", 'back\\slash'],
    bizMetrics: [],
  },
  {
    topicName: '营收分析',
    description: '每日营收',
    relatedTables: ['public.bss_business_day_data'],
    bizEntities: ['服务区'],
    bizMetrics: ['营业额'],
  },
];
const header = {
  businessContext: 'two\nlines; DROP TABLE x;',
  database: 'd\nb',
  generatedAt: '2025-07-22 16:55:43',
  language: 'zh' as const,
};

describe('metadata.txt', () => {
  it.each(['zh', 'en'] as const)('reads back what it wrote, whatever the values hold (%s)', async (language) => {
    const text = renderMetadata(themes, { ...header, language });
    expect(await parseMetadata(text)).toEqual(themes);
    expect((await parse(text)).stmts).toHaveLength(1 + themes.length);
  });

  it('keeps the labels of the original', () => {
    expect(renderMetadata(themes, header).split('\n').slice(0, 6)).toEqual([
      '-- Schema Tools生成的主题元数据',
      '-- 业务背景: two lines; DROP TABLE x;',
      '-- 生成时间: 2025-07-22 16:55:43',
      '-- 数据库: d b',
      '',
      '-- 创建表（如果不存在）',
    ]);
  });

  it('reads what a person has edited: other order, several rows, literals, comments, the comma lists of the original', async () => {
    const edited = `\uFEFF-- mine
      insert into public."metadata" (related_tables, topic_name, biz_entities)
      values ('{public.a,"s.b \\"y\\""}', 'first', CAST('{x}' as text[])), ('a,b', /* here */ 'second', 'p,q');
      update metadata set description = 'ignored';`;
    expect(await parseMetadata(edited)).toEqual([
      {
        topicName: 'first',
        description: '',
        relatedTables: ['public.a', 's.b "y"'],
        bizEntities: ['x'],
        bizMetrics: [],
      },
      {
        topicName: 'second',
        description: '',
        relatedTables: ['public.a', 'public.b'],
        bizEntities: ['p', 'q'],
        bizMetrics: [],
      },
    ]);
  });

  it('says where the file is broken', async () => {
    await expect(parseMetadata('-- ok\nINSERT INTO metadata(topic_name VALUES (1);')).rejects.toMatchObject({
      code: 'metadata_unparsable',
      params: { line: 2 },
    });
    await expect(parseMetadata('-- nothing here')).rejects.toMatchObject({ code: 'metadata_without_themes' });
  });
});

describe('array literals', () => {
  it.each([
    ['{}', []],
    ['{a,b}', ['a', 'b']],
    ['{"a,b","c\\"d","e\\\\f",NULL, g }', ['a,b', 'c"d', 'e\\f', 'g']],
    ['{"NULL"}', ['NULL']],
  ])('%s', (literal, expected) => {
    expect(parseArrayLiteral(literal)).toEqual(expected);
  });
});

describe('metadata_detail.md', () => {
  it('takes its examples from the first themes, on one line each', () => {
    const text = renderMetadataDetail(themes, 'zh');
    expect(text).toContain('- `related_tables` (text[]) - 主题涉及的表 [示例: public.Order Details, sales.a,b]');
    expect(text.startsWith('## metadata（存储分析主题元数据）\n\n')).toBe(true);
    expect(text.endsWith('\n')).toBe(true);
    expect(renderMetadataDetail(themes, 'zh')).toBe(text);
  });
});
