import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { ArchiveEntity } from '#libs/database';
import { OperationTable } from '#libs/operations';

/** The state and the lease of archives. */
@Injectable()
export class ArchiveTable extends OperationTable<ArchiveEntity> {
  constructor(@InjectDataSource() dataSource: DataSource) {
    super(dataSource, {
      name: 'archive',
      entity: ArchiveEntity,
      id: 'archiveId',
      requestedAt: 'createdAt',
      outcome: ['fileSize', 'contentHash', 'errorMessage'],
      releaseReason: 'errorMessage',
      // An archive that has expired can no longer be downloaded.
      cancelRequested: 'o.expires_at < now()',
    });
  }
}
