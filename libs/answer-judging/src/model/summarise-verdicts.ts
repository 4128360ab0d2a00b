import { isCountedAnswer, type AnswerResult } from '#libs/evaluation';
import { wilson } from '#libs/evaluation-statistics';
import type { JsonObject } from '#libs/pipeline';
import type { Verdict } from '../verdict.js';

type Judged = Pick<AnswerResult, 'outcome' | 'reasons'>;

/**
 * The answers of one arm. `accuracy` is execution accuracy of the questions that the data answer; `with_extra_columns` also takes right rows with further
 * columns; `accuracy_on_copies` only takes answers that are right on every perturbed copy too. `unanswerable` is the share of the other questions
 * that the model declined, or found no rows for. Shares are 0 to 1 with their interval at 95 %, null without questions.
 */
export function summariseVerdicts(verdicts: readonly Judged[], unanswerable: readonly Judged[] = []): JsonObject {
  const counted = verdicts.filter(isCountedAnswer);
  const outcomes = countBy(verdicts.map(({ outcome }) => outcome));
  const of = (...names: Verdict['outcome'][]): number => names.reduce((sum, name) => sum + (outcomes[name] ?? 0), 0);
  const share = (count: number): JsonObject | null => shareOf(count, counted.length);
  const all = [...verdicts, ...unanswerable];
  return {
    questions: counted.length,
    right: of('right'),
    accuracy: share(of('right')),
    with_extra_columns: share(of('right', 'superset')),
    accuracy_on_copies: share(of('right') - verdicts.filter(differsOnCopy).length),
    unanswerable: unansweredOf(unanswerable.filter(isCountedAnswer)),
    outcomes: countBy(all.map(({ outcome }) => outcome)),
    reasons: countBy(all.flatMap(({ reasons }) => reasons)),
  };
}

function unansweredOf(counted: readonly Judged[]): JsonObject {
  const right = counted.filter(({ outcome }) => outcome === 'right').length;
  return { questions: counted.length, right, share: shareOf(right, counted.length) };
}

function shareOf(count: number, of: number): JsonObject | null {
  const found = wilson(count, of);
  return found && { share: found.share, low: found.low, high: found.high };
}

function differsOnCopy({ reasons }: Pick<Judged, 'reasons'>): boolean {
  return reasons.includes('differs_on_copy');
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names.toSorted()) {
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
