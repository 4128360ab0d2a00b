import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { withinTime } from '#libs/clock';
import { translatedQuery } from './translated-query.js';

/** The newest complete sweep for lost jobs. */
export const SWEEP_TURN = 'sweep';
/** The newest time when the queue was found without its data. A later sweep has restored it. */
export const QUEUE_LOST_TURN = 'queue_lost';

export interface LastTime {
  readonly at: Date;
  /** Milliseconds since then, by the clock of the database. */
  readonly ageMs: number;
}

/** Elects one process for work that any process can do. */
@Injectable()
export class TurnRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** @returns whether this caller gets the turn, at most once per `everyMs`. Exactly one of several callers wins. */
  async take(work: string, everyMs: number): Promise<boolean> {
    const rows = await translatedQuery(
      this.dataSource,
      `INSERT INTO data_pipeline_monitor_turns AS turn (work, taken_at) VALUES ($1, now())
       ON CONFLICT (work) DO UPDATE SET taken_at = now()
         WHERE turn.taken_at <= now() - $2 * interval '1 millisecond'
       RETURNING work`,
      [work, everyMs],
    );
    return rows.length === 1;
  }

  /** Notes that the work was done now. */
  async mark(work: string): Promise<void> {
    await this.take(work, 0);
  }

  /** When each of the works was taken or marked last; those that never were are missing. */
  async lastTimes(works: readonly string[]): Promise<Map<string, LastTime>> {
    const rows = await translatedQuery<LastTime & { work: string }>(
      this.dataSource,
      `SELECT work, taken_at AS at, (extract(epoch FROM now() - taken_at) * 1000)::float AS "ageMs"
         FROM data_pipeline_monitor_turns WHERE work = ANY($1)`,
      [works],
    );
    return new Map(rows.map(({ work, at, ageMs }) => [work, { at, ageMs }]));
  }

  /**
   * Runs the work unless another process is at it; the lock ends with the process, or after `limitMs`.
   * @returns whether it ran here
   */
  async alone(work: string, limitMs: number, run: () => Promise<void>): Promise<boolean> {
    return this.dataSource.transaction(async (manager) => {
      const [row] = await manager.query<{ locked: boolean }[]>(
        `SELECT pg_try_advisory_xact_lock(hashtextextended('data_pipeline turn ' || $1, 0)) AS locked`,
        [work],
      );
      if (row?.locked !== true) {
        return false;
      }
      // Work that hangs gives its lock to others.
      await withinTime(run(), limitMs, () => new Error(`not done within ${limitMs / 1000} seconds`));
      return true;
    });
  }
}
