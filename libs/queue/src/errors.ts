import { DomainError, defineErrors } from '#libs/domain-errors';
import { redactSecrets } from '#libs/redaction';

export const queueErrors = defineErrors({
  queue_unreachable: {
    kind: 'unavailable',
    zh: '任务队列暂时不可用：{reason}。请检查 QUEUE_URL 指向的服务',
    en: 'the job queue is out of reach: {reason}. Check the service behind QUEUE_URL',
  },
});

/** What a producer's call can fail with is the connection; our own mistakes keep their type. */
export function translateQueueError(error: unknown): Error {
  if (error instanceof DomainError || error instanceof TypeError) {
    return error;
  }
  const reason = error instanceof Error ? error.message || error.name : String(error);
  return new DomainError(queueErrors.queue_unreachable, { reason: redactSecrets(reason) }, { cause: error });
}
