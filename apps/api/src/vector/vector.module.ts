import { Module } from '@nestjs/common';
import { VectorBackupModule } from '#libs/vector-backup';
import { VectorBackupController } from './vector-backup.controller.js';
import { VectorOperationMapper } from './vector-operation.mapper.js';
import { VectorOperationsController } from './vector-operations.controller.js';
import { VectorRestoreController } from './vector-restore.controller.js';

/** Routes that back up, restore and verify the vector tables. */
@Module({
  imports: [VectorBackupModule],
  controllers: [VectorBackupController, VectorRestoreController, VectorOperationsController],
  providers: [VectorOperationMapper],
})
export class VectorHttpModule {}
