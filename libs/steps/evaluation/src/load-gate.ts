import { DomainError } from '#libs/domain-errors';
import {
  evaluationErrors,
  evaluationParametersSchema,
  MOST_CANDIDATE_QUESTIONS,
  percentReached,
  RecordSource,
  type SourceRecord,
  type StepEvaluations,
} from '#libs/evaluation';
import type { Embedder } from '#libs/language-model';
import { languageOf } from '#libs/pipeline';
import type { StepContext, StepInput } from '#libs/steps/step';
import { messages } from './messages.js';
import { COMPONENT, reportOutcome } from './report-outcome.js';

/** Asked before a load writes anything. @throws DomainError where the load must not go on */
export type LoadGate = (
  records: () => AsyncIterable<SourceRecord>,
  input: StepInput,
  context: StepContext,
) => Promise<void>;

/**
 * Measures the records of a load before they are loaded, in memory, as readers of Vanna would find them, and refuses the
 * load when fewer questions find what they need than the task asks for. A task that asks for nothing is not measured.
 * @param embedder of the load: with a cache, the load itself pays for no text again
 */
export function loadGate(evaluations: StepEvaluations, embedder: Embedder): LoadGate {
  return async (records, { taskId, executionId, parameters }, { files, database, signal, log, progress }) => {
    const minimum = parameters.min_context_sufficiency;
    if (minimum === undefined) {
      return;
    }
    log.info(COMPONENT, messages.gate_started({ minimum }));
    const measured = evaluationParametersSchema.parse({
      arms: ['schema', 'documents', 'pairs'],
      phase: 'candidate',
      budget: { max_questions: MOST_CANDIDATE_QUESTIONS },
      gate: { min_context_sufficiency: minimum },
    });
    const { evaluationId, summary } = await evaluations.measure({
      taskId,
      executionId,
      setId: parameters.evaluation_set,
      parameters: measured,
      files,
      database,
      language: languageOf(parameters),
      signal,
      progress,
      candidate: new RecordSource(records, embedder.renewed(), measured.results),
    });
    reportOutcome(summary, log);
    if (summary.gate?.passed !== true) {
      const own = summary.arms.pairs;
      throw new DomainError(
        evaluationErrors.evaluation_gate_failed,
        {
          percent: percentReached(own?.sufficiency ?? 0, minimum),
          minimum,
          questions: own?.questions ?? 0,
          evaluation_id: evaluationId,
        },
        { details: { evaluation_id: evaluationId, gate: summary.gate } },
      );
    }
  };
}
