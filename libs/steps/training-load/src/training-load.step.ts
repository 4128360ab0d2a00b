import { DomainError } from '#libs/domain-errors';
import type { Embedder } from '#libs/language-model';
import { languageOf } from '#libs/pipeline';
import type { Step, StepContext, StepInput, StepResult } from '#libs/steps/step';
import { trainingLoadErrors } from './errors.js';
import { FileSink } from './file-sink.js';
import { messages } from './messages.js';
import { COMPONENT, type TrainingSink } from './sink.js';
import { TrainingData } from './training-data.js';
import { VannaSink } from './vanna-sink.js';

/**
 * Brings a task's DDL, documentation and valid pairs to where they are used: Vanna's tables, and files for
 * fine-tuning and evaluation. The files come first: they appear only when the whole step has succeeded.
 */
export class TrainingLoadStep implements Step {
  readonly name = 'training_load';
  private readonly sinks: readonly TrainingSink[];

  constructor(dependencies: { readonly embedder: Embedder }) {
    this.sinks = [new FileSink(), new VannaSink(dependencies.embedder)];
  }

  async run(input: StepInput, context: StepContext): Promise<StepResult> {
    const startedAt = performance.now();
    context.log.info(COMPONENT, messages.reading(languageOf(input.parameters)));
    const data = await TrainingData.open(context.files, context.database.name);
    if (data.survey.total === 0) {
      throw new DomainError(trainingLoadErrors.training_files_missing);
    }
    logFindings(data, input, context);
    const wanted = this.sinks.filter(({ name }) => input.parameters.training_sinks.includes(name));
    const outcome: StepResult = {};
    for (const sink of wanted) {
      Object.assign(outcome, await sink.load(data, input, context));
    }
    const { survey } = data;
    return {
      training_data_dir: input.taskId,
      load_successful: true,
      loaded: survey.loaded,
      invalid_pairs_left_out: survey.invalidPairs,
      unvalidated_pairs: survey.unvalidatedPairs,
      duplicate_pairs: survey.duplicates,
      sinks: wanted.map(({ name }) => name),
      ...outcome,
      duration: Math.round(performance.now() - startedAt) / 1000,
    };
  }
}

function logFindings({ survey }: TrainingData, { parameters }: StepInput, { log }: StepContext): void {
  const language = languageOf(parameters);
  log.info(COMPONENT, messages.found(language, survey.loaded));
  if (survey.invalidPairs > 0) {
    log.warn(COMPONENT, messages.leftOut(language, survey.invalidPairs));
  }
  if (survey.unvalidatedPairs > 0) {
    log.warn(COMPONENT, messages.unvalidated(language, survey.unvalidatedPairs));
  }
  if (survey.ignoredFiles.length > 0) {
    log.warn(COMPONENT, messages.ignored(language, survey.ignoredFiles));
  }
}
