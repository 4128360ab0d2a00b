import { render, type Language } from '#libs/language';
import { weaknessesOf } from '#libs/pair-proof';
import type { PairEvidence, ProofCounts } from '#libs/step-files';
import type { PairResult } from '../pair-result.js';

/** Evidence by the index of the result; of valid pairs. */
export type Evidences = ReadonlyMap<number, PairEvidence>;

export interface WeakPair {
  readonly pair_id: string;
  readonly question: string;
  readonly reasons: string[];
}

/** The pairs with a reason against them, in the order of the files. */
export function weakPairs(results: readonly PairResult[], evidences: Evidences, language: Language): WeakPair[] {
  return results.flatMap(({ index, pair }) => {
    const reasons = reasonsOf(evidences.get(index), language);
    return reasons.length === 0 ? [] : [{ pair_id: pair.id, question: pair.question, reasons }];
  });
}

export function reasonsOf(evidence: PairEvidence | undefined, language: Language): string[] {
  return evidence === undefined ? [] : weaknessesOf(evidence).map((message) => render(message, language));
}

export function countProofs(evidences: Evidences): ProofCounts {
  const all = [...evidences.values()];
  const sum = (value: (evidence: PairEvidence) => number | undefined): number =>
    all.reduce((total, evidence) => total + (value(evidence) ?? 0), 0);
  return {
    proven: all.filter(({ runs, not_proven: reason }) => runs === true && !reason).length,
    not_proven: all.filter(({ runs, not_proven: reason }) => runs !== true || reason).length,
    weak: all.filter((evidence) => weaknessesOf(evidence).length > 0).length,
    conditions: {
      checked: sum(({ conditions }) => conditions?.checked),
      biting: sum(({ conditions }) => conditions?.biting),
      guards: sum(({ conditions }) => conditions?.guards),
      vacuous: sum(({ conditions }) => conditions?.vacuous.length),
    },
    mutants: {
      made: sum(({ mutants }) => mutants?.made),
      killed: sum(({ mutants }) => mutants?.killed),
      killed_on_copy: sum(({ mutants }) => mutants?.killed_on_copy),
      undecided: sum(({ mutants }) => mutants?.undecided),
      living: sum(({ mutants }) => mutants?.living.length),
    },
    same_result_groups: groupsOf(all),
  };
}

/** Pairs of one group name each other. */
function groupsOf(evidences: readonly PairEvidence[]): number {
  const sizes = evidences.flatMap(({ same_result_as: others = [] }) =>
    others.length === 0 ? [] : [others.length + 1],
  );
  return Math.round(sizes.reduce((groups, size) => groups + 1 / size, 0));
}
