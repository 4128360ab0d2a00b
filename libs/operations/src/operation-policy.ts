import type { OperationEntity } from '#libs/database';
import type { DomainError } from '#libs/domain-errors';
import type { Language } from '#libs/language';
import type { QueueName } from '#libs/pipeline';
import type { OperationTable } from './operation-table.js';

/** One kind of operation: its table, and the decisions that differ between kinds. */
export interface OperationPolicy<E extends OperationEntity, R> {
  readonly table: OperationTable<E>;
  /** Upper limit between two heartbeats, in milliseconds: the time that a cancellation may take to arrive. */
  readonly maxHeartbeatMs: number;
  /** Whether it is tried again after a defect. */
  readonly retries: boolean;

  /** Whether it waits for the service that this error is about. When absent: for every unavailable service. */
  waitsFor?(operation: E, error: DomainError): Promise<boolean>;
  /**
   * Asked before the installation itself ends an operation: the result if its effects were complete all the same.
   * @throws DomainError when that cannot be found out now
   */
  settle?(operation: E): Promise<R | null>;

  /** Called when a delivery could not claim the operation; null: it does not exist. */
  unclaimed?(operation: E | null): Promise<void>;
  /** @param leaseToken null when the sweep ends it. @throws DomainError `lease_lost` */
  complete(operation: E, leaseToken: string | null, result: R): Promise<void>;
  /**
   * Ends the operation as failed, or as cancelled if that is the kind of the error.
   * @param leaseToken null when the sweep ends it
   * @param language of the operation
   * @throws DomainError `lease_lost`
   */
  fail(operation: E, error: DomainError, leaseToken: string | null, language: Language): Promise<void>;
  /** The error that an operation ends with for this cause. */
  error(operation: E, cause: FailureCause): DomainError;

  queueOf(operation: E): QueueName;
  /** Puts the operation back into its queue, with those that wait for it. @returns the ids */
  requeue(operation: E): Promise<readonly string[]>;
}

export type FailureCause =
  | { readonly type: 'cancelled' }
  /** A defect; the process log has the particulars under this number. */
  | { readonly type: 'defect'; readonly correlationId: string }
  /** The queue gave its job up because its workers kept dying. */
  | { readonly type: 'workers_died' }
  | { readonly type: 'timed_out'; readonly minutes: number }
  /** Its worker died, and the service that knows whether its effects are complete has not answered since. */
  | { readonly type: 'unsettled'; readonly error: DomainError };
