import { HTTP_SHAPES } from '../http/problem.js';

/** RFC 9457, with additional members. */
export const PROBLEM_SCHEMA = {
  type: 'object',
  title: 'Problem',
  properties: {
    type: { type: 'string', examples: ['urn:data-pipeline:resource_not_found'] },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string' },
  },
  required: ['type', 'title', 'status', 'detail', 'instance'],
  additionalProperties: true,
};

const SENTENCES: Readonly<Record<number, readonly [string, Record<string, unknown>]>> = {
  400: [
    '请求参数错误：theme_count: 应为 1 到 100 的整数，收到 0',
    {
      error_code: 'request_invalid',
      problems: [{ field: 'theme_count', message: '应为 1 到 100 的整数，收到 0' }],
    },
  ],
  401: ['API 密钥无效', { error_code: 'key_unknown' }],
  403: ['此 API 密钥没有 run 权限', { error_code: 'key_scope_missing', needed_scope: 'run' }],
  404: ['任务不存在: task_20250701_143052', { error_code: 'task_not_found' }],
  409: ['任务 task_20250701_143052 正在执行中，请等待它结束，或先取消它', { error_code: 'task_running' }],
  413: ['请求体超过上限 1048576 字节', { error_code: 'body_too_large' }],
  415: ['不支持的 Content-Type，请使用 application/json', { error_code: 'media_type_unsupported' }],
  416: ['请求的范围超出文件大小 1024 字节', { error_code: 'range_not_satisfiable' }],
  429: ['请求过于频繁：每个密钥每分钟最多 6000 次，请在 12 秒后重试', { error_code: 'rate_limit_reached' }],
  431: ['请求行或请求头过大 / the request line and headers are too large', {}],
  500: [
    '服务器内部错误，编号 5f0c2a9e-6d3b-4f0e-9b57-1f6f7c1b7a52',
    { correlation_id: '5f0c2a9e-6d3b-4f0e-9b57-1f6f7c1b7a52' },
  ],
  503: ['任务队列暂时不可用', { error_code: 'queue_unreachable' }],
};

/** An example of an answer with this status. */
export function errorExample(status: number): Record<string, unknown> {
  const [message, details] = SENTENCES[status] ?? ['', {}];
  const shape = Object.values(HTTP_SHAPES).findLast((one) => one.status === status);
  const errorType = shape?.errorType ?? 'validation_error';
  return {
    success: false,
    code: status,
    message,
    error_type: errorType,
    details,
    data: {
      response: message,
      error_type: errorType.toUpperCase(),
      can_retry: shape?.canRetry ?? false,
      timestamp: '2025-07-01T14:30:52+08:00',
    },
  };
}
