import { describe, expect, it } from '@jest/globals';
import { parseFilenameMapping, renderFilenameMapping } from '../index.js';

describe('filename_mapping.txt', () => {
  it('is read as it was written', () => {
    const text = renderFilenameMapping(
      new Map([
        ['sales.orders', ['sales_orders.ddl', 'sales_orders_detail.md']],
        ['public.a', ['a.ddl', 'a_detail.md']],
      ]),
    );
    expect(text).toContain('\n\npublic.a -> a.ddl, a_detail.md\nsales.orders -> ');
    expect([...parseFilenameMapping(text)]).toEqual([
      ['public.a', 'a_detail.md'],
      ['sales.orders', 'sales_orders_detail.md'],
    ]);
  });

  it('is read as the Python original wrote it, and with a BOM and line ends of Windows', () => {
    const text =
      '\ufeff# 文件名映射报告\r\n# 格式: 原始表名 -> x_detail.md\r\n\r\npublic.bss_company -> bss_company_detail.md\r\n';
    expect([...parseFilenameMapping(text)]).toEqual([['public.bss_company', 'bss_company_detail.md']]);
  });

  it('names nothing where a line is damaged', () => {
    expect(parseFilenameMapping('public.a\n -> a_detail.md\npublic.b -> b.ddl').size).toBe(0);
  });
});
