import { SELF_CHECK_KINDS, type SelfCheckKind, type SelfCheckResult } from '#libs/step-files';
import type { StepResult } from '#libs/steps/step';
import type { RetrievalRates } from './check-retrieval.js';
import type { SelfCheck } from './self-check.js';

/** Fewer questions say nothing about the store. */
const LEAST_ASKED = 10;

/** The self-check as the result of the step has it. */
export function selfCheckResult(
  { readBack, retrieval, hybrid, leftOut }: SelfCheck,
  weak: readonly SelfCheckKind[],
): SelfCheckResult & StepResult {
  return {
    questions: { ...readBack.questions },
    tables: { ...readBack.tables },
    retrieval: ofKinds(retrieval),
    hybrid: ofKinds(hybrid),
    left_out: leftOut && {
      pairs_without_intent: leftOut.pairsWithoutIntent,
      loaded_as_pairs: leftOut.loadedAsPairs,
    },
    weak: [...weak],
  };
}

function ofKinds(rates: SelfCheck['retrieval']) {
  return (
    rates && {
      paraphrase: copyOf(rates.paraphrase),
      other_language: copyOf(rates.other_language),
      held_out: copyOf(rates.held_out),
    }
  );
}

function copyOf(rates: RetrievalRates | null) {
  return rates && { ...rates, table_recall: { ...rates.table_recall } };
}

/**
 * Kinds of questions with too low a table recall at 5 or context sufficiency, by vectors or with words. The first falls when vectors are wrong, also
 * where a store has hardly more tables than a prompt takes; the second says whether pairs make up for it.
 * @param percent 0 to 100
 */
export function weakKinds(
  { retrieval, hybrid }: Pick<SelfCheck, 'retrieval' | 'hybrid'>,
  percent: number,
): SelfCheckKind[] {
  const isWeak = (rates: RetrievalRates | null | undefined): boolean =>
    rates !== null &&
    rates !== undefined &&
    rates.asked >= LEAST_ASKED &&
    Math.min(rates.table_recall.at_5, rates.context_sufficiency) * 100 < percent;
  return SELF_CHECK_KINDS.filter((kind) => isWeak(retrieval?.[kind]) || isWeak(hybrid?.[kind]));
}
