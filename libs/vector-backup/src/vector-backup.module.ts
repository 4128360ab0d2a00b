import { Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { ResolvedConfig } from '#libs/config';
import { VectorOperationEntity } from '#libs/database';
import { STORAGE, type Storage } from '#libs/files';
import { OperationsModule } from '#libs/operations';
import { openSecretBox, SecretBox } from '#libs/secrets';
import { BackupLocations } from './folder/backup-locations.js';
import { VectorOperationRunner } from './operations/vector-operation-runner.js';
import { VectorOperationPolicy } from './operations/vector-operation.policy.js';
import { VectorOperationRepository } from './operations/vector-operation.repository.js';
import { VectorOperationTable } from './operations/vector-operation.table.js';
import { VectorOperationsService } from './operations/vector-operations.service.js';

/** Backup and restore of the vector tables. Needs queue, tasks and configuration as global modules. */
@Module({})
export class VectorBackupModule {
  static forRoot(config: ResolvedConfig): DynamicModule {
    return {
      module: VectorBackupModule,
      global: true,
      imports: [OperationsModule, TypeOrmModule.forFeature([VectorOperationEntity])],
      providers: [
        {
          provide: BackupLocations,
          useFactory: (storage: Storage) => new BackupLocations(storage),
          inject: [STORAGE],
        },
        { provide: SecretBox, useFactory: () => openSecretBox(config) },
        VectorOperationRepository,
        VectorOperationTable,
        VectorOperationPolicy,
        VectorOperationRunner,
        VectorOperationsService,
      ],
      exports: [BackupLocations, VectorOperationPolicy, VectorOperationRunner, VectorOperationsService],
    };
  }
}
