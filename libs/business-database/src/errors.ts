import { defineErrors } from '#libs/domain-errors';

export const businessDatabaseErrors = defineErrors({
  business_database_unsupported: {
    kind: 'validation',
    zh: '不支持的业务数据库类型: {protocol}。目前支持 postgresql://',
    en: 'business databases of the kind {protocol} are not supported: use postgresql://',
  },
});

export const serverErrors = defineErrors({
  business_database_catalog_incomplete: {
    kind: 'validation',
    zh: '{product} 缺少读取表结构所需的系统目录：{missing}。请使用 PostgreSQL 13 及以上版本，或系统目录与 PostgreSQL 12 兼容的数据库',
    en: '{product} lacks parts of the catalogs that describe tables: {missing}. Use PostgreSQL 13 or later, or a server with the catalogs of PostgreSQL 12',
  },
});

export const tableSelectionErrors = defineErrors({
  table_list_tables_not_found: {
    kind: 'validation',
    zh: '数据库 {database} 中找不到 {count} 个表：{tables}。请修改表清单，或设置 continue_on_error 跳过它们',
    en: '{count} tables do not exist in the database {database}: {tables}. Correct the table list, or set continue_on_error to go on without them',
  },
});
