import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { RetrievedPairEntity } from '#libs/database';
import { pairId } from '#libs/step-files';
import type { Retrieved } from './risk.js';

const FLUSH_MS = 5_000;
/** How old the set of retrieved pairs may be: it orders a queue. */
const FRESH_MS = 10_000;
/** Pairs that are held while the database is away. */
const MOST_HELD = 20_000;

/**
 * Which pairs questions find. Searches only count in memory; every few seconds the counts go into the table with one
 * statement, so that a search waits for nothing.
 */
@Injectable()
export class RetrievedPairs implements OnApplicationShutdown {
  private readonly logger = new Logger(RetrievedPairs.name);
  private counts = new Map<string, number>();
  private timer: NodeJS.Timeout | null = null;
  private known: { readonly at: number; readonly ids: ReadonlySet<string> } | null = null;

  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async onApplicationShutdown(): Promise<void> {
    await this.flush();
  }

  /** @param questions of the pairs that one request found */
  note(questions: readonly string[]): void {
    for (const id of new Set(questions.map(pairId))) {
      if (this.counts.has(id) || this.counts.size < MOST_HELD) {
        this.counts.set(id, (this.counts.get(id) ?? 0) + 1);
      }
    }
    if (this.counts.size > 0 && this.timer === null) {
      this.timer = setTimeout(() => void this.flush(), FLUSH_MS).unref();
    }
  }

  /** Pairs that were found at least once; null before the first search. */
  async all(): Promise<Retrieved> {
    if (this.known === null || Date.now() - this.known.at > FRESH_MS) {
      const rows = await this.dataSource.getRepository(RetrievedPairEntity).find({ select: { pairId: true } });
      this.known = { at: Date.now(), ids: new Set(rows.map((row) => row.pairId)) };
    }
    return this.known.ids.size === 0 ? null : this.known.ids;
  }

  /** Stores what was counted. Counts that cannot be stored are kept for the next time. */
  async flush(): Promise<void> {
    if (this.timer !== null) {
      clearTimeout(this.timer);
      this.timer = null;
    }
    const counted = this.counts;
    if (counted.size === 0) {
      return;
    }
    this.counts = new Map();
    // One order for all processes: they never wait for each other in a circle.
    const entries = [...counted].sort(([a], [b]) => (a < b ? -1 : 1));
    try {
      await this.dataSource.query(
        `INSERT INTO data_pipeline_retrieved_pairs AS r (pair_id, times, last_at)
         SELECT id, times, now() FROM unnest($1::text[], $2::int[]) AS counted (id, times)
         ON CONFLICT (pair_id) DO UPDATE SET times = r.times + excluded.times, last_at = excluded.last_at`,
        [entries.map(([id]) => id), entries.map(([, times]) => times)],
      );
      this.known = null;
    } catch (error) {
      this.logger.debug(`retrieved pairs are counted later: ${(error as Error).message}`);
      for (const [id, times] of counted) {
        this.counts.set(id, (this.counts.get(id) ?? 0) + times);
      }
    }
  }
}
