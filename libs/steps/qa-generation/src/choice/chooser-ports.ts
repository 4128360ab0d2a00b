import type { StatementRunner } from '#libs/business-database';
import type { Language } from '#libs/language';
import {
  livingMutants,
  PROOF_LIMITS,
  Prover,
  undecidedMutants,
  vacuousConditions,
  type MutantKind,
  type Proof,
  type ProofLimits,
} from '#libs/pair-proof';
import { ModelIndex } from '#libs/semantic-model';
import type { Business } from '../read-business.js';
import { candidatesOf } from './candidates-of.js';
import type { ChooserPorts } from './pair-chooser.js';
import { Trials, type TrialOutcome } from './trials.js';

/** An example that takes longer is none to follow. */
export const TRIAL_LIMITS = { connections: 3, statementTimeoutMs: 10_000 };

/** What the values of a question decide; the other mutants are for the validation. */
const TRIED: ReadonlySet<MutantKind> = new Set(['condition', 'boundary']);
/** What was not proven in this time is taken last. */
const TRIAL_PROOF_LIMITS: ProofLimits = { ...PROOF_LIMITS, statementMs: 2_000 };

function judged(proof: Proof): TrialOutcome {
  if (vacuousConditions(proof).length > 0) {
    return 'vacuous';
  }
  if (undecidedMutants(proof).length > 0) {
    return 'unproven';
  }
  return livingMutants(proof).length > 0 ? 'tells_weakly' : 'tells';
}

/**
 * Candidates by the grammar of intents, tried on the database. Choosers of one run share the ports: a trial runs once.
 * @param limits of the proofs that their conditions change the result
 */
export function chooserPorts(
  { model, isEmpty }: Business,
  language: Language,
  statements: StatementRunner,
  signal: AbortSignal,
  limits = TRIAL_PROOF_LIMITS,
): ChooserPorts {
  const index = new ModelIndex(model);
  const trials = new Trials(statements);
  const softDeletes = new Set(model.entities.flatMap(({ softDelete }) => softDelete?.field ?? []));
  const prover = new Prover({
    statements,
    signal,
    // The grain of a join follows from the model.
    relations: () => Promise.resolve([]),
    isSoftDelete: (column) => softDeletes.has(column),
    limits,
    tries: ({ kind }) => TRIED.has(kind),
    onlyWithMutants: true,
  });
  return {
    propose: (entity) => candidatesOf(index, entity, language),
    tryOut: async ({ sql, isGrouped, checks = [] }) => {
      signal.throwIfAborted();
      // An empty database gives no rows to anybody; that the statement runs has to do.
      const leastRows = isEmpty ? 0 : isGrouped ? 2 : 1;
      const outcome = await trials.try(sql, leastRows);
      if (isEmpty || outcome !== 'tells') {
        return outcome;
      }
      for (const check of checks) {
        if ((await trials.try(check.sql, check.leastRows)) !== 'tells') {
          return 'tells_nothing';
        }
      }
      return judged(await prover.prove(sql));
    },
  };
}
