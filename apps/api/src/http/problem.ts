import type { ErrorKind } from '#libs/domain-errors';
import type { Text } from '#libs/language';

/** How a kind of error looks over HTTP. */
interface HttpShape {
  readonly status: number;
  readonly errorType: string;
  readonly canRetry: boolean;
  /** The general title, used by the vector routes and by RFC 9457. */
  readonly title: Text;
}

const BAD_REQUEST = { zh: '请求参数错误', en: 'Bad request' };
const INTERNAL = { zh: '系统内部错误', en: 'Internal error' };

export const HTTP_SHAPES: Readonly<Record<ErrorKind, HttpShape>> = {
  validation: { status: 400, errorType: 'validation_error', canRetry: false, title: BAD_REQUEST },
  unauthorized: {
    status: 401,
    errorType: 'unauthorized',
    canRetry: false,
    title: { zh: '未授权', en: 'Unauthorized' },
  },
  forbidden: { status: 403, errorType: 'forbidden', canRetry: false, title: { zh: '禁止访问', en: 'Forbidden' } },
  not_found: {
    status: 404,
    errorType: 'resource_not_found',
    canRetry: false,
    title: { zh: '资源未找到', en: 'Not found' },
  },
  method_not_allowed: {
    status: 405,
    errorType: 'method_not_allowed',
    canRetry: false,
    title: { zh: '不支持的请求方法', en: 'Method not allowed' },
  },
  conflict: { status: 409, errorType: 'conflict', canRetry: false, title: { zh: '资源冲突', en: 'Conflict' } },
  cancelled: { status: 409, errorType: 'conflict', canRetry: false, title: { zh: '已取消', en: 'Cancelled' } },
  payload_too_large: {
    status: 413,
    errorType: 'payload_too_large',
    canRetry: false,
    title: { zh: '请求体过大', en: 'Payload too large' },
  },
  unsupported_media_type: {
    status: 415,
    errorType: 'unsupported_media_type',
    canRetry: false,
    title: { zh: '不支持的媒体类型', en: 'Unsupported media type' },
  },
  range_not_satisfiable: {
    status: 416,
    errorType: 'validation_error',
    canRetry: false,
    title: { zh: '请求范围无效', en: 'Range not satisfiable' },
  },
  rate_limited: {
    status: 429,
    errorType: 'rate_limited',
    canRetry: true,
    title: { zh: '请求过于频繁', en: 'Too many requests' },
  },
  database: { status: 500, errorType: 'database_error', canRetry: true, title: INTERNAL },
  internal: { status: 500, errorType: 'internal_error', canRetry: false, title: INTERNAL },
  unavailable: {
    status: 503,
    errorType: 'service_unavailable',
    canRetry: true,
    title: { zh: '服务暂时不可用', en: 'Service unavailable' },
  },
};

/** Seconds that a client should wait before it asks a service again that was unreachable. */
export const RETRY_AFTER_SECONDS = 5;
