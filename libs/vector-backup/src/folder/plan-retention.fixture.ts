import type { RetentionClock, RetentionRules } from './plan-retention.js';

/** Rules that remove nothing; tests set those that they are about. */
export const KEEP_ALL: RetentionRules = {
  keep: null,
  keepDays: null,
  keepDaily: null,
  keepWeekly: null,
  keepMonthly: null,
};

export const KEEP_NEWEST: RetentionRules = { ...KEEP_ALL, keep: 1 };

/** @param made the backup that was just made */
export function clockOf(made: string): RetentionClock {
  return { now: new Date(), timeZone: 'Asia/Shanghai', made };
}
