import { evaluationParametersSchema, READER_ARMS, type StepEvaluations } from '#libs/evaluation';
import { reportHtml, reportMarkdown, type EvaluationReports } from '#libs/evaluation-report';
import { languageOf } from '#libs/pipeline';
import { EVALUATION_REPORT_FILES, type StepResultOf } from '#libs/step-files';
import type { Step, StepContext, StepFiles, StepInput } from '#libs/steps/step';
import { messages } from './messages.js';
import { COMPONENT, reportOutcome } from './report-outcome.js';

/** Asks the loaded store with questions that are not in it, and measures what readers find. No model is asked. */
export class EvaluationStep implements Step {
  readonly name = 'evaluation';

  constructor(
    private readonly dependencies: {
      readonly evaluations: StepEvaluations;
      readonly reports: Pick<EvaluationReports, 'report'>;
    },
  ) {}

  /** @throws DomainError `held_out_questions_missing`, `question_set_…`, those of the store */
  async run(input: StepInput, context: StepContext): Promise<StepResultOf<'evaluation'>> {
    const startedAt = performance.now();
    const { database, signal, files, log, progress } = context;
    log.info(COMPONENT, messages.started());
    const { evaluationId, setId, summary } = await this.dependencies.evaluations.measure({
      taskId: input.taskId,
      executionId: input.executionId,
      setId: input.parameters.evaluation_set,
      parameters: evaluationParametersSchema.parse({ arms: READER_ARMS }),
      files,
      database,
      language: languageOf(input.parameters),
      signal,
      progress,
    });
    reportOutcome(summary, log);
    await this.writeReport(input, evaluationId, files);
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

  /** For people, for merge requests and for programs. */
  private async writeReport({ taskId, parameters }: StepInput, evaluationId: string, files: StepFiles): Promise<void> {
    const report = await this.dependencies.reports.report(taskId, evaluationId);
    const language = languageOf(parameters);
    await files.write(EVALUATION_REPORT_FILES.html, reportHtml(report, language), { primary: true });
    await files.write(EVALUATION_REPORT_FILES.markdown, reportMarkdown(report, language));
    await files.write(EVALUATION_REPORT_FILES.json, `${JSON.stringify(report, null, 2)}\n`);
  }
}
