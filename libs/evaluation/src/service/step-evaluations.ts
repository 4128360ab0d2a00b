import { Injectable } from '@nestjs/common';
import type { BusinessDatabase } from '#libs/business-database';
import { DomainError } from '#libs/domain-errors';
import type { Language } from '#libs/language';
import { toJsonObject } from '#libs/pipeline';
import { evaluationErrors } from '../errors.js';
import type { EvaluationParameters } from '../parameters.js';
import type { ContextSource } from '../run/context-source.js';
import type { HeldOutFiles } from '../sets/held-out-questions.js';
import { EvaluationRepository } from '../store/evaluation.repository.js';
import { belowThreshold } from './below-threshold.js';
import { EvaluationEngine, type MeasuredSummary } from './evaluation-engine.js';
import { storedError } from './evaluation.policy.js';
import { QuestionSetsService } from './question-sets.service.js';

export interface StepEvaluation {
  readonly taskId: string;
  readonly executionId: string;
  /** Absent: the questions that `qa_generation` has kept back. */
  readonly setId: string | undefined;
  readonly parameters: EvaluationParameters;
  readonly files: HeldOutFiles;
  readonly database: BusinessDatabase;
  readonly language: Language;
  readonly signal: AbortSignal;
  readonly progress: (done: number, total: number) => void;
  /** Records that are not loaded yet; absent: the store. */
  readonly candidate?: ContextSource | undefined;
}

export interface StepOutcome {
  readonly evaluationId: string;
  readonly setId: string;
  readonly summary: MeasuredSummary;
}

/** Evaluations as parts of steps: the lease of the execution holds for them. */
@Injectable()
export class StepEvaluations {
  constructor(
    private readonly engine: EvaluationEngine,
    private readonly sets: QuestionSetsService,
    private readonly evaluations: EvaluationRepository,
  ) {}

  /** Goes on with the evaluation of an earlier attempt at the execution. */
  async measure(evaluation: StepEvaluation): Promise<StepOutcome> {
    const { taskId, executionId, parameters, database } = evaluation;
    const set = await this.setOf(evaluation);
    const evaluationId = `${executionId}_${parameters.phase}`;
    await this.evaluations.begin({
      evaluationId,
      taskId,
      executionId,
      setId: set.setId,
      databaseName: database.name,
      phase: parameters.phase,
      level: parameters.level,
      arms: [...parameters.arms],
      parameters: toJsonObject(parameters),
    });
    try {
      const summary = await this.engine.measure({
        ...evaluation,
        evaluationId,
        setId: set.setId,
        questionCount: set.questionCount,
        progress: (done, total) => {
          evaluation.progress(done, total);
          // The next page tells it again.
          void this.evaluations.progress(evaluationId, { done, total }).catch(() => undefined);
        },
      });
      const ending = { status: 'completed', summary: toJsonObject(summary) } as const;
      const about = { evaluationId, taskId, phase: parameters.phase };
      await this.evaluations.finish(evaluationId, ending, belowThreshold(about, summary));
      return { evaluationId, setId: set.setId, summary };
    } catch (error) {
      if (error instanceof DomainError && !evaluation.signal.aborted) {
        await this.evaluations.finish(evaluationId, { status: 'failed', error: storedError(error) });
      }
      throw error;
    }
  }

  private async setOf({ taskId, setId, files, database }: StepEvaluation) {
    if (setId === undefined) {
      return this.sets.heldOutOf(taskId, files, database.name, null);
    }
    const set = await this.sets.get(setId);
    if (set.databaseName !== database.name) {
      const params = { set_id: setId, set_database: set.databaseName, task_id: taskId, database: database.name };
      throw new DomainError(evaluationErrors.question_set_of_other_database, params);
    }
    return set;
  }
}
