import { defineErrors } from '#libs/domain-errors';

export const businessDatabaseErrors = defineErrors({
  business_connection_invalid: {
    kind: 'validation',
    zh: '无效的 db_connection：应为 postgresql://用户名:密码@主机:端口/数据库，参数只允许 sslmode',
    en: 'db_connection is not valid: expected postgresql://user:password@host:port/database, with no parameter but sslmode',
  },
  business_connection_not_allowed: {
    kind: 'forbidden',
    zh: '不允许连接 {host}。请由管理员将其加入 BUSINESS_DATABASE_HOSTS',
    en: 'connections to {host} are not allowed: have the operator add it to BUSINESS_DATABASE_HOSTS',
  },
  business_table_not_found: {
    kind: 'not_found',
    zh: '数据库 {database} 中没有表 {table}{near}',
    en: 'the database {database} has no table {table}{near}',
  },
  business_table_is_pattern: {
    kind: 'validation',
    zh: '请给出一个表名，而不是模式或多个表: {table}',
    en: 'name one table, not a pattern or several: {table}',
  },
});
