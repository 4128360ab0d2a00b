import { connectionReason, DomainError, defineErrors } from '#libs/domain-errors';
import type { Text } from '#libs/language';
import { isServerError, serverReason, type ServerError } from '#libs/postgres';

export const queueErrors = defineErrors({
  queue_unreachable: {
    kind: 'unavailable',
    zh: '任务队列暂时不可用：{reason}。请检查 QUEUE_URL 指向的服务',
    en: 'the job queue is unreachable: {reason}. Check the service behind QUEUE_URL',
  },
});

/** By the first word of an error that Redis answers with. */
const BY_REDIS_REPLY: Readonly<Record<string, Text>> = {
  NOAUTH: { zh: 'Redis 需要密码', en: 'Redis asks for a password' },
  WRONGPASS: { zh: 'Redis 拒绝登录', en: 'Redis refused the login' },
  NOPERM: { zh: 'Redis 用户权限不足', en: 'the Redis user lacks a permission' },
  OOM: { zh: 'Redis 内存不足', en: 'Redis is out of memory' },
  READONLY: { zh: 'Redis 是只读副本', en: 'Redis is a read-only replica' },
  LOADING: { zh: 'Redis 正在加载数据', en: 'Redis is loading its data' },
  MISCONF: { zh: 'Redis 无法写入磁盘', en: 'Redis cannot write to its disk' },
  CLUSTERDOWN: { zh: 'Redis 集群不可用', en: 'the Redis cluster is down' },
};

/** Translates connection errors of a producer's call; other errors are defects and keep their type. */
export function translateQueueError(error: unknown): Error {
  if (error instanceof DomainError || error instanceof TypeError) {
    return error;
  }
  return new DomainError(queueErrors.queue_unreachable, { reason: reasonOf(error) }, { cause: error });
}

function reasonOf(error: unknown): Text {
  const server = (error ?? {}) as ServerError;
  const { code, message = '' } = server;
  return isServerError(code)
    ? serverReason(server)
    : (BY_REDIS_REPLY[message.split(' ', 1)[0] ?? ''] ?? connectionReason(error));
}
