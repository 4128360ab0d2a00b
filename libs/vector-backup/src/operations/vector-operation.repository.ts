import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type Repository } from 'typeorm';
import { VectorOperationEntity, type VectorOperationKind, type VectorOperationStatus } from '#libs/database';
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

  /** Removes an operation that has ended. */
  async remove(operationId: string): Promise<void> {
    await this.rows.delete({ operationId, status: In(['completed', 'failed', 'cancelled']) });
  }
}
