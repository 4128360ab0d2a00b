import type { OperationEntity, OperationWait, TaskEntity } from '#libs/database';
import type { DomainError } from '#libs/domain-errors';
import type { Language } from '#libs/language';

/**
 * # Terminology
 *
 * - **Operation**: one unit of long work, and its row. Its job carries the id alone; the row holds the state.
 * - **States**: `pending` → `running` → `completed`, `failed` or `cancelled`. A release leads from `running` back to
 *   `pending`. The last three are final. Every change is one conditional update.
 * - **Claim**: `pending` → `running` with a new lease. Of any number of callers one wins.
 * - **Lease**: the right to work on a running operation until `lease_expires_at`. After that another worker may claim
 *   the operation (takeover).
 * - **Heartbeat**: extends the lease, stores the progress and sees a cancellation.
 * - **Fencing token** (`lease_token`): new with each claim. Every write of a worker names it, so a worker that was
 *   taken over changes nothing.
 * - **Milestone**: facts that a successor needs after a crash, for example the id of a transaction that may have been
 *   committed. Saved under the lease.
 * - **Recovery**: a worker that claims an operation in its second attempt finishes, repeats or undoes the effects of
 *   the first one. An attempt must be safe to repeat from its start.
 * - **Wait**: a service is unavailable. The operation is released and tried again, with growing delays, until the
 *   service is back or the permitted time is used up. It is pending meanwhile and has `waiting`.
 * - **Release**: the worker hands the operation back; a later delivery of its job claims it again.
 * - **Sweep**: puts lost jobs back into the queue and ends operations without a heartbeat. It starts from the rows, so
 *   it also repairs a queue that has lost its jobs.
 */

/** Outcome of a claim. */
export type Claim<E extends OperationEntity> =
  | Claimed<E>
  /** Another worker holds the lease until then, or the turn of the operation has not come. */
  | { readonly outcome: 'leased'; readonly until: Date; readonly operation: E }
  /** The operation has ended or does not exist. */
  | { readonly outcome: 'ended'; readonly operation: E | null };

export interface Claimed<E extends OperationEntity> {
  readonly outcome: 'claimed';
  readonly operation: E;
  /** The task that the operation belongs to, if that exists. */
  readonly task: TaskEntity | null;
  /** Of texts about the operation: that of its task, else the default. */
  readonly language: Language;
  readonly leaseToken: string;
}

/** How a delivery of a job ended; errors of the work are thrown. */
export type DeliveryOutcome<R> =
  | { readonly outcome: 'completed'; readonly result: R }
  /** The operation ended before: a second delivery is a no-op. */
  | { readonly outcome: 'nothing_to_do' }
  /** Another worker holds the lease until then. */
  | { readonly outcome: 'leased'; readonly until: Date }
  /** Not finished here; a later delivery claims it again. */
  | { readonly outcome: 'handed_back' }
  /** A service is unavailable; the delivery at this time claims it again. */
  | { readonly outcome: 'waiting'; readonly until: Date }
  /** A defect; the queue delivers the job again while it has attempts left. */
  | { readonly outcome: 'retried'; readonly error: DomainError };

export interface Delivery {
  /** How often the queue may deliver the job again after a defect. Takeovers use up attempts too. */
  readonly attemptsLeft: number;
  /** Aborted when this process has to stop. */
  readonly shutdown: AbortSignal;
}

/** The runner, as an attempt sees it. */
export interface AttemptContext {
  /** Aborted when the work must stop: cancelled, taken over, or the process stops. */
  readonly signal: AbortSignal;
  /** Renews the lease now. To be called right before an effect that becomes visible. @throws the reason of `signal` */
  readonly requireLease: () => Promise<void>;
}

/** One attempt at an operation: the work, and hooks for its end. */
export interface Attempt<R> {
  /** For the log of the process. */
  readonly name: string;
  work(context: AttemptContext): Promise<R>;
  /** The progress that the next heartbeat stores. */
  progress?(): object | null;
  /** Called for every ending that this attempt decides; before it is recorded, unless `completed` or `stopped`. */
  ended?(ending: AttemptEnding): void;
  /** Called last, after success and failure. */
  close?(): Promise<void>;
}

/** `text`: the sentence in the language of the task. */
export type AttemptEnding =
  | { readonly type: 'completed' }
  | { readonly type: 'stopped' }
  | { readonly type: 'waiting'; readonly error: DomainError; readonly text: string; readonly wait: OperationWait }
  | { readonly type: 'retried'; readonly error: DomainError; readonly text: string }
  | { readonly type: 'failed'; readonly error: DomainError; readonly text: string };
