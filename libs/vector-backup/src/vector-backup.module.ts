import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { VectorBackupEntity, VectorOperationEntity } from '#libs/database';
import {
  FilesModule,
  openStorage,
  OPTIONAL_STORAGE_WAITS,
  STORAGE,
  type Storage,
  type StorageWaits,
} from '#libs/files';
import { CopiesMark } from '#libs/fleet';
import { OperationsModule } from '#libs/operations';
import { JobQueue } from '#libs/queue';
import { openSecretBox, SecretBox } from '#libs/secrets';
import { TasksModule } from '#libs/tasks';
import { BackupCatalog } from './catalog/backup-catalog.js';
import { BackupCopies } from './copy/backup-copies.js';
import { BackupKeys } from './encryption/backup-keys.js';
import { BackupLocations } from './folder/backup-locations.js';
import { OperationAftermath } from './operations/operation-aftermath.js';
import { StaleLoads } from './operations/stale-loads.js';
import { VectorOperationRunner } from './operations/vector-operation-runner.js';
import { VectorOperationPolicy } from './operations/vector-operation.policy.js';
import { VectorOperationRepository } from './operations/vector-operation.repository.js';
import { VectorOperationTable } from './operations/vector-operation.table.js';
import { VectorOperationsService } from './operations/vector-operations.service.js';
import { VerificationTurn } from './operations/verification-turn.js';

/** Backup and restore of the vector tables. */
@Module({
  imports: [
    FilesModule,
    OperationsModule,
    TasksModule,
    TypeOrmModule.forFeature([VectorBackupEntity, VectorOperationEntity]),
  ],
  providers: [
    {
      provide: BackupKeys,
      useFactory: ({ vectorBackup: { key, oldKeys } }: ResolvedConfig) => BackupKeys.open(key, oldKeys),
      inject: [CONFIG],
    },
    {
      provide: BackupLocations,
      useFactory: (storage: Storage, keys: BackupKeys, repository: VectorOperationRepository) =>
        new BackupLocations(storage, keys, (taskId) => repository.encryptionKeys(taskId)),
      inject: [STORAGE, BackupKeys, VectorOperationRepository],
    },
    {
      provide: BackupCopies,
      useFactory: (
        { vectorBackup: { copy }, timeZone }: ResolvedConfig,
        first: BackupLocations,
        keys: BackupKeys,
        repository: VectorOperationRepository,
        queue: JobQueue,
        database: DataSource,
        waits?: StorageWaits,
      ) => {
        const storage = copy && openStorage(copy, waits);
        const remembered = (taskId: string | null) => repository.encryptionKeys(taskId);
        const second = storage && new BackupLocations(storage, keys, remembered);
        const mark = storage && new CopiesMark(database, storage);
        return new BackupCopies(first, second, mark, repository, queue, timeZone);
      },
      inject: [
        CONFIG,
        BackupLocations,
        BackupKeys,
        VectorOperationRepository,
        JobQueue,
        DataSource,
        OPTIONAL_STORAGE_WAITS,
      ],
    },
    { provide: SecretBox, useFactory: openSecretBox, inject: [CONFIG] },
    BackupCatalog,
    OperationAftermath,
    StaleLoads,
    VerificationTurn,
    VectorOperationRepository,
    VectorOperationTable,
    VectorOperationPolicy,
    VectorOperationRunner,
    VectorOperationsService,
  ],
  exports: [
    BackupCatalog,
    BackupCopies,
    BackupLocations,
    VectorOperationPolicy,
    VectorOperationRunner,
    VectorOperationsService,
    VerificationTurn,
  ],
})
export class VectorBackupModule {}
