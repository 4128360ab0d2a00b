import { defineErrors } from '#libs/domain-errors';

export const accessErrors = defineErrors({
  key_missing: {
    kind: 'unauthorized',
    zh: '需要 API 密钥：请在 X-API-Key 或 Authorization: Bearer 请求头中提供',
    en: 'an API key is needed: send it in X-API-Key or Authorization: Bearer',
  },
  key_unknown: { kind: 'unauthorized', zh: 'API 密钥无效', en: 'this API key is not known' },
  key_scope_missing: {
    kind: 'forbidden',
    zh: '此 API 密钥没有 {scope} 权限。请使用具有该权限的密钥，或让管理员创建一个（npm run keys -- create --scopes {scope}）',
    en: 'this API key lacks the scope {scope}: use one that has it, or ask the operator for one (npm run keys -- create --scopes {scope})',
  },
  key_not_found: {
    kind: 'not_found',
    zh: '没有编号为 {id} 的有效密钥。用 npm run keys -- list 查看',
    en: 'there is no key {id} that is still valid: npm run keys -- list shows them',
  },
});
