import { defineErrors } from '#libs/domain-errors';

export const tableListErrors = defineErrors({
  table_list_empty: {
    kind: 'validation',
    zh: '表清单为空：请每行写一个表名（table、schema.table，或 public.* 这样的模式）',
    en: 'the table list is empty: write one table a line (table, schema.table, or a pattern such as public.*)',
  },
  table_list_too_large: {
    kind: 'payload_too_large',
    zh: '表清单文件为 {bytes} 字节，超过上限 {limit} 字节',
    en: 'the table list has {bytes} bytes, more than the limit of {limit}',
  },
  table_list_too_many: {
    kind: 'validation',
    zh: '表清单有 {count} 项，超过上限 {limit} 项。可以用模式（如 public.*）代替逐个列出',
    en: 'the table list has {count} items, more than the limit of {limit}. A pattern such as public.* can replace many',
  },
  table_list_not_utf8: {
    kind: 'validation',
    zh: '表清单不是 UTF-8 编码（{reason}）。请另存为 UTF-8 后再上传',
    en: 'the table list is not UTF-8 ({reason}). Save it as UTF-8 and upload it again',
  },
  table_list_invalid_items: {
    kind: 'validation',
    zh: '表清单中有 {count} 项无法识别：{items}。特殊字符请用双引号括起，例如 sales."Order Details"',
    en: 'the table list has {count} items that are not table names: {items}. Put special characters into double quotes, as in sales."Order Details"',
  },
});
