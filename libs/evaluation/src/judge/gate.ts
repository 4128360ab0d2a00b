import { ARMS, ARMS_BY_WIDTH, type Arm } from '../types/arm.js';
import type { EvaluationSummary } from '../types/summary.js';
import type { EvaluationParameters } from '../parameters.js';

export interface GateCheck {
  readonly name: 'min_context_sufficiency' | 'min_all_tables';
  readonly arm: Arm;
  /** Percent. */
  readonly minimum: number;
  readonly reached: number;
  readonly passed: boolean;
}

export interface GateOutcome {
  readonly passed: boolean;
  readonly checks: readonly GateCheck[];
}

/**
 * Whether the summary reaches what was asked for, in the widest arm. Without a counted question it does not.
 * @returns null where nothing was asked for
 */
export function gateOutcome(summary: EvaluationSummary, gate: EvaluationParameters['gate']): GateOutcome | null {
  const arm = ARMS_BY_WIDTH.find((one) => summary.arms[one] !== undefined) ?? ARMS[0];
  const own = summary.arms[arm];
  const reached = { min_context_sufficiency: own?.sufficiency ?? 0, min_all_tables: own?.all_tables ?? 0 };
  const checks = (['min_context_sufficiency', 'min_all_tables'] as const).flatMap((name): GateCheck[] => {
    const minimum = gate[name];
    if (minimum === undefined) {
      return [];
    }
    const share = reached[name];
    return [{ name, arm, minimum, reached: percentReached(share, minimum), passed: share >= minimum / 100 }];
  });
  return checks.length === 0 ? null : { passed: checks.every(({ passed }) => passed), checks };
}

/**
 * A share in percent with one digit, rounded as the tables of the console and of the report round it.
 * @param minimum in percent: a share below it is rounded down where rounding to the nearest would reach it
 */
export function percentReached(share: number, minimum?: number): number {
  const rounded = Number((100 * share).toFixed(1));
  return minimum !== undefined && share < minimum / 100 && rounded >= minimum
    ? Math.floor(share * 1_000) / 10
    : rounded;
}
