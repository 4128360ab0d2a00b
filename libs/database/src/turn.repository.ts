import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';

/** Elects one process for work that any process can do. */
@Injectable()
export class TurnRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** @returns whether this caller gets the turn, at most once per `everyMs`. Exactly one of several callers wins. */
  async take(work: string, everyMs: number): Promise<boolean> {
    const rows = await this.dataSource.query<unknown[]>(
      `INSERT INTO data_pipeline_monitor_turns AS turn (work, taken_at) VALUES ($1, now())
       ON CONFLICT (work) DO UPDATE SET taken_at = now()
         WHERE turn.taken_at <= now() - $2 * interval '1 millisecond'
       RETURNING work`,
      [work, everyMs],
    );
    return rows.length === 1;
  }
}
