import { defineErrors } from '#libs/domain-errors';

export const ddlErrors = defineErrors({
  ddl_select_denied: {
    kind: 'validation',
    zh: '数据库角色 {role} 对 {count} 个表没有 SELECT 权限：{tables}。请授权，或设置 continue_on_error 跳过它们',
    en: 'the role {role} may not SELECT from {count} tables: {tables}. Grant it, or set continue_on_error to go on without them',
  },
  ddl_nothing_documented: {
    kind: 'validation',
    zh: '没有任何表可以生成文档：{reasons}',
    en: 'no table could be documented: {reasons}',
  },
});
