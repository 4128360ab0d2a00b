import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type Repository } from 'typeorm';
import {
  VectorOperationEntity,
  type VectorOperationError,
  type VectorOperationKind,
  type VectorOperationMilestone,
  type VectorOperationStatus,
} from '#libs/database';
import type { JsonObject } from '#libs/pipeline';

export interface NewOperation {
  readonly idBase: string;
  readonly kind: VectorOperationKind;
  readonly taskId: string | null;
  readonly parameters: JsonObject;
  readonly requestKey: string | null;
  /** Made once the id is known, which the encryption is bound to. */
  readonly connectionSecret: (operationId: string) => string | null;
}

export interface OperationEnding {
  readonly status: 'completed' | 'failed' | 'cancelled';
  readonly result?: JsonObject;
  readonly error?: VectorOperationError;
}

export interface OperationFilter {
  readonly kind?: VectorOperationKind | undefined;
  readonly status?: VectorOperationStatus | undefined;
  readonly taskId?: string | undefined;
}

const HELD = `operation_id = :operationId AND lease_token = :leaseToken AND status = 'running'`;
const UNIQUE_VIOLATION = '23505';

/** Queries on the table of operations. All instants are the database's. */
@Injectable()
export class OperationRepository {
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

  find(operationId: string): Promise<VectorOperationEntity | null> {
    return this.rows.findOneBy({ operationId });
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

  /** Operations that are not at an end, oldest first. */
  open(): Promise<VectorOperationEntity[]> {
    return this.rows.find({ where: { status: In(['pending', 'running']) }, order: { createdAt: 'ASC' } });
  }

  /** Takes the operation: it is waiting, or its holder's lease ran out. @returns whether this token holds it now. */
  async claim(operationId: string, leaseToken: string, workerId: string, leaseMs: number): Promise<boolean> {
    return this.update(
      {
        status: 'running',
        startedAt: () => 'coalesce(started_at, now())',
        leaseToken,
        workerId,
        leaseExpiresAt: () => EXPIRY,
        heartbeatAt: () => 'now()',
        attempts: () => 'attempts + 1',
      },
      `operation_id = :operationId AND (status = 'pending' OR (status = 'running' AND lease_expires_at < now()))`,
      { operationId, ms: leaseMs },
    );
  }

  /** Extends the lease and stores the progress. @returns null when the lease is no longer this token's. */
  async renew(
    operationId: string,
    leaseToken: string,
    leaseMs: number,
    progress: JsonObject | null,
  ): Promise<{ cancelRequested: boolean } | null> {
    const held = await this.update(
      { leaseExpiresAt: () => EXPIRY, heartbeatAt: () => 'now()', progress: progress },
      HELD,
      { operationId, leaseToken, ms: leaseMs },
    );
    const row = held ? await this.find(operationId) : null;
    return row === null ? null : { cancelRequested: row.cancelRequestedAt !== null };
  }

  /** @returns false when the lease is no longer this token's. */
  reach(operationId: string, leaseToken: string, milestone: VectorOperationMilestone): Promise<boolean> {
    return this.update({ milestone: milestone }, HELD, { operationId, leaseToken });
  }

  /** Hands the operation back: the next delivery of its job starts anew. */
  release(operationId: string, leaseToken: string): Promise<boolean> {
    return this.update(
      { status: 'pending', leaseToken: null, leaseExpiresAt: null, workerId: null, progress: null },
      HELD,
      { operationId, leaseToken },
    );
  }

  /**
   * Ends an operation that is still open, and forgets its connection.
   * @param leaseToken given by the worker that holds it; absent when the installation itself ends it
   */
  end(operationId: string, { status, result, error }: OperationEnding, leaseToken?: string): Promise<boolean> {
    return this.update(
      {
        status,
        completedAt: () => 'now()',
        result: result ?? null,
        error: error ?? null,
        connectionSecret: null,
        leaseToken: null,
        leaseExpiresAt: null,
      },
      leaseToken === undefined ? `operation_id = :operationId AND status IN ('pending', 'running')` : HELD,
      { operationId, leaseToken },
    );
  }

  /** Ends a waiting operation at once. @returns false when it is not waiting. */
  cancelPending(operationId: string, error: VectorOperationError): Promise<boolean> {
    return this.update(
      { status: 'cancelled', completedAt: () => 'now()', error: error, connectionSecret: null },
      `operation_id = :operationId AND status = 'pending'`,
      { operationId },
    );
  }

  requestCancel(operationId: string): Promise<boolean> {
    return this.update({ cancelRequestedAt: () => 'now()' }, `operation_id = :operationId AND status = 'running'`, {
      operationId,
    });
  }

  async remove(operationId: string): Promise<void> {
    await this.rows.delete({ operationId });
  }

  /** @param values columns, or functions that give SQL */
  private async update(values: object, where: string, parameters: Record<string, unknown>): Promise<boolean> {
    const { affected } = await this.rows.createQueryBuilder().update().set(values).where(where, parameters).execute();
    return affected === 1;
  }
}

/** `:ms` from now. */
const EXPIRY = `now() + (:ms * interval '1 millisecond')`;
