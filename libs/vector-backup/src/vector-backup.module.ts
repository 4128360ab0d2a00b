import { Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { ResolvedConfig } from '#libs/config';
import { VectorOperationEntity } from '#libs/database';
import { STORAGE, type Storage } from '#libs/files';
import { openSecretBox, SecretBox } from '#libs/secrets';
import { BackupLocations } from './folder/backup-locations.js';
import { OperationRepository } from './operations/operation.repository.js';
import { OperationRunner } from './operations/operation-runner.js';
import { VectorOperationsService } from './operations/vector-operations.service.js';

/** Backup and restore of the vector tables. Needs queue, tasks and configuration as global modules. */
@Module({})
export class VectorBackupModule {
  static forRoot(config: ResolvedConfig): DynamicModule {
    return {
      module: VectorBackupModule,
      global: true,
      imports: [TypeOrmModule.forFeature([VectorOperationEntity])],
      providers: [
        {
          provide: BackupLocations,
          useFactory: (storage: Storage) => new BackupLocations(storage),
          inject: [STORAGE],
        },
        { provide: SecretBox, useFactory: () => openSecretBox(config) },
        OperationRepository,
        OperationRunner,
        VectorOperationsService,
      ],
      exports: [BackupLocations, OperationRunner, VectorOperationsService],
    };
  }
}
