import { Injectable } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import { DataSource, In, type Repository } from 'typeorm';
import { EvaluationEntity, translatedQuery, type OperationStatus } from '#libs/database';
import { NotificationOutbox, type EventPayload } from '#libs/notifications';
import type { JsonObject } from '#libs/pipeline';

export type NewEvaluation = Pick<
  EvaluationEntity,
  'evaluationId' | 'taskId' | 'setId' | 'databaseName' | 'phase' | 'level' | 'arms' | 'parameters' | 'executionId'
>;

export interface EvaluationFilter {
  readonly taskId?: string | undefined;
  readonly status?: OperationStatus | undefined;
  readonly setId?: string | undefined;
}

/** Points of a trend. */
const MOST_POINTS = 200;

/** Queries on the table of evaluations, other than those of their life cycle. */
@Injectable()
export class EvaluationRepository {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @InjectRepository(EvaluationEntity) private readonly rows: Repository<EvaluationEntity>,
    private readonly outbox: NotificationOutbox,
  ) {}

  async insert(evaluation: NewEvaluation): Promise<EvaluationEntity> {
    // Typed as an object: TypeORM would expand the JSON columns without end.
    const values: object = evaluation;
    await this.rows.insert(values);
    return this.rows.findOneByOrFail({ evaluationId: evaluation.evaluationId });
  }

  /** The evaluation of a step; a step that runs again goes on with it. */
  async begin(evaluation: NewEvaluation): Promise<void> {
    await this.rows
      .createQueryBuilder()
      .insert()
      .values({ ...evaluation, status: 'running', startedAt: () => 'now()' } as object)
      .orIgnore()
      .execute();
    await this.rows.update(
      { evaluationId: evaluation.evaluationId },
      { status: 'running', heartbeatAt: () => 'now()', completedAt: null, error: null },
    );
  }

  /**
   * Ends the evaluation of a step.
   * @param told events about its summary; a step that runs again tells them once
   */
  async finish(
    evaluationId: string,
    ending: Pick<EvaluationEntity, 'status'> & Partial<Pick<EvaluationEntity, 'summary' | 'error'>>,
    told: readonly EventPayload[] = [],
  ): Promise<void> {
    const values: object = { ...ending, completedAt: () => 'now()' };
    await this.dataSource.transaction(async (manager) => {
      const lock = { mode: 'pessimistic_write' } as const;
      const before = await manager.findOne(EvaluationEntity, { where: { evaluationId }, lock });
      await manager.update(EvaluationEntity, { evaluationId }, values);
      if (before?.summary === null) {
        await this.outbox.publish('evaluation.below_threshold', told, manager);
      }
    });
  }

  /** Also shows the sweep that the step is at work. */
  async progress(evaluationId: string, progress: JsonObject): Promise<void> {
    const values: object = { progress, heartbeatAt: () => 'now()' };
    await this.rows.update({ evaluationId }, values);
  }

  /** Newest first. */
  async list(filter: EvaluationFilter, limit: number, offset: number) {
    const where = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
    const order = { createdAt: 'DESC', evaluationId: 'DESC' } as const;
    const [evaluations, total] = await this.rows.findAndCount({ where, order, take: limit, skip: offset });
    return { evaluations, total };
  }

  /** The newest completed evaluations of a task or a database, oldest first. */
  async trend(of: Pick<EvaluationFilter, 'taskId' | 'setId'> & { databaseName?: string | undefined }) {
    const where = Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined));
    const rows = await this.rows.find({
      where: { ...where, status: 'completed' },
      order: { createdAt: 'DESC', evaluationId: 'DESC' },
      take: MOST_POINTS,
    });
    return rows.reverse();
  }

  /** @returns false when the evaluation is not running, or belongs to a step */
  async requestCancel(evaluationId: string): Promise<boolean> {
    const updated = await translatedQuery<[unknown[], number]>(
      this.dataSource,
      `UPDATE data_pipeline_evaluations SET cancel_requested_at = now()
        WHERE evaluation_id = $1 AND status = 'running' AND execution_id IS NULL`,
      [evaluationId],
    );
    return updated[1] === (1 as unknown);
  }

  async remove(evaluationId: string): Promise<void> {
    await this.rows.delete({ evaluationId, status: In(['completed', 'failed', 'cancelled']) });
  }
}
