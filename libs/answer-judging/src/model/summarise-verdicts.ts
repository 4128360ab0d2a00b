import { isCountedAnswer } from '#libs/evaluation';
import { wilson } from '#libs/evaluation-statistics';
import type { JsonObject } from '#libs/pipeline';
import type { Verdict } from '../verdict.js';

/**
 * The answers of one arm. `accuracy` is execution accuracy alone; `with_extra_columns` also takes right rows with further
 * columns; `accuracy_on_copies` only takes answers that are right on every perturbed copy too. Shares are 0 to 1 with their interval at 95 %, null without questions.
 */
export function summariseVerdicts(verdicts: readonly Pick<Verdict, 'outcome' | 'reasons'>[]): JsonObject {
  const counted = verdicts.filter(isCountedAnswer);
  const outcomes = countBy(verdicts.map(({ outcome }) => outcome));
  const of = (...names: Verdict['outcome'][]): number => names.reduce((sum, name) => sum + (outcomes[name] ?? 0), 0);
  const share = (count: number): JsonObject | null => {
    const found = wilson(count, counted.length);
    return found && { share: found.share, low: found.low, high: found.high };
  };
  return {
    questions: counted.length,
    right: of('right'),
    accuracy: share(of('right')),
    with_extra_columns: share(of('right', 'superset')),
    accuracy_on_copies: share(of('right') - verdicts.filter(differsOnCopy).length),
    outcomes,
    reasons: countBy(verdicts.flatMap(({ reasons }) => reasons)),
  };
}

function differsOnCopy({ reasons }: Pick<Verdict, 'reasons'>): boolean {
  return reasons.includes('differs_on_copy');
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names.toSorted()) {
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
