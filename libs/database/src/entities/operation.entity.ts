import { Column } from 'typeorm';
import type { OperationWait } from './operation-wait.js';

export const OPERATION_STATUSES = ['pending', 'running', 'completed', 'failed', 'cancelled'] as const;
export type OperationStatus = (typeof OPERATION_STATUSES)[number];

/**
 * The columns that every table of long work has: its state and its lease. `libs/operations` has the queries on them
 * and explains the terms.
 */
export abstract class OperationEntity {
  /** The task that the operation belongs to, if any. */
  abstract taskId: string | null;

  @Column('varchar', { length: 20, default: 'pending' })
  status!: OperationStatus;

  @Column('timestamptz', { name: 'started_at', nullable: true })
  startedAt!: Date | null;

  @Column('timestamptz', { name: 'completed_at', nullable: true })
  completedAt!: Date | null;

  /** Number of claims. */
  @Column('int', { default: 0 })
  attempts!: number;

  /** Number of claims after the lease of a worker had run out. Each counts as an attempt that failed. */
  @Column('int', { default: 0 })
  takeovers!: number;

  /** Process that claimed it last. */
  @Column('varchar', { name: 'worker_id', length: 100, nullable: true })
  workerId!: string | null;

  /** Fencing token: only the holder of the newest lease may write the outcome. */
  @Column('uuid', { name: 'lease_token', nullable: true })
  leaseToken!: string | null;

  @Column('timestamptz', { name: 'lease_expires_at', nullable: true })
  leaseExpiresAt!: Date | null;

  @Column('timestamptz', { name: 'heartbeat_at', nullable: true })
  heartbeatAt!: Date | null;

  /** The newest outage that stopped it. It waits for the service while it is pending. */
  @Column('jsonb', { nullable: true })
  waiting!: OperationWait | null;
}
