import type { StepContext } from '#libs/steps/step';
import { attemptOrWarn } from '../merge-into-store.js';
import { messages } from '../messages.js';
import { COMPONENT } from '../sink.js';
import type { TrainingData } from '../training-data.js';
import type { Reader } from './reader-search.js';
import { checkStore } from './self-check.js';
import { selfCheckResult, weakKinds } from './self-check-result.js';

/**
 * The self-check of a load that is committed, as the result has it; what is weak is in the task log.
 * @param minPercent a rate below it is weak, 0 to 100
 * @returns null if the check failed
 */
export async function checkLoad(
  reader: Omit<Reader, 'signal'>,
  data: TrainingData,
  minPercent: number,
  context: StepContext,
) {
  const { files, signal, log } = context;
  const check = await attemptOrWarn(
    () => checkStore({ ...reader, signal }, files, data),
    messages.check_failed,
    context,
  );
  if (check === null) {
    return null;
  }
  const weak = weakKinds(check, minPercent);
  if (weak.length > 0) {
    log.warn(COMPONENT, messages.weak_retrieval({ kinds: weak, percent: minPercent }));
  }
  return selfCheckResult(check, weak);
}
