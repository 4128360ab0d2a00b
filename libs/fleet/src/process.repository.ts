import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { ProcessEntity } from '#libs/database';

/** A process that has given no sign for so long counts as gone. */
const ALIVE_SECONDS = 60;
const KEPT_HOURS = 24;

export type ProcessRecord = Omit<ProcessEntity, 'seenAt'>;

/** What processes report of themselves. */
@Injectable()
export class ProcessRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async report({ processId, role, version, jobContract, refusal, clockOffsetMs }: ProcessRecord): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO data_pipeline_processes (process_id, role, version, job_contract, refusal, clock_offset_ms)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (process_id) DO UPDATE
         SET refusal = excluded.refusal, clock_offset_ms = excluded.clock_offset_ms, seen_at = now()`,
      [processId, role, version, jobContract, refusal && JSON.stringify(refusal), clockOffsetMs],
    );
    await this.dataSource.query(`DELETE FROM data_pipeline_processes WHERE seen_at < now() - $1 * interval '1 hour'`, [
      KEPT_HOURS,
    ]);
  }

  async leave(processId: string): Promise<void> {
    await this.dataSource.query('DELETE FROM data_pipeline_processes WHERE process_id = $1', [processId]);
  }

  alive(): Promise<ProcessRecord[]> {
    return this.dataSource.query<ProcessRecord[]>(
      `SELECT process_id AS "processId", role, version, job_contract AS "jobContract", refusal,
              clock_offset_ms AS "clockOffsetMs"
         FROM data_pipeline_processes WHERE seen_at > now() - $1 * interval '1 second' ORDER BY process_id`,
      [ALIVE_SECONDS],
    );
  }

  /** Of the server of the task database, milliseconds since 1970. */
  async now(): Promise<number> {
    const [row] = await this.dataSource.query<{ now: number }[]>(
      'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now',
    );
    return row?.now ?? Date.now();
  }
}
