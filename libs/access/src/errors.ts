import { defineErrors } from '#libs/domain-errors';
import { operatorCommand } from '#libs/operator-command';

const CREATE_KEY = operatorCommand('keys', 'create --name <name> --scopes {scope}');
const LIST_KEYS = operatorCommand('keys', 'list');

export const accessErrors = defineErrors({
  key_missing: {
    kind: 'unauthorized',
    zh: '需要 API 密钥：请在 X-API-Key 或 Authorization: Bearer 请求头中提供',
    en: 'an API key is needed: send it in X-API-Key or Authorization: Bearer',
  },
  key_unknown: { kind: 'unauthorized', zh: 'API 密钥无效', en: 'this API key is not known' },
  too_many_wrong_keys: {
    kind: 'rate_limited',
    zh: '此地址在一分钟内提交了过多无效的 API 密钥，请在 {seconds} 秒后重试',
    en: 'this address has sent too many unknown API keys within a minute: try again in {seconds} seconds',
  },
  too_many_wrong_logins: {
    kind: 'rate_limited',
    zh: '数据库在一分钟内拒绝了过多次登录，请核对 db_connection，并在 {seconds} 秒后重试',
    en: 'databases have refused too many logins within a minute: check db_connection, and try again in {seconds} seconds',
  },
  key_scope_missing: {
    kind: 'forbidden',
    zh: `此 API 密钥没有 {scope} 权限。请使用具有该权限的密钥，或让管理员创建一个（${CREATE_KEY}）`,
    en: `this API key lacks the scope {scope}: use one that has it, or ask the operator for one (${CREATE_KEY})`,
  },
  host_not_local: {
    kind: 'forbidden',
    zh: '没有设置 API 密钥时，只接受以 localhost 或 127.0.0.1 访问的请求，收到的是 {host}。要以其他名称访问，请设置 API_KEYS',
    en: 'without API keys only requests to localhost or 127.0.0.1 are served, this one is to {host}: set API_KEYS to use another name',
  },
  foreign_page: {
    kind: 'forbidden',
    zh: '请求来自其他网站的页面，已拒绝。程序请在 X-API-Key 或 Authorization: Bearer 请求头中提供密钥',
    en: 'the request comes from a page of another site and was refused: programs send a key in X-API-Key or Authorization: Bearer',
  },
  key_not_found: {
    kind: 'not_found',
    zh: `没有编号为 {id} 的有效密钥。用 ${LIST_KEYS} 查看`,
    en: `there is no key {id} that is still valid: ${LIST_KEYS} shows them`,
  },
});
