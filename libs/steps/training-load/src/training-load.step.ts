import { DomainError } from '#libs/domain-errors';
import { NO_REVIEWS, type ReviewsOf } from '#libs/pair-review';
import type { StepResultOf } from '#libs/step-files';
import type { Step, StepContext, StepInput, StepResult } from '#libs/steps/step';
import { dataOfTask } from './data-of-task.js';
import { trainingLoadErrors } from './errors.js';
import { messages } from './messages.js';
import { COMPONENT, type TrainingSinks } from './sink.js';
import type { TrainingData } from './training-data.js';
import { requestedSinks } from './training-sinks.js';

/** Asked before anything is written. @throws DomainError where the load must not go on */
type LoadGate = (
  records: () => ReturnType<TrainingData['records']>,
  input: StepInput,
  context: StepContext,
) => Promise<void>;

/**
 * Loads a task's DDL, documentation and valid pairs into the sinks of the task.
 */
export class TrainingLoadStep implements Step {
  readonly name = 'training_load';

  /** @param dependencies.reviewsOf what people decided about the pairs of a task, if that is recorded */
  constructor(
    private readonly dependencies: {
      readonly sinks: TrainingSinks;
      readonly reviewsOf?: ReviewsOf;
      readonly gate?: LoadGate;
    },
  ) {}

  /** @throws DomainError `training_…`, `pair_file_…`, `validation_report_unreadable`, those of the sinks, or the abort reason */
  async run(input: StepInput, context: StepContext): Promise<StepResultOf<'training_load'>> {
    const startedAt = performance.now();
    const { sinks } = this.dependencies;
    const requested = requestedSinks(input.parameters.training_sinks, sinks);
    context.log.info(COMPONENT, messages.started());
    const reviews = (await this.dependencies.reviewsOf?.(input.taskId, context.files)) ?? NO_REVIEWS;
    const data = await dataOfTask(context.files, context.database.name, input.parameters, reviews);
    if (data.survey.total === 0) {
      throw new DomainError(trainingLoadErrors.training_files_missing);
    }
    logFindings(data, input, context);
    await this.dependencies.gate?.(() => data.records(), input, context);
    const outcome: StepResult = {};
    for (const name of requested) {
      Object.assign(outcome, await sinks[name].load(data, input, context));
    }
    const { survey } = data;
    return {
      training_data_dir: input.taskId,
      load_successful: true,
      loaded: { ...survey.loaded },
      invalid_pairs_left_out: survey.invalidPairs,
      pairs_left_out_by_review: survey.unwantedPairs,
      unvalidated_pairs: survey.unvalidatedPairs,
      duplicate_pairs: survey.duplicates,
      sinks: requested,
      ...outcome,
      duration: Math.round(performance.now() - startedAt) / 1000,
    };
  }
}

function logFindings({ survey }: TrainingData, { parameters }: StepInput, { log }: StepContext): void {
  log.info(COMPONENT, messages.found(survey.loaded));
  if (survey.invalidPairs > 0) {
    log.warn(COMPONENT, messages.left_out({ count: survey.invalidPairs }));
  }
  if (survey.unwantedPairs > 0) {
    log.info(COMPONENT, messages.not_wanted({ count: survey.unwantedPairs, load: parameters.load }));
  }
  const { unvalidatedFiles, unvalidatedPairs } = survey;
  if (unvalidatedFiles.length > 0) {
    // Validation that is switched off is a decision, not a finding.
    const level = parameters.enable_sql_validation ? 'warn' : 'info';
    log[level](COMPONENT, messages.not_validated({ files: unvalidatedFiles }));
  } else if (unvalidatedPairs > 0) {
    log.warn(COMPONENT, messages.unvalidated({ count: unvalidatedPairs }));
  }
  if (survey.ignoredFiles.length > 0) {
    log.warn(COMPONENT, messages.files_ignored({ files: survey.ignoredFiles }));
  }
}
