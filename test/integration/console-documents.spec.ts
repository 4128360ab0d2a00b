import { describe, expect, it } from '@jest/globals';
import {
  modelJoins,
  modelPart,
  parseDiagrams,
  parseMapping,
  withSections,
} from '../../apps/console/src/pages/documents/parse-files.js';

const MODEL = `# head
version: 1
database: shop
datasets:
  - name: public.a
    label: A
    fields:
      - name: id
        role: key
  - name: "public.b c"
    label: B
relationships:
  - name: a_b
    from: public.a
    to: "public.b c"
    from_columns: [b_id]
    to_columns: [id]
  - name: a_c
    from: public.a
    to: public.c
    from_columns: [c_id]
    standing: rejected
metrics: []
`;

describe('the files of documents', () => {
  it('are found for each table', () => {
    expect(parseMapping('# 格式: 原始表名 -> 实际文件名\n\npublic.a -> a.ddl, a_detail.md\nb.c -> c.ddl\n')).toEqual([
      { name: 'public.a', ddl: 'a.ddl', detail: 'a_detail.md' },
      { name: 'b.c', ddl: 'c.ddl', detail: null },
    ]);
  });

  it('have the part of the model about one table, and the joins that hold', () => {
    expect(modelPart(MODEL, 'public.a')).toBe(
      '  - name: public.a\n    label: A\n    fields:\n      - name: id\n        role: key',
    );
    expect(modelPart(MODEL, 'public.b c')).toBe('  - name: "public.b c"\n    label: B');
    expect(modelPart(MODEL, 'public.x')).toBeNull();
    expect(modelJoins(MODEL)).toEqual([{ from: 'public.a', to: 'public.b c', columns: 'b_id' }]);
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
