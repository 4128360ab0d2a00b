import { CronExpressionParser } from 'cron-parser';
import { isTimeZone } from '#libs/clock';
import { DomainError } from '#libs/domain-errors';
import type { Text } from '#libs/language';
import { taskErrors } from '../errors.js';

const FIELDS = [
  { zh: '分', en: 'minute', values: '0–59' },
  { zh: '时', en: 'hour', values: '0–23' },
  { zh: '日', en: 'day of month', values: '1–31' },
  { zh: '月', en: 'month', values: '1–12' },
  { zh: '周', en: 'day of week', values: '0–7' },
] as const;

/**
 * The next instant of a cron expression of five fields; a sixth one for seconds would start runs faster than they end.
 * @throws DomainError `schedule_invalid`, `schedule_time_zone_unknown`
 */
export function nextRun(cron: string, timeZone: string, after: Date): Date {
  if (!isTimeZone(timeZone)) {
    throw new DomainError(taskErrors.schedule_time_zone_unknown, { timeZone: timeZone.slice(0, 100) });
  }
  const fields = cron.trim().split(/\s+/);
  if (fields.length !== FIELDS.length) {
    throw invalid(cron, `${fields.length} ≠ ${FIELDS.length}`);
  }
  try {
    return CronExpressionParser.parse(cron, { tz: timeZone, currentDate: after }).next().toDate();
  } catch (error) {
    throw invalid(cron, reasonOf(fields), error);
  }
}

/** The first field that is not valid even alone. */
function reasonOf(fields: readonly string[]): Text {
  const position = fields.findIndex(
    (field, index) => !isValid(FIELDS.map((_, at) => (at === index ? field : '*')).join(' ')),
  );
  const [field, range] = [fields[position], FIELDS[position]];
  return field === undefined || range === undefined
    ? { zh: '没有符合条件的日期', en: 'no date matches it' }
    : {
        zh: `第 ${position + 1} 个字段（${range.zh}）“${field}”无效，取值范围 ${range.values}`,
        en: `field ${position + 1}, ${range.en}, is not valid: ${field}. Its values are ${range.values}`,
      };
}

function isValid(cron: string): boolean {
  try {
    CronExpressionParser.parse(cron);
    return true;
  } catch {
    return false;
  }
}

function invalid(cron: string, reason: string | Text, cause?: unknown): DomainError {
  return new DomainError(taskErrors.schedule_invalid, { cron: cron.slice(0, 100), reason }, { cause });
}
