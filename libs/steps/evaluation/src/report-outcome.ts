import { ARMS_BY_WIDTH, percentReached, type MeasuredSummary } from '#libs/evaluation';
import type { StepLog } from '#libs/steps/step';
import { messages } from './messages.js';

/** Logger name of the lines that the step writes. */
export const COMPONENT = 'Evaluation';

/** Tells the outcome in the task log. */
export function reportOutcome({ arms, questions, causes }: MeasuredSummary, log: StepLog): void {
  const arm = ARMS_BY_WIDTH.find((one) => arms[one] !== undefined);
  const own = arm === undefined ? undefined : arms[arm];
  log.info(
    COMPONENT,
    messages.done({ questions: own?.questions ?? 0, percent: percentReached(own?.sufficiency ?? 0), arm: arm ?? '–' }),
  );
  if (questions.leaked > 0) {
    log.warn(COMPONENT, messages.leaked({ count: questions.leaked }));
  }
  if (questions.unusable > 0) {
    log.warn(COMPONENT, messages.unusable({ count: questions.unusable }));
  }
  const listed = Object.entries(causes).map(([code, count]) => `${code} × ${count}`);
  if (listed.length > 0) {
    log.info(COMPONENT, messages.causes({ causes: listed }));
  }
}
