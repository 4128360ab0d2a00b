import { defineErrors } from '#libs/domain-errors';

export const operationErrors = defineErrors({
  lease_lost: {
    kind: 'cancelled',
    zh: '{operation} 已由另一个工作进程接管',
    en: 'another worker has taken over {operation}',
  },
  worker_stopping: { kind: 'unavailable', zh: '工作进程正在停止', en: 'the worker is shutting down' },
});
