import { defineErrors } from '#libs/domain-errors';

export const ddlErrors = defineErrors({
  ddl_select_denied: {
    kind: 'validation',
    zh: '数据库角色 {role} 对 {count} 个表没有 SELECT 权限：{tables}。请授权，或设置 continue_on_error 跳过它们',
    en: 'the role {role} may not SELECT from {count} tables: {tables}. Grant it, or set continue_on_error to go on without them',
  },
  ddl_too_many_failures: {
    kind: 'validation',
    zh: '{count} 个表失败，超过 max_table_failures（{limit}）：{reasons}。请修正表清单或权限，或调大 max_table_failures',
    en: '{count} tables failed, more than max_table_failures ({limit}): {reasons}. Mend the table list or the grants, or raise max_table_failures',
  },
  ddl_nothing_documented: {
    kind: 'validation',
    zh: '没有任何表可以生成文档：{reasons}',
    en: 'no table could be documented: {reasons}',
  },
});
