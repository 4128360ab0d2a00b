import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { translatedError, translatedQuery } from './translated-query.js';

export interface ModelCallLimits {
  /** Concurrent requests; null: unlimited, here and below. */
  readonly concurrency: number | null;
  readonly requestsPerMinute: number | null;
  readonly tokensPerMinute: number | null;
  /** A call whose process died counts as under way for this long. */
  readonly longestCallMs: number;
}

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 1_000;

/**
 * Limits of an endpoint, shared by all processes of an installation. Each call is a row; a process counts the rows under
 * a lock before it adds one.
 */
export class ModelCallLimiter {
  constructor(
    private readonly dataSource: DataSource,
    private readonly limits: ModelCallLimits,
  ) {}

  /**
   * Waits until the limits allow a call of so many tokens. A call above the limit runs alone.
   * @returns what ends the call.
   */
  async enter(model: string, tokens: number, signal: AbortSignal): Promise<(tokens: number) => Promise<void>> {
    const callId = randomUUID();
    for (
      let wait = FIRST_WAIT_MS;
      !(await this.take(callId, model, tokens));
      wait = Math.min(wait * 2, LONGEST_WAIT_MS)
    ) {
      // Waiting processes must not come back together.
      await sleep(wait * (0.5 + Math.random()), undefined, { signal }).catch(() => signal.throwIfAborted());
    }
    return (used) => this.leave(callId, used);
  }

  private async take(callId: string, model: string, tokens: number): Promise<boolean> {
    const { concurrency, requestsPerMinute, tokensPerMinute, longestCallMs } = this.limits;
    try {
      return await this.dataSource.transaction(async (manager) => {
        await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended('data_pipeline_model_calls ' || $1, 0))`, [
          model,
        ]);
        await manager.query(
          `DELETE FROM data_pipeline_model_calls
            WHERE model = $1 AND started_at < clock_timestamp() - interval '1 minute' AND ends_at < clock_timestamp()`,
          [model],
        );
        const taken = await manager.query<unknown[]>(
          `WITH calls AS (
             SELECT count(*) FILTER (WHERE ends_at > clock_timestamp()) AS under_way,
                    count(*) FILTER (WHERE started_at > clock_timestamp() - interval '1 minute') AS requests,
                    coalesce(sum(tokens) FILTER (WHERE started_at > clock_timestamp() - interval '1 minute'), 0) AS tokens
               FROM data_pipeline_model_calls WHERE model = $2
           )
           INSERT INTO data_pipeline_model_calls (call_id, model, tokens, started_at, ends_at)
           SELECT $1, $2, $3::int, clock_timestamp(), clock_timestamp() + $4 * interval '1 millisecond' FROM calls
            WHERE ($5::int IS NULL OR under_way < $5)
              AND ($6::int IS NULL OR requests < $6)
              AND ($7::int IS NULL OR tokens = 0 OR tokens + $3::int <= $7)
           RETURNING 1`,
          [callId, model, tokens, longestCallMs, concurrency, requestsPerMinute, tokensPerMinute],
        );
        return taken.length > 0;
      });
    } catch (error) {
      throw translatedError(this.dataSource, error);
    }
  }

  /** A slot that cannot be released now expires. */
  private async leave(callId: string, tokens: number): Promise<void> {
    await translatedQuery(
      this.dataSource,
      `UPDATE data_pipeline_model_calls SET ends_at = clock_timestamp(), tokens = $2 WHERE call_id = $1`,
      [callId, tokens],
    ).catch(() => undefined);
  }
}
