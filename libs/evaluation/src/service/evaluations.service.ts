import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { businessUrlOf } from '#libs/business-database';
import type { EvaluationEntity } from '#libs/database';
import { DomainError } from '#libs/domain-errors';
import { toJsonObject } from '#libs/pipeline';
import { TasksService } from '#libs/tasks';
import { evaluationErrors } from '../errors.js';
import type { EvaluationParameters } from '../parameters.js';
import { EvaluationRepository, type EvaluationFilter } from '../store/evaluation.repository.js';
import { EvaluationResultRepository, type ResultFilter } from '../store/evaluation-result.repository.js';
import { EvaluationTable } from '../store/evaluation.table.js';
import type { QuestionResult } from '../types/result.js';
import { storedError } from './evaluation.policy.js';
import { QuestionSetsService } from './question-sets.service.js';
import { RequestPorts } from './request-ports.js';

/** A page of results of one question each. */
const PAGE = 500;

/** Requests, reads and cancels evaluations of tasks. */
@Injectable()
export class EvaluationsService {
  constructor(
    private readonly evaluations: EvaluationRepository,
    private readonly table: EvaluationTable,
    private readonly resultRows: EvaluationResultRepository,
    private readonly sets: QuestionSetsService,
    private readonly tasks: TasksService,
    private readonly ports: RequestPorts,
  ) {}

  /**
   * Writes the evaluation down and gives it to the workers.
   * @param setId null: the questions that the task has kept back
   * @throws DomainError `task_not_found`, `question_set_not_found`, `question_set_of_other_database`,
   * `held_out_questions_missing`, `evaluation_level_unavailable`, `evaluation_arm_unavailable`,
   * `evaluation_embedder_unavailable`, `queue_unreachable`
   */
  async request(taskId: string, setId: string | null, parameters: EvaluationParameters): Promise<EvaluationEntity> {
    const { parameters: ofTask } = await this.tasks.require(taskId);
    const { config, queue } = this.ports;
    if (parameters.level === 'answers' && config.chat === null) {
      throw new DomainError(evaluationErrors.evaluation_level_unavailable);
    }
    const isOfStore = parameters.embedder === 'store' && parameters.phase === 'loaded';
    if (!isOfStore && parameters.arms.includes('context')) {
      throw new DomainError(evaluationErrors.evaluation_arm_unavailable);
    }
    if (config.embedding === null && parameters.arms.includes('pairs_endpoint')) {
      throw new DomainError(evaluationErrors.evaluation_embedder_unavailable);
    }
    const set = setId === null ? await this.sets.heldOut(taskId) : await this.sets.get(setId);
    const database = databaseOf(businessUrlOf(config.businessDatabaseUrl, ofTask));
    if (set.databaseName !== database) {
      const params = { set_id: set.setId, set_database: set.databaseName, task_id: taskId, database };
      throw new DomainError(evaluationErrors.question_set_of_other_database, params);
    }
    const evaluation = await this.evaluations.insert({
      evaluationId: `evaluation_${randomUUID()}`,
      taskId,
      setId: set.setId,
      databaseName: database,
      phase: parameters.phase,
      level: parameters.level,
      arms: [...parameters.arms],
      parameters: toJsonObject(parameters),
      executionId: null,
    });
    try {
      await queue.enqueueEvaluation(evaluation.evaluationId);
    } catch (error) {
      await this.table.withdraw(evaluation.evaluationId);
      throw error;
    }
    return evaluation;
  }

  /** @throws DomainError `evaluation_not_found`, also for one of another task */
  async get(taskId: string, evaluationId: string): Promise<EvaluationEntity> {
    const evaluation = await this.table.find(evaluationId);
    if (evaluation === null || evaluation.taskId !== taskId) {
      throw new DomainError(evaluationErrors.evaluation_not_found, { evaluation_id: evaluationId });
    }
    return evaluation;
  }

  /** Newest first. @throws DomainError `task_not_found` */
  async list(taskId: string, filter: Omit<EvaluationFilter, 'taskId'>, limit: number, offset: number) {
    await this.tasks.require(taskId);
    return this.evaluations.list({ ...filter, taskId }, limit, offset);
  }

  /** Completed evaluations, oldest first: those of a task, or of a database over its tasks. */
  trend(of: Parameters<EvaluationRepository['trend']>[0]): Promise<EvaluationEntity[]> {
    return this.evaluations.trend(of);
  }

  /** A page of results in the order of the questions. @throws DomainError `evaluation_not_found` */
  async page(taskId: string, evaluationId: string, filter: ResultFilter, limit: number): Promise<QuestionResult[]> {
    await this.get(taskId, evaluationId);
    return this.resultRows.page(evaluationId, filter, limit);
  }

  /** Every result in the order of the questions, page by page. */
  async *results(evaluationId: string): AsyncGenerator<QuestionResult> {
    for (let after = -1; ;) {
      const page = await this.resultRows.page(evaluationId, { after }, PAGE);
      yield* page;
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) {
        return;
      }
      after = last.position;
    }
  }

  /** Two completed evaluations with one set. @throws DomainError `evaluation_not_completed`, `evaluations_not_comparable` */
  async comparable(taskId: string, evaluationId: string, other: string) {
    const first = await this.completed(taskId, evaluationId);
    const second = await this.table.find(other);
    if (second === null) {
      throw new DomainError(evaluationErrors.evaluation_not_found, { evaluation_id: other });
    }
    requireCompleted(second);
    if (first.setId !== second.setId) {
      const params = { evaluation_id: evaluationId, set_id: first.setId, other, other_set: second.setId };
      throw new DomainError(evaluationErrors.evaluations_not_comparable, params);
    }
    return { first, second };
  }

  /** The results of the same questions in two evaluations, page by page. */
  pairsOfResults(first: string, second: string) {
    return this.resultRows.pairs(first, second);
  }

  /** @throws DomainError `evaluation_not_found`, `evaluation_not_completed` */
  async completed(taskId: string, evaluationId: string): Promise<EvaluationEntity> {
    const evaluation = await this.get(taskId, evaluationId);
    requireCompleted(evaluation);
    return evaluation;
  }

  /**
   * Cancels a pending evaluation at once; a running one is asked to stop. Its results so far stay.
   * @throws DomainError `evaluation_not_found`, `evaluation_ended`
   */
  async cancel(taskId: string, evaluationId: string): Promise<{ readonly ended: boolean }> {
    const { status } = await this.get(taskId, evaluationId);
    const error = storedError(new DomainError(evaluationErrors.evaluation_cancelled));
    if (await this.table.cancelPending(evaluationId, { status: 'cancelled', error })) {
      await this.ports.queue.removeJob('evaluations', evaluationId);
      return { ended: true };
    }
    if (await this.evaluations.requestCancel(evaluationId)) {
      return { ended: false };
    }
    throw new DomainError(evaluationErrors.evaluation_ended, { evaluation_id: evaluationId, status });
  }
}

function requireCompleted({ evaluationId, status }: EvaluationEntity): void {
  if (status !== 'completed') {
    throw new DomainError(evaluationErrors.evaluation_not_completed, { evaluation_id: evaluationId, status });
  }
}

function databaseOf(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1));
}
