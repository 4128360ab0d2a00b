import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import type { DataSource } from 'typeorm';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { DomainError, errorText } from '#libs/domain-errors';
import { FileStore } from '#libs/files';
import { OPERATOR_LANGUAGE } from '#libs/language';
import { describeConnection, translatePostgresError } from '#libs/postgres';
import { JobQueue } from '#libs/queue';
import { QueueRepairer } from '#libs/queue-repair';
import { redactSecrets } from '#libs/redaction';

/** A service that has not answered by then is unreachable. */
const TIMEOUT_MS = 3_000;

/** Health of the services that the API depends on, with the reason when one is down. */
@Injectable()
export class ServiceIndicators {
  constructor(
    private readonly health: HealthIndicatorService,
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly jobs: JobQueue,
    private readonly fileStore: FileStore,
    private readonly repairer: QueueRepairer,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  database(): Promise<HealthIndicatorResult> {
    return this.probe('postgres', async () => {
      await this.dataSource.query('SELECT 1').catch((error: unknown) => {
        throw translatePostgresError(error, describeConnection(this.config.databaseUrl));
      });
    });
  }

  queue(): Promise<HealthIndicatorResult> {
    return this.probe('queue', () => this.jobs.ping());
  }

  /** Down while jobs may be lost in a queue that has not been restored. */
  queueRepair(): Promise<HealthIndicatorResult> {
    return this.probe('queue_repair', () => this.repairer.requireRepaired());
  }

  storage(): Promise<HealthIndicatorResult> {
    return this.probe('storage', () => this.fileStore.check());
  }

  private async probe(name: string, call: () => Promise<void>): Promise<HealthIndicatorResult> {
    const indicator = this.health.check(name);
    try {
      await withTimeout(call());
      return indicator.up();
    } catch (error) {
      const reason = error instanceof DomainError ? errorText(error, OPERATOR_LANGUAGE) : (error as Error).message;
      return indicator.down({ message: redactSecrets(reason) });
    }
  }
}

async function withTimeout(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${TIMEOUT_MS / 1000} seconds`)), TIMEOUT_MS);
  });
  // The probe continues after the timeout; its late failure is ignored.
  work.catch(() => undefined);
  await Promise.race([work, timeout]).finally(() => clearTimeout(timer));
}
