import { Injectable } from '@nestjs/common';
import type { ArchiveEntity } from '#libs/database';
import { ArchiveFolder, FileStore, selectFiles, streamArchive, type Content } from '#libs/files';
import { OperationRunner, type AttemptContext, type Delivery, type DeliveryOutcome } from '#libs/operations';
import { ArchivePolicy } from './archive.policy.js';

/** Builds a requested archive; its file gets its final name when it is complete. */
@Injectable()
export class ArchiveBuilder {
  constructor(
    private readonly operationRunner: OperationRunner,
    private readonly policy: ArchivePolicy,
    private readonly fileStore: FileStore,
    private readonly archiveFolder: ArchiveFolder,
  ) {}

  /** @throws the error of the build after the archive was failed with it */
  run(archiveId: string, delivery: Delivery): Promise<DeliveryOutcome<Content>> {
    return this.operationRunner.run(this.policy, archiveId, delivery, ({ operation }) => ({
      name: `archive ${archiveId}`,
      work: (context) => this.build(operation, context),
    }));
  }

  private async build(
    { archiveId, taskId, format, files: selection }: ArchiveEntity,
    { signal, requireLease }: AttemptContext,
  ): Promise<Content> {
    const files = selectFiles(await this.fileStore.list(taskId), selection);
    // The folder of a deleted task must not come back.
    await requireLease();
    const archive = streamArchive(this.fileStore, format, [{ taskId, files }]);
    const stop = (): void => void archive.destroy(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
    try {
      return await this.archiveFolder.write(taskId, archiveId, archive, requireLease);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }
}
