import { z } from 'zod';
import { EXECUTION_STATUSES, TASK_STATUSES } from '#libs/database';
import { STEP_NAMES } from '#libs/pipeline';
import { both } from './both-languages.js';

/** Path parameter of every route of one task. */
export const taskIdParameter = z.string().regex(/^[A-Za-z0-9_]{1,64}$/, {
  error: both('无效的 task_id 格式，只能包含字母、数字和下划线', 'expected letters, digits and underscores'),
});

export const timestamp = z.string().describe('ISO 8601 with offset').meta({ example: '2025-07-01T14:30:52+08:00' });
export const stepName = z.enum(STEP_NAMES);
export const taskStatus = z.enum(TASK_STATUSES);
export const stepStatus = z.enum(EXECUTION_STATUSES);

/** A whole number of a query string. */
export const queryNumber = (min: number, max: number, unset: number) => {
  const error = both(`应为 ${min} 到 ${max} 的整数`, `expected a whole number from ${min} to ${max}`);
  return z.coerce.number({ error }).int({ error }).min(min).max(max).default(unset);
};

/** The envelope around `data`, for the API document. */
export function success<T extends z.ZodType>(code: number, data: T) {
  return z.object({ success: z.literal(true), code: z.literal(code), message: z.string(), data });
}

export const failure = z
  .object({
    success: z.literal(false),
    code: z.int(),
    message: z.string(),
    error_type: z.string(),
    details: z.record(z.string(), z.unknown()),
    data: z.object({
      response: z.string(),
      error_type: z.string(),
      can_retry: z.boolean(),
      timestamp,
    }),
  })
  .meta({ id: 'Failure', title: 'Failure' });
