import { ARMS, evaluationParametersSchema, type StepEvaluations } from '#libs/evaluation';
import { languageOf } from '#libs/pipeline';
import type { StepResultOf } from '#libs/step-files';
import type { Step, StepContext, StepInput } from '#libs/steps/step';
import { messages } from './messages.js';
import { COMPONENT, reportOutcome } from './report-outcome.js';

/** Asks the loaded store with questions that are not in it, and measures what readers find. No model is asked. */
export class EvaluationStep implements Step {
  readonly name = 'evaluation';

  constructor(private readonly dependencies: { readonly evaluations: StepEvaluations }) {}

  /** @throws DomainError `held_out_questions_missing`, `question_set_…`, those of the store */
  async run(input: StepInput, context: StepContext): Promise<StepResultOf<'evaluation'>> {
    const startedAt = performance.now();
    const { database, signal, files, log, progress } = context;
    log.info(COMPONENT, messages.started());
    const { evaluationId, setId, summary } = await this.dependencies.evaluations.measure({
      taskId: input.taskId,
      executionId: input.executionId,
      setId: input.parameters.evaluation_set,
      parameters: evaluationParametersSchema.parse({ arms: ARMS }),
      files,
      database,
      language: languageOf(input.parameters),
      signal,
      progress,
    });
    reportOutcome(summary, log);
    const sufficiency = Object.entries(summary.arms).map(([arm, own]) => [arm, own.sufficiency] as const);
    return {
      evaluation_id: evaluationId,
      question_set: setId,
      questions: summary.questions,
      context_sufficiency: Object.fromEntries(sufficiency),
      causes: summary.causes,
      duration: Math.round(performance.now() - startedAt) / 1000,
    };
  }
}
