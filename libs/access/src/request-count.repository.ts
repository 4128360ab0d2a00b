import type { DataSource } from 'typeorm';
import { preparedQuery, type PreparedStatement } from '#libs/database';

/** A minute begins with its first request. Processes that ask at the same moment wait for each other on the row. */
const TAKING: PreparedStatement = {
  name: 'data_pipeline_request_taking',
  text: `INSERT INTO data_pipeline_request_counts AS count (key_name, since, requests) VALUES ($1, now(), $2)
         ON CONFLICT (key_name) DO UPDATE SET
           requests = $2 + CASE WHEN count.since > now() - interval '1 minute' THEN count.requests ELSE 0 END,
           since = CASE WHEN count.since > now() - interval '1 minute' THEN count.since ELSE now() END
         RETURNING requests, extract(epoch FROM since + interval '1 minute' - now())::float * 1000 AS "msLeft"`,
};

/** Deletes counts older than an hour: the addresses that guess keys are unlimited in number. Scans the whole table. */
const FORGETTING: PreparedStatement = {
  name: 'data_pipeline_request_forgetting',
  text: `DELETE FROM data_pipeline_request_counts
          WHERE key_name IN (SELECT key_name FROM data_pipeline_request_counts
                              WHERE since < now() - interval '1 hour' FOR UPDATE SKIP LOCKED)`,
};
const FORGETS_EVERY_MS = 60_000;

/** Requests reserved by all processes in this minute, the newest reservation included. */
export interface TakenRequests {
  readonly requests: number;
  readonly msLeft: number;
}

/** Counts the requests of each key, and the wrong secrets of each sender, for all api processes of an installation. */
export class RequestCountRepository {
  private forgetsAt = 0;

  /** @param now milliseconds that only grow */
  constructor(
    private readonly dataSource: DataSource,
    private readonly now: () => number = () => performance.now(),
  ) {}

  async take(keyName: string, requests: number): Promise<TakenRequests> {
    const [row] = await preparedQuery<TakenRequests>(this.dataSource, TAKING, [keyName.slice(0, 150), requests]);
    if (row === undefined) {
      throw new Error('an insert that returns gave no row');
    }
    await this.forget();
    return row;
  }

  /** Once a minute in each process. */
  private async forget(): Promise<void> {
    const now = this.now();
    if (now >= this.forgetsAt) {
      this.forgetsAt = now + FORGETS_EVERY_MS;
      await preparedQuery(this.dataSource, FORGETTING, []);
    }
  }
}
