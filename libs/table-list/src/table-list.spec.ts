import { describe, expect, it } from '@jest/globals';
import { decodeTableList, MAX_TABLE_LIST_BYTES, parseTableItems, parseTableList, renderTableList } from './index.js';

const texts = (list: string): string[] => parseTableList(list).map(({ text }) => text);
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('parseTableList', () => {
  it('reads lines, commas, comments and keeps the first of equal items', () => {
    const list = '\uFEFF# head\n-- note\r\na, b ,,c\n\n  sales.orders -- main\nd # why\nb，e\n\tpublic.*\n';
    expect(texts(list)).toEqual(['a', 'b', 'c', 'sales.orders', 'd', 'e', 'public.*']);
  });

  it.each([
    ['"Order Details"', null, 'Order Details', false],
    ['Order Details', null, 'Order Details', false],
    ['sales."a,b -- ""c"" # *.d"', 'sales', 'a,b -- "c" # *.d', false],
    ['"S.x"."t"', 'S.x', 't', false],
    ['销售.订单', '销售', '订单', false],
    ['sales.fact_*', 'sales', 'fact_*', true],
    ['*.*', '*', '*', true],
    ['a-b$1', null, 'a-b$1', false],
  ])('understands %s', (text, schema, name, isPattern) => {
    const [item, ...more] = parseTableList(text);
    expect(more).toEqual([]);
    expect([item?.schema?.text ?? null, item?.name.text, item?.isPattern]).toEqual([schema, name, isPattern]);
  });

  it.each(['a.b.c', 'a.', '.b', 'a;drop table b', 'x(1)', "o'clock", '"open', 'a"b"', 'a\u0000b'])(
    'refuses %s and says where it stands',
    (text) => {
      expect(() => parseTableList(`fine\n${text}`)).toThrow(
        expect.objectContaining({
          code: 'table_list_invalid_items',
          message: expect.stringContaining('(2)'),
        }),
      );
    },
  );

  it('names all bad items at once', () => {
    expect(() => parseTableList('a;\nb(\nc')).toThrow(
      expect.objectContaining({
        params: expect.objectContaining({ count: 2, items: 'a; (1); b( (2)' }),
      }),
    );
  });

  it('needs at least one item and takes at most a thousand', () => {
    expect(() => parseTableList('# only\n--\n , \n')).toThrow(expect.objectContaining({ code: 'table_list_empty' }));
    const names = Array.from({ length: 1001 }, (_, index) => `t${index}`);
    expect(parseTableItems([...names.slice(0, 1000), 't0'])).toHaveLength(1000);
    expect(() => parseTableItems(names)).toThrow(expect.objectContaining({ code: 'table_list_too_many' }));
  });
});

describe('decodeTableList', () => {
  it('drops the byte order mark', () => {
    expect(decodeTableList(utf8('\uFEFFa'))).toBe('a');
  });

  it.each([
    [Uint8Array.of(0xb6, 0xa9, 0xb5, 0xa5, 0xb1, 0xed), 'GBK'],
    [Uint8Array.of(0xff, 0xfe, 0x61, 0x00), 'UTF-16'],
    [Uint8Array.of(0x61, 0x00, 0x62), 'UTF-16'],
    [Uint8Array.of(0x61, 0xff), { zh: '含有无效字节', en: 'invalid bytes' }],
  ])('refuses what is not UTF-8 with the reason', (bytes, reason) => {
    expect(() => decodeTableList(bytes)).toThrow(
      expect.objectContaining({ code: 'table_list_not_utf8', params: { reason } }),
    );
  });

  it('refuses blank and oversized files', () => {
    expect(() => decodeTableList(utf8('\uFEFF \n'))).toThrow(expect.objectContaining({ code: 'table_list_empty' }));
    expect(() => decodeTableList(new Uint8Array(MAX_TABLE_LIST_BYTES + 1))).toThrow(
      expect.objectContaining({ code: 'table_list_too_large', kind: 'payload_too_large' }),
    );
  });
});

describe('renderTableList', () => {
  it('writes a file that is read back', () => {
    const text = renderTableList(['public.a', 'sales."Order Details"'], '2025-07-21 23:49:14');
    expect(text).toBe(
      '# 表清单文件\n# 生成时间: 2025-07-21 23:49:14\n# 表数量: 2\n\npublic.a\nsales."Order Details"\n',
    );
    expect(texts(text)).toEqual(['public.a', 'sales."Order Details"']);
  });
});
