import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { Failure } from './failure.dto.js';

/** By status. */
export const FAILURE_DESCRIPTIONS: Readonly<Record<number, string>> = {
  400: 'validation_error: the input is not valid; `details.problems` names every field',
  401: 'unauthorized: an API key is missing or unknown',
  403: 'forbidden: the API key lacks the scope that the route needs',
  404: 'resource_not_found',
  409: 'conflict: the state of the task does not allow it now',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
  416: 'the requested range is outside the file',
  429: 'rate_limited: the key has sent too many requests; see Retry-After',
  431: 'the request line and headers are larger than 16 KB',
  500: 'internal_error or database_error; `details.correlation_id` is in the log too',
  503: 'service_unavailable: Postgres, the queue or the storage is unreachable; see Retry-After',
};

/** Documents the failures of a route. 401, 403, 429, 431, 500 and 503 can always happen. */
export function ApiFailures(...statuses: number[]): MethodDecorator & ClassDecorator {
  return applyDecorators(
    ...[...new Set([...statuses, 401, 403, 429, 431, 500, 503])]
      .sort()
      .map((status) => ApiResponse({ status, description: FAILURE_DESCRIPTIONS[status] ?? '', type: Failure })),
  );
}
