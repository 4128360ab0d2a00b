import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ModelUsageEntity } from './entities/model-usage.entity.js';
import { translatedQuery } from './translated-query.js';

/** Answers that were not read for this long are deleted. */
const KEPT_DAYS = 180;
const SWEEP_EVERY_MS = 24 * 3600 * 1000;

interface Payer {
  readonly taskId: string;
  readonly step: string;
}

interface Answer {
  /** Hexadecimal. */
  readonly key: string;
  readonly model: string;
  readonly text: string;
  readonly usage: {
    readonly promptTokens: number;
    readonly completionTokens: number;
    readonly isEstimated: boolean;
    readonly cost: number | null;
  };
}

/** Answers of models by prompt, and what tasks have spent, for every process of the installation. */
@Injectable()
export class ModelLedgerRepository {
  private sweptAt = 0;

  constructor(private readonly dataSource: DataSource) {}

  async find(key: string, model: string, payer: Payer | undefined): Promise<string | null> {
    const [row] = await translatedQuery<{ answer: string }>(
      this.dataSource,
      `SELECT answer FROM data_pipeline_model_answers WHERE answer_key = decode($1, 'hex')`,
      [key],
    );
    if (row === undefined) {
      return null;
    }
    await translatedQuery(
      this.dataSource,
      `UPDATE data_pipeline_model_answers SET last_used_at = now()
        WHERE answer_key = decode($1, 'hex') AND last_used_at < now() - interval '1 day'`,
      [key],
    );
    await this.countHit(model, payer);
    return row.answer;
  }

  /** One statement, so that an answer is never kept without being booked, and one that is recorded again is not booked again. */
  async record({ key, model, text, usage }: Answer, payer: Payer | undefined): Promise<void> {
    const { promptTokens, completionTokens, isEstimated, cost } = usage;
    await translatedQuery(
      this.dataSource,
      `WITH kept AS (
         INSERT INTO data_pipeline_model_answers (answer_key, model, answer, prompt_tokens, completion_tokens)
         VALUES (decode($1, 'hex'), $2, $3, $4, $5)
         ON CONFLICT (answer_key) DO NOTHING
         RETURNING answer_key
       )
       INSERT INTO data_pipeline_model_usage AS usage
         (task_id, step_name, model, requests, estimated_requests, prompt_tokens, completion_tokens, cost)
       SELECT task_id, $7, $2, 1, $8, $4, $5, $9 FROM data_pipeline_tasks, kept WHERE task_id = $6
       ON CONFLICT (task_id, step_name, model) DO UPDATE SET
         requests = usage.requests + 1,
         estimated_requests = usage.estimated_requests + excluded.estimated_requests,
         prompt_tokens = usage.prompt_tokens + excluded.prompt_tokens,
         completion_tokens = usage.completion_tokens + excluded.completion_tokens,
         cost = CASE WHEN excluded.cost IS NULL THEN usage.cost ELSE coalesce(usage.cost, 0) + excluded.cost END,
         updated_at = now()`,
      [
        key,
        model,
        text,
        promptTokens,
        completionTokens,
        payer?.taskId ?? null,
        payer?.step ?? null,
        isEstimated ? 1 : 0,
        cost,
      ],
    );
    await this.sweep();
  }

  async forget(keys: readonly string[]): Promise<void> {
    await translatedQuery(
      this.dataSource,
      `DELETE FROM data_pipeline_model_answers
        WHERE answer_key IN (SELECT decode(key, 'hex') FROM unnest($1::text[]) AS key)`,
      [keys],
    );
  }

  /** @param step only of this one; absent: of the whole task */
  async spent(taskId: string, step?: string): Promise<{ tokens: number; cost: number }> {
    const rows = (await this.ofTask(taskId)).filter((row) => step === undefined || row.step === step);
    return {
      tokens: rows.reduce((sum, { promptTokens, completionTokens }) => sum + promptTokens + completionTokens, 0),
      cost: rows.reduce((sum, { cost }) => sum + (cost ?? 0), 0),
    };
  }

  /** By step and model. */
  ofTask(taskId: string): Promise<ModelUsageEntity[]> {
    return this.dataSource
      .getRepository(ModelUsageEntity)
      .find({ where: { taskId }, order: { step: 'ASC', model: 'ASC' } });
  }

  private async countHit(model: string, payer: Payer | undefined): Promise<void> {
    if (payer === undefined) {
      return;
    }
    await translatedQuery(
      this.dataSource,
      `INSERT INTO data_pipeline_model_usage AS usage (task_id, step_name, model, cached_answers)
       SELECT task_id, $2, $3, 1 FROM data_pipeline_tasks WHERE task_id = $1
       ON CONFLICT (task_id, step_name, model)
       DO UPDATE SET cached_answers = usage.cached_answers + 1, updated_at = now()`,
      [payer.taskId, payer.step, model],
    );
  }

  private async sweep(): Promise<void> {
    if (Date.now() - this.sweptAt > SWEEP_EVERY_MS) {
      this.sweptAt = Date.now();
      await translatedQuery(
        this.dataSource,
        `DELETE FROM data_pipeline_model_answers WHERE last_used_at < now() - $1 * interval '1 day'`,
        [KEPT_DAYS],
      );
    }
  }
}
