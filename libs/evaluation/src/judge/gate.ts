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
    const percent = Math.floor(reached[name] * 1_000) / 10;
    return minimum === undefined ? [] : [{ name, arm, minimum, reached: percent, passed: percent >= minimum }];
  });
  return checks.length === 0 ? null : { passed: checks.every(({ passed }) => passed), checks };
}
