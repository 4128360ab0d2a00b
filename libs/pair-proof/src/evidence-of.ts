import type { PairEvidence } from '#libs/step-files';
import { livingMutants, vacuousConditions, type Proof } from './proof.js';

/** The record of a proof; parts that were not looked at are null. */
export function evidenceOf(proof: Proof, checkedAt: string, sameResultAs: readonly string[] = []): PairEvidence {
  const { runs, rowCount, implausible, mutants, notProven } = proof;
  const conditions = mutants.filter(({ kind }) => kind === 'condition');
  const others = mutants.filter(({ isGuard }) => !isGuard);
  return {
    checked_at: checkedAt,
    runs,
    row_count: rowCount,
    plausible: runs ? { ok: implausible.length === 0, reasons: implausible.map(plain) } : null,
    conditions: runs
      ? {
          checked: conditions.length,
          biting: conditions.filter(({ fate }) => fate === 'killed').length,
          guards: conditions.filter(({ fate, isGuard }) => isGuard && fate !== 'killed').length,
          vacuous: vacuousConditions(proof).map(({ part }) => part),
        }
      : null,
    mutants: runs
      ? {
          made: others.length,
          killed: others.filter(({ fate }) => fate === 'killed').length,
          killed_on_copy: others.filter(({ isKilledOnCopy }) => isKilledOnCopy).length,
          undecided: others.filter(({ fate }) => fate === 'undecided').length,
          living: livingMutants(proof).map(({ kind, part }) => ({ kind, sql: part })),
        }
      : null,
    same_result_as: [...sameResultAs],
    not_proven: notProven === null ? null : plain(notProven),
  };
}

type Plain = NonNullable<PairEvidence['not_proven']>;

/** A message survives JSON. */
function plain({ code, params }: { readonly code: string; readonly params: object }): Plain {
  return { code, params: { ...params } };
}
