import { Injectable, Logger } from '@nestjs/common';
import { BackupCatalog } from '../catalog/backup-catalog.js';
import { verifyParametersSchema } from './operation-parameters.js';
import { inTurn, VectorOperationRepository } from './vector-operation.repository.js';
import { VectorOperationTable } from './vector-operation.table.js';
import { VectorOperationsService } from './vector-operations.service.js';

/**
 * Verifies old backups again, one at each turn. It keeps out of the way: no turn is taken while another operation is open,
 * and a backup or a restore that begins later stops the verification. A stopped one is the first of the next turn.
 */
@Injectable()
export class VerificationTurn {
  private readonly logger = new Logger(VerificationTurn.name);

  constructor(
    private readonly vectorOperationService: VectorOperationsService,
    private readonly vectorOperationRepository: VectorOperationRepository,
    private readonly table: VectorOperationTable,
    private readonly catalog: BackupCatalog,
  ) {}

  /**
   * Creates the operation of a turn; idempotent per turn, because a killed worker's job is delivered again.
   * @returns its id; null when nothing is to be verified now
   */
  async take(turn: string): Promise<string | null> {
    const earlier = await this.vectorOperationRepository.verificationInTurn(turn);
    if (earlier !== null) {
      return earlier;
    }
    if (await this.vectorOperationRepository.isBusy()) {
      this.logger.log('no old backup is verified now: another operation is open');
      return null;
    }
    const next = await this.catalog.nextToVerify();
    if (next === null) {
      return null;
    }
    const { operationId } = await this.vectorOperationService.create({
      kind: 'verify',
      taskId: null,
      parameters: verifyParametersSchema.parse({ source_task_id: next.taskId, timestamp: next.timestamp }),
      connectionString: null,
      requestKey: inTurn(turn),
    });
    // A backup that began between the two looks has not seen this operation, so this one sees the backup.
    if (await this.vectorOperationRepository.isBusy(operationId)) {
      await this.table.withdraw(operationId);
      return null;
    }
    return operationId;
  }
}
