import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { AuditEntryEntity, preparedQuery, TurnRepository, type PreparedStatement } from '#libs/database';

export type NewAuditEntry = Omit<AuditEntryEntity, 'id'>;

export interface AuditQuery {
  readonly limit: number;
  /** Only entries with a smaller id: the last one of the page before. */
  readonly beforeId?: string | undefined;
  readonly actor?: string | undefined;
  /** Part of the target or of the details, such as the id of a task. */
  readonly mentions?: string | undefined;
}

const RETENTION_EVERY_MS = 3_600_000;
/** Entries of so long a time are written together. */
const GATHER_MS = 50;

/** Ids grow in the order of the entries. */
const INSERTION: PreparedStatement = {
  name: 'data_pipeline_audit_insertion',
  text: `INSERT INTO data_pipeline_audit_log
           (at, actor, key_id, action, target, status, ip_address, user_agent, request_id, details)
         SELECT at, actor, key_id, action, target, status, ip_address, user_agent, request_id, details
           FROM unnest($1::timestamptz[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::int[], $7::text[], $8::text[],
                       $9::text[], $10::jsonb[]) WITH ORDINALITY
             AS entry (at, actor, key_id, action, target, status, ip_address, user_agent, request_id, details, position)
          ORDER BY position`,
};

/** Records actor, action, time and address of each change. Requests do not wait for a write; a shutdown does. */
@Injectable()
export class AuditLog implements BeforeApplicationShutdown {
  private readonly logger = new Logger(AuditLog.name);
  private waiting: NewAuditEntry[] = [];
  private writing: Promise<void> | null = null;
  private expiredAt = -Infinity;

  constructor(
    @InjectRepository(AuditEntryEntity) private readonly rows: Repository<AuditEntryEntity>,
    private readonly turnRepository: TurnRepository,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  /** Entries that come within a moment, or while others are being written, go together. */
  add(entry: NewAuditEntry): void {
    this.waiting.push(entry);
    this.writing ??= this.writeAll().finally(() => (this.writing = null));
  }

  /** Newest first; `total` counts the matching entries on all pages. */
  async list({
    limit,
    beforeId,
    actor,
    mentions,
  }: AuditQuery): Promise<{ entries: AuditEntryEntity[]; total: number }> {
    const matching = this.rows.createQueryBuilder('entry').where('true');
    if (actor !== undefined) {
      matching.andWhere('entry.actor = :actor', { actor });
    }
    if (mentions !== undefined) {
      matching.andWhere('(strpos(entry.target, :mentions) > 0 OR strpos(entry.details::text, :mentions) > 0)', {
        mentions,
      });
    }
    const page = matching.clone().orderBy('entry.id', 'DESC').take(limit);
    if (beforeId !== undefined) {
      page.andWhere('entry.id < :beforeId', { beforeId });
    }
    return { entries: await page.getMany(), total: await matching.getCount() };
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.writing;
  }

  private async writeAll(): Promise<void> {
    while (this.waiting.length > 0) {
      await sleep(GATHER_MS);
      const batch = this.waiting.splice(0, 500);
      try {
        await this.insert(batch);
      } catch (error) {
        // The process log is the second place to look when the database is away. Bodies stay out of it.
        const lines = batch.map(({ details: _details, ...entry }) => entry);
        this.logger.error(`the audit log cannot be written: ${(error as Error).message}; ${JSON.stringify(lines)}`);
      }
      // Inside the loop: entries come while old ones are deleted, too.
      await this.expire().catch((error: Error) => this.logger.warn(`audit retention: ${error.message}`));
    }
  }

  private async insert(entries: readonly NewAuditEntry[]): Promise<void> {
    await preparedQuery(this.rows.manager.connection, INSERTION, [
      entries.map(({ at }) => at.toISOString()),
      entries.map(({ actor }) => actor),
      entries.map(({ keyId }) => keyId),
      entries.map(({ action }) => action),
      entries.map(({ target }) => target),
      entries.map(({ status }) => status),
      entries.map(({ ipAddress }) => ipAddress),
      entries.map(({ userAgent }) => userAgent),
      entries.map(({ requestId }) => requestId),
      entries.map(({ details }) => (details === null ? null : JSON.stringify(details))),
    ]);
  }

  private async expire(): Promise<void> {
    if (performance.now() - this.expiredAt < RETENTION_EVERY_MS) {
      return;
    }
    this.expiredAt = performance.now();
    if (await this.turnRepository.take('audit_retention', RETENTION_EVERY_MS)) {
      await this.rows
        .createQueryBuilder()
        .delete()
        .where(`at < now() - :days * interval '1 day'`, { days: this.config.auditRetentionDays })
        .execute();
    }
  }
}
