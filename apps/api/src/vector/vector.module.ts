import { Module } from '@nestjs/common';
import { VectorBackupModule } from '#libs/vector-backup';
import { VectorBackupController } from './vector-backup.controller.js';
import { VectorOperationMapper } from './vector-operation.mapper.js';
import { VectorOperationsController } from './vector-operations.controller.js';
import { VectorRestoreController } from './vector-restore.controller.js';
import { VectorRetentionController } from './vector-retention.controller.js';

/** Routes that back up, restore and verify the vector tables. */
@Module({
  imports: [VectorBackupModule],
  controllers: [VectorBackupController, VectorRestoreController, VectorRetentionController, VectorOperationsController],
  providers: [VectorOperationMapper],
})
export class VectorHttpModule {}
