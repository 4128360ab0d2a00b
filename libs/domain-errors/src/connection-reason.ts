import type { Text } from '#libs/language';

/** By the code that Node, TLS or a driver gives. */
const BY_CODE: readonly (readonly [RegExp, Text])[] = [
  [/^ECONNREFUSED$/, { zh: '连接被拒绝', en: 'connection refused' }],
  [/^(ENOTFOUND|EAI_)/, { zh: '主机名无法解析', en: 'the host name cannot be resolved' }],
  [/^E(SOCKET)?TIMEDOUT$/, { zh: '连接超时', en: 'the connection timed out' }],
  [/^E(HOST|NET)UNREACH$/, { zh: '网络不可达', en: 'the network is unreachable' }],
  [/^EACCES$/, { zh: '没有访问权限', en: 'access denied' }],
  [/^ENOENT$/, { zh: '套接字文件不存在', en: 'the socket file does not exist' }],
  [
    /CERT|SIGNED|SIGNATURE|ERR_TLS|ERR_SSL|EPROTO/,
    { zh: 'TLS 连接或证书无效', en: 'TLS or the certificate is not valid' },
  ],
];

const LOST: Text = { zh: '连接已断开', en: 'the connection was lost' };
const TIMED_OUT = /timed? ?out|timeout/i;

/**
 * The reason, as part of a sentence, why a service is unreachable. The library's text is never included: it has
 * one language, and names the library's own options.
 */
export function connectionReason(error: unknown): Text {
  const { code, message } = (error ?? {}) as { readonly code?: unknown; readonly message?: unknown };
  const known = BY_CODE.find(([pattern]) => typeof code === 'string' && pattern.test(code));
  if (known !== undefined) {
    return known[1];
  }
  return typeof message === 'string' && TIMED_OUT.test(message)
    ? { zh: '连接超时', en: 'the connection timed out' }
    : LOST;
}
