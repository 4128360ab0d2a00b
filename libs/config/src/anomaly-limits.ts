import { z } from 'zod';

interface Limit {
  readonly unit: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
}

/**
 * The rules of anomalies that compare with a number: its unit, its default and its range. A rule fires somewhere within
 * its range: those of a machine fire above their percent, so that 100 would be `off` unsaid.
 */
export const ANOMALY_LIMITS = {
  high_cpu: { unit: '%', value: 90, min: 1, max: 99 },
  high_memory: { unit: '%', value: 90, min: 1, max: 99 },
  disk_full: { unit: '%', value: 90, min: 1, max: 99 },
  blocked_event_loop: { unit: 's', value: 3, min: 1, max: 300 },
  queue_backlog: { unit: 'jobs', value: 100, min: 1, max: 1_000_000 },
  slow_step: { unit: 'times', value: 3, min: 2, max: 1_000 },
  failure_rate: { unit: '%', value: 50, min: 1, max: 100 },
  zombie_execution: { unit: 's', value: 120, min: 30, max: 86_400 },
  error_burst: { unit: 'lines', value: 20, min: 1, max: 1_000_000 },
  clock_off: { unit: 's', value: 2, min: 1, max: 86_400 },
  backup_copy_missing: { unit: 'hours', value: 1, min: 1, max: 87_600 },
} as const satisfies Record<string, Limit>;

export type LimitedRule = keyof typeof ANOMALY_LIMITS;

/** The number of each rule; null: the rule is off. */
export type AnomalyLimits = Readonly<Record<LimitedRule, number | null>>;

const RULES = Object.entries(ANOMALY_LIMITS) as [LimitedRule, Limit][];

export const DEFAULT_ANOMALY_LIMITS = Object.fromEntries(
  RULES.map(([rule, { value }]) => [rule, value]),
) as AnomalyLimits;

/** `disk_full=85,high_cpu=off`: rules that are not named keep their defaults. */
export const anomalyLimits = z
  .string()
  .transform((text, context): AnomalyLimits => {
    const limits = { ...DEFAULT_ANOMALY_LIMITS };
    const named = new Set<string>();
    const items = text.split(',').map((item) => item.trim());
    for (const item of items.filter(Boolean)) {
      const [name = '', value = ''] = item.split('=').map((part) => part.trim());
      const problem = named.has(name) ? `expected ${name} once` : problemOf(item, name, value);
      named.add(name);
      if (problem === null) {
        limits[name as LimitedRule] = value === 'off' ? null : Number(value);
      } else {
        context.addIssue({ code: 'custom', message: problem });
      }
    }
    return limits;
  })
  .default(DEFAULT_ANOMALY_LIMITS);

function problemOf(item: string, name: string, value: string): string | null {
  const limit = RULES.find(([rule]) => rule === name)?.[1];
  if (limit === undefined || item.split('=').length !== 2) {
    const rules = RULES.map(([rule]) => rule).join(', ');
    return `expected a comma list of rule=number or rule=off, not "${item}"; the rules are ${rules}`;
  }
  const isGood =
    value === 'off' || (/^\d{1,7}$/.test(value) && Number(value) >= limit.min && Number(value) <= limit.max);
  return isGood ? null : `expected ${name} from ${limit.min} to ${limit.max} (${limit.unit}), or off`;
}
