import { Processor, WorkerHost } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import { UnrecoverableError, type Job } from 'bullmq';
import { ArchivesService } from '#libs/files';
import { archiveJobSchema, isRetryable, QUEUE_SETTINGS } from '#libs/queue';
import { workerOptions } from './worker-options.js';

/** Builds an archive of files. */
@Injectable()
@Processor('archives', workerOptions(QUEUE_SETTINGS.archives))
export class ArchiveProcessor extends WorkerHost {
  constructor(private readonly archives: ArchivesService) {
    super();
  }

  override async process(job: Job): Promise<void> {
    const { archiveId } = archiveJobSchema.parse(job.data);
    const lastAttempt = job.attemptsMade + 1 >= (job.opts.attempts ?? 1);
    try {
      await this.archives.build(archiveId, lastAttempt);
    } catch (error) {
      throw isRetryable(error) ? error : new UnrecoverableError(error instanceof Error ? error.message : String(error));
    }
  }
}
