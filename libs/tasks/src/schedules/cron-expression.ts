import { CronExpressionParser } from 'cron-parser';
import { isTimeZone } from '#libs/clock';
import { DomainError } from '#libs/domain-errors';
import { taskErrors } from '../errors.js';

/**
 * The next instant of a cron expression of five fields; a sixth one for seconds would start runs faster than they end.
 * @throws DomainError `schedule_invalid`, `schedule_time_zone_unknown`
 */
export function nextRun(cron: string, timeZone: string, after: Date): Date {
  if (!isTimeZone(timeZone)) {
    throw new DomainError(taskErrors.schedule_time_zone_unknown, { timeZone: timeZone.slice(0, 100) });
  }
  const fields = cron.trim().split(/\s+/).length;
  if (fields !== 5) {
    throw invalid(cron, `${fields} ≠ 5`);
  }
  try {
    return CronExpressionParser.parse(cron, { tz: timeZone, currentDate: after }).next().toDate();
  } catch (error) {
    throw invalid(cron, error instanceof Error ? error.message : String(error), error);
  }
}

function invalid(cron: string, reason: string, cause?: unknown): DomainError {
  return new DomainError(taskErrors.schedule_invalid, { cron: cron.slice(0, 100), reason }, { cause });
}
