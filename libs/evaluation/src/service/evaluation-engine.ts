import { Inject, Injectable, Optional } from '@nestjs/common';
import type { BusinessDatabase } from '#libs/business-database';
import { DomainError } from '#libs/domain-errors';
import { TaskFilesService } from '#libs/files';
import type { Language } from '#libs/language';
import { createEmbedder, NgramEmbedder, type Embedder } from '#libs/language-model';
import { RetrievedPairs } from '#libs/pair-review';
import { StoreReader } from '#libs/store-reader';
import { evaluationErrors } from '../errors.js';
import { Relations } from '../facts/relations.js';
import { gateOutcome, type GateOutcome } from '../judge/gate.js';
import { isInMemory, type EvaluationParameters } from '../parameters.js';
import type { ContextSource } from '../run/context-source.js';
import { EmbedderArmsSource } from '../run/embedder-arms-source.js';
import { RecordSource } from '../run/record-source.js';
import { runEvaluation } from '../run/run-evaluation.js';
import { isSampled } from '../run/sample.js';
import { StoreSource } from '../run/store-source.js';
import { EvaluationResultRepository } from '../store/evaluation-result.repository.js';
import { QuestionSetRepository } from '../store/question-set.repository.js';
import { isEmbedderArm, type EmbedderArm } from '../types/arm.js';
import type { PlacedQuestion } from '../types/question.js';
import type { EvaluationSummary } from '../types/summary.js';
import { ANSWERS_LEVEL, type AnswersLevelFactory } from './answers-level-factory.js';
import { CANDIDATE_RECORDS, type CandidateRecords } from './candidate-records.js';
import { filesOfTask } from './files-of-task.js';

export interface Measured {
  readonly evaluationId: string;
  readonly taskId: string;
  readonly setId: string;
  readonly questionCount: number;
  readonly parameters: EvaluationParameters;
  readonly database: BusinessDatabase;
  /** Of the task. */
  readonly language: Language;
  readonly signal: AbortSignal;
  readonly progress: (done: number, total: number) => void;
  /** Records that are not loaded yet; absent: the store. */
  readonly candidate?: ContextSource | undefined;
}

export type MeasuredSummary = EvaluationSummary & { readonly gate: GateOutcome | null };

/** Questions that are compared with records outside a store in one reading of these. */
export const MOST_CANDIDATE_QUESTIONS = 500;

/** Measures an evaluation, for its own operation as for a step of a task. */
@Injectable()
export class EvaluationEngine {
  constructor(
    private readonly sets: QuestionSetRepository,
    private readonly results: EvaluationResultRepository,
    private readonly reader: StoreReader,
    private readonly taskFiles: TaskFilesService,
    private readonly retrievedPairs: RetrievedPairs,
    @Optional() @Inject(ANSWERS_LEVEL) private readonly answersLevel: AnswersLevelFactory | null,
    @Optional() @Inject(CANDIDATE_RECORDS) private readonly candidates: CandidateRecords | null,
  ) {}

  /** Goes on where an earlier attempt has stopped. @throws DomainError of the store, the database or the model */
  async measure(measured: Measured): Promise<MeasuredSummary> {
    const { parameters, database, signal, questionCount } = measured;
    const candidate = measured.candidate ?? (parameters.phase === 'candidate' ? await this.candidate(measured) : null);
    const inMemory = candidate !== null || isInMemory(parameters);
    const most = inMemory ? MOST_CANDIDATE_QUESTIONS : questionCount;
    const total = Math.min(questionCount, most, parameters.budget.max_questions ?? questionCount);
    const summary = await runEvaluation({
      evaluationId: measured.evaluationId,
      arms: parameters.arms,
      questions: this.questions(measured.setId, total, questionCount),
      total,
      source: await this.withEmbedderArms(candidate ?? this.sourceOf(measured), measured),
      relations: await relationsOf(database),
      results: this.results,
      answers: parameters.level === 'answers' ? this.answersOf(measured) : undefined,
      ...(inMemory ? { pageSize: MOST_CANDIDATE_QUESTIONS } : {}),
      signal,
      progress: measured.progress,
    });
    return { ...summary, gate: gateOutcome(summary, parameters.gate) };
  }

  private async candidate(measured: Measured): Promise<ContextSource> {
    const { embedder, results } = measured.parameters;
    const own = embedder === 'store' ? this.loadable().embedder.renewed() : createEmbedder(null);
    return new RecordSource(await this.recordsOf(measured), own, results);
  }

  private async withEmbedderArms(base: ContextSource, measured: Measured): Promise<ContextSource> {
    const { arms, results } = measured.parameters;
    const asked = arms.filter(isEmbedderArm);
    if (asked.length === 0) {
      return base;
    }
    const records = await this.recordsOf(measured);
    const sources = asked.map((arm) => [arm, new RecordSource(records, this.embedderOf(arm), results)] as const);
    return new EmbedderArmsSource(base, new Map(sources));
  }

  private async recordsOf({ taskId, parameters, database }: Measured) {
    return parameters.phase === 'candidate'
      ? this.loadable().open(taskId, filesOfTask(this.taskFiles, taskId), database.name)
      : (signal: AbortSignal) => this.reader.records(signal);
  }

  private embedderOf(arm: EmbedderArm): Embedder {
    switch (arm) {
      case 'pairs_built_in':
        return createEmbedder(null);
      case 'pairs_endpoint':
        return this.loadable().embedder.renewed();
      case 'pairs_ngram':
        return new NgramEmbedder();
    }
  }

  private loadable(): CandidateRecords {
    if (this.candidates === null) {
      throw new DomainError(evaluationErrors.evaluation_arm_unavailable);
    }
    return this.candidates;
  }

  private sourceOf({ parameters: { embedder, results, mode }, language }: Measured): ContextSource {
    // A question of an evaluation finds pairs as one of a reader does: what it finds is not "never retrieved".
    const onFound = (pairs: readonly string[]) => this.retrievedPairs.note(pairs);
    return embedder === 'store'
      ? new StoreSource(this.reader, { results, mode, language, onFound })
      : new RecordSource((signal) => this.reader.records(signal), createEmbedder(null), results);
  }

  private answersOf({ evaluationId, taskId, parameters, database, language }: Measured) {
    if (this.answersLevel === null) {
      throw new DomainError(evaluationErrors.evaluation_level_unavailable);
    }
    return this.answersLevel({ evaluationId, taskId, parameters, database, language });
  }

  private async *questions(setId: string, total: number, all: number): AsyncGenerator<PlacedQuestion> {
    for await (const question of this.sets.questions(setId)) {
      if (isSampled(question.position, total, all)) {
        yield question;
      }
    }
  }
}

async function relationsOf(database: BusinessDatabase): Promise<Relations> {
  return new Relations(await database.readOutlines(await database.listRelations()));
}
