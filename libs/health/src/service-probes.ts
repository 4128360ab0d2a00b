import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { withinTime } from '#libs/clock';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { DomainError, errorText } from '#libs/domain-errors';
import { FileStore } from '#libs/files';
import { StorageMark } from '#libs/fleet';
import { OPERATOR_LANGUAGE } from '#libs/language';
import { describeConnection, translatePostgresError } from '#libs/postgres';
import { JobQueue } from '#libs/queue';
import { QueueRepairer } from '#libs/queue-repair';
import { redactSecrets } from '#libs/redaction';

/** What every process of an installation needs, in the order in which it is reported. */
export const PROBED_SERVICES = ['postgres', 'queue', 'queue_repair', 'storage'] as const;
export type ProbedService = (typeof PROBED_SERVICES)[number];

/** A service that has not answered by then is unreachable. */
const TIMEOUT_MS = 3_000;

/** Asks the services that a process depends on. */
@Injectable()
export class ServiceProbes {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly jobs: JobQueue,
    private readonly fileStore: FileStore,
    private readonly repairer: QueueRepairer,
    private readonly storageMark: StorageMark,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  /** @returns the reason why the service cannot be used, without secrets; null when it can */
  async problemOf(service: ProbedService): Promise<string | null> {
    try {
      // A late probe goes on.
      await withinTime(
        this.call(service),
        TIMEOUT_MS,
        () => new Error(`no answer within ${TIMEOUT_MS / 1000} seconds`),
      );
      return null;
    } catch (error) {
      const reason = error instanceof DomainError ? errorText(error, OPERATOR_LANGUAGE) : (error as Error).message;
      return redactSecrets(reason);
    }
  }

  /** Files that the other processes do not see are as bad as none. A database that is away is not the storage's fault. */
  private async requireMark(): Promise<void> {
    const problem = await this.storageMark.checkStorage();
    if (problem !== null) {
      throw problem;
    }
  }

  private async call(service: ProbedService): Promise<void> {
    switch (service) {
      case 'postgres':
        await this.dataSource.query('SELECT 1').catch((error: unknown) => {
          throw translatePostgresError(error, describeConnection(this.config.databaseUrl));
        });
        return;
      case 'queue':
        return this.jobs.ping();
      case 'queue_repair':
        // Down while jobs may be lost in a queue that has not been restored.
        return this.repairer.requireRepaired();
      case 'storage':
        await this.fileStore.check();
        return this.requireMark();
    }
  }
}
