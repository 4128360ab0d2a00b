import { SELF_CHECK_KINDS, type SelfCheckKind, type SelfCheckResult } from '#libs/step-files';
import type { StepResult } from '#libs/steps/step';
import type { RetrievalRates } from './check-retrieval.js';
import type { SelfCheck } from './self-check.js';

/** Fewer questions say nothing about the store. */
const LEAST_ASKED = 10;

/** The self-check as the result of the step has it. */
export function selfCheckResult(
  { readBack, retrieval, leftOut }: SelfCheck,
  weak: readonly SelfCheckKind[],
): SelfCheckResult & StepResult {
  return {
    questions: { ...readBack.questions },
    tables: { ...readBack.tables },
    retrieval: retrieval && {
      paraphrase: copyOf(retrieval.paraphrase),
      other_language: copyOf(retrieval.other_language),
      held_out: copyOf(retrieval.held_out),
    },
    left_out: leftOut && {
      pairs_without_intent: leftOut.pairsWithoutIntent,
      loaded_as_pairs: leftOut.loadedAsPairs,
    },
    weak: [...weak],
  };
}

function copyOf(rates: RetrievalRates | null) {
  return rates && { ...rates, table_recall: { ...rates.table_recall } };
}

/**
 * Kinds of questions with too low a table recall at 5 or context sufficiency. The first falls when vectors are wrong, also
 * where a store has hardly more tables than a prompt takes; the second says whether pairs make up for it.
 * @param percent 0 to 100
 */
export function weakKinds({ retrieval }: Pick<SelfCheck, 'retrieval'>, percent: number): SelfCheckKind[] {
  return SELF_CHECK_KINDS.filter((kind) => {
    const rates = retrieval?.[kind];
    return (
      rates &&
      rates.asked >= LEAST_ASKED &&
      Math.min(rates.table_recall.at_5, rates.context_sufficiency) * 100 < percent
    );
  });
}
