import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, IsNull, Like, type Repository } from 'typeorm';
import {
  VectorBackupEntity,
  VectorOperationEntity,
  type VectorOperationKind,
  type VectorOperationStatus,
} from '#libs/database';
import type { JsonObject } from '#libs/pipeline';

export interface NewOperation {
  readonly idBase: string;
  readonly kind: VectorOperationKind;
  readonly taskId: string | null;
  readonly parameters: JsonObject;
  readonly requestKey: string | null;
  readonly clientWaits: boolean;
  /** Made once the id is known, which the encryption is bound to. */
  readonly connectionSecret: (operationId: string) => string | null;
}

export interface OperationFilter {
  readonly kind?: VectorOperationKind | undefined;
  readonly status?: VectorOperationStatus | undefined;
  readonly taskId?: string | undefined;
}

const UNIQUE_VIOLATION = '23505';

/** Of the request keys of verifications that nobody asked for: they make way for what was asked for. */
const IN_TURN = 'verification:';

/** Queries on the table of operations, other than those of their life cycle. */
@Injectable()
export class VectorOperationRepository {
  constructor(@InjectRepository(VectorOperationEntity) private readonly rows: Repository<VectorOperationEntity>) {}

  /** An id that is taken gets `_2`, `_3`, …; a request key that is taken gives the operation that has it. */
  async insert({ idBase, connectionSecret, ...operation }: NewOperation): Promise<VectorOperationEntity> {
    for (let number = 1; ; number += 1) {
      const operationId = number === 1 ? idBase : `${idBase}_${number}`;
      const known =
        operation.requestKey === null ? null : await this.rows.findOneBy({ requestKey: operation.requestKey });
      if (known) {
        return known;
      }
      try {
        const values: object = { ...operation, operationId, connectionSecret: connectionSecret(operationId) };
        await this.rows.insert(values);
        return await this.rows.findOneByOrFail({ operationId });
      } catch (error) {
        if ((error as { code?: string }).code !== UNIQUE_VIOLATION) {
          throw error;
        }
      }
    }
  }

  /** The operation of a turn of verifications, if it was made before: its job may be delivered again. */
  async verificationInTurn(turn: string): Promise<string | null> {
    return (await this.rows.findOneBy({ requestKey: inTurn(turn) }))?.operationId ?? null;
  }

  /** Whether another operation is open. Copies do not touch the database, and may wait for their storage for hours. */
  async isBusy(exceptId: string | null = null): Promise<boolean> {
    const open = this.rows.createQueryBuilder('o').where(`o.status IN ('pending', 'running') AND o.kind <> 'copy'`);
    return (await open.andWhere('o.operationId IS DISTINCT FROM :exceptId', { exceptId }).getCount()) > 0;
  }

  /** Asks verifications in turn that are open to stop: a backup or a restore is to begin. */
  async stopVerificationsInTurn(): Promise<void> {
    await this.rows.update(
      { status: In(['pending', 'running']), requestKey: Like(inTurn('%')), cancelRequestedAt: IsNull() },
      { cancelRequestedAt: () => 'now()' },
    );
  }

  /** Newest first. */
  async list(
    filter: OperationFilter,
    limit: number,
    offset: number,
  ): Promise<{ operations: VectorOperationEntity[]; total: number }> {
    const where = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
    const [operations, total] = await this.rows.findAndCount({
      where,
      order: { createdAt: 'DESC', operationId: 'DESC' },
      take: limit,
      skip: offset,
    });
    return { operations, total };
  }

  /** @returns false when the operation is not running */
  async requestCancel(operationId: string): Promise<boolean> {
    const running = { operationId, status: 'running' } as const;
    return (await this.rows.update(running, { cancelRequestedAt: () => 'now()' })).affected === 1;
  }

  /** The client has its answer: from now on the operation waits for services. */
  async answered(operationId: string): Promise<void> {
    await this.rows.update({ operationId, status: In(['pending', 'running']) }, { clientWaits: false });
  }

  findByKey(requestKey: string): Promise<VectorOperationEntity | null> {
    return this.rows.findOneBy({ requestKey });
  }

  /** The keys that backups of a folder were encrypted with, by timestamp: by what the operations and the index noted. */
  async encryptionKeys(taskId: string | null): Promise<ReadonlyMap<string, string>> {
    const found = await this.rows.query<{ timestamp: string; keyId: string }[]>(
      `SELECT timestamp, encryption_key_id AS "keyId"
         FROM data_pipeline_vector_backups
        WHERE location = coalesce($1, '') AND encryption_key_id IS NOT NULL
        UNION
       SELECT made ->> 'backup_timestamp', made ->> 'encryption_key_id'
         FROM (SELECT coalesce(result, milestone -> 'result') AS made
                 FROM data_pipeline_vector_operations
                WHERE kind = 'backup' AND task_id IS NOT DISTINCT FROM $1) AS operations
        WHERE made ->> 'encryption_key_id' IS NOT NULL`,
      [taskId],
    );
    return new Map(found.map(({ timestamp, keyId }) => [timestamp, keyId]));
  }

  /** What `encryptionKeys` knows of a backup is no more. */
  async forgetEncryption(taskId: string | null, timestamp: string): Promise<void> {
    await this.rows.manager.transaction(async (manager) => {
      await manager.update(VectorBackupEntity, { location: taskId ?? '', timestamp }, { encryptionKeyId: null });
      await manager.query(
        `UPDATE data_pipeline_vector_operations
            SET result = jsonb_set(result::jsonb, '{encryption_key_id}', 'null')::json,
                milestone = jsonb_set(milestone::jsonb, '{result,encryption_key_id}', 'null')::json
          WHERE kind = 'backup' AND task_id IS NOT DISTINCT FROM $1
            AND coalesce(result, milestone -> 'result') ->> 'backup_timestamp' = $2`,
        [taskId, timestamp],
      );
    });
  }

  /** Makes room for another operation of the key. */
  async removeEnded(requestKey: string): Promise<void> {
    await this.rows.delete({ requestKey, status: In(['completed', 'failed', 'cancelled']) });
  }

  /** Removes an operation that has ended. @param backup whose files it was, and are gone */
  async remove({ operationId, taskId }: VectorOperationEntity, backup: string | null): Promise<void> {
    await this.rows.delete({ operationId, status: In(['completed', 'failed', 'cancelled']) });
    if (backup !== null) {
      await this.rows.manager.delete(VectorBackupEntity, { location: taskId ?? '', timestamp: backup });
    }
  }
}

/** @param turn what identifies it, such as the id of its job */
export function inTurn(turn: string): string {
  return `${IN_TURN}${turn}`;
}
