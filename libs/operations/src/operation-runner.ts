import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { translateStorageFailure } from '#libs/data-directory';
import type { OperationEntity, OperationWait } from '#libs/database';
import { DomainError, errorText } from '#libs/domain-errors';
import { describeConnection, translatePostgresError } from '#libs/postgres';
import { PROCESS_ID } from '#libs/process';
import { isRetryable } from '#libs/queue';
import { operationErrors } from './errors.js';
import { Lease } from './lease.js';
import type { Attempt, Claim, Claimed, Delivery, DeliveryOutcome } from './operation.js';
import type { OperationPolicy } from './operation-policy.js';
import { waitAfter } from './outage.js';

type HandedBack = Extract<DeliveryOutcome<unknown>, { outcome: 'handed_back' }>;
type Interrupted = Extract<DeliveryOutcome<unknown>, { outcome: 'handed_back' | 'waiting' | 'retried' }>;

/** Runs one delivery of an operation: claims it, keeps the lease, records the outcome. */
@Injectable()
export class OperationRunner {
  private readonly logger = new Logger(OperationRunner.name);

  constructor(@Inject(CONFIG) private readonly config: ResolvedConfig) {}

  /**
   * @param begin makes the attempt of a delivery that has claimed the operation
   * @throws the error of the work after the operation was ended with it
   */
  async run<E extends OperationEntity, R>(
    policy: OperationPolicy<E, R>,
    id: string,
    delivery: Delivery,
    begin: (claimed: Claimed<E>) => Attempt<R>,
  ): Promise<DeliveryOutcome<R>> {
    const claim = await this.claim(policy, id).catch((error: unknown) => this.handBackOrThrow(error));
    switch (claim.outcome) {
      case 'handed_back':
      case 'leased':
        return claim;
      case 'ended':
        return { outcome: 'nothing_to_do' };
      case 'claimed':
        return this.runClaimed(policy, claim, delivery, begin(claim));
    }
  }

  private async claim<E extends OperationEntity, R>(policy: OperationPolicy<E, R>, id: string): Promise<Claim<E>> {
    const claim = await policy.table.claim(id, PROCESS_ID, this.config.worker.leaseMs);
    if (claim.outcome !== 'claimed') {
      await policy.unclaimed?.(claim.operation);
    }
    return claim;
  }

  private async runClaimed<E extends OperationEntity, R>(
    policy: OperationPolicy<E, R>,
    claimed: Claimed<E>,
    delivery: Delivery,
    attempt: Attempt<R>,
  ): Promise<DeliveryOutcome<R>> {
    const { operation, leaseToken } = claimed;
    const lease = this.leaseOf(policy, claimed, attempt);
    const signal = AbortSignal.any([lease.signal, delivery.shutdown]);
    const requireLease = async (): Promise<void> => {
      await lease.beat();
      signal.throwIfAborted();
    };
    const startedAt = Date.now();
    lease.start();
    try {
      const result = await attempt.work({ signal, requireLease });
      const handedBack = await this.record(() => policy.complete(operation, leaseToken, result));
      if (handedBack !== null) {
        // A successor recovers the result. If this fails as well, the successor waits for the end of the lease.
        await policy.table.release(policy.table.idOf(operation), leaseToken, null).catch(() => undefined);
        return handedBack;
      }
      attempt.ended?.({ type: 'completed' });
      return { outcome: 'completed', result };
    } catch (error) {
      return await this.recordFailure(error, policy, claimed, delivery, attempt, Date.now() - startedAt);
    } finally {
      await lease.stop();
      await attempt.close?.();
    }
  }

  private leaseOf<E extends OperationEntity, R>(
    policy: OperationPolicy<E, R>,
    { operation, leaseToken }: Claimed<E>,
    attempt: Attempt<R>,
  ): Lease {
    const { table, maxHeartbeatMs } = policy;
    const { leaseMs } = this.config.worker;
    const id = table.idOf(operation);
    const lost = (cause?: unknown): DomainError =>
      new DomainError(operationErrors.lease_lost, { operation: id }, { cause });
    const renew = async (): Promise<DomainError | null> => {
      switch (await table.renew(id, leaseToken, leaseMs, attempt.progress?.() ?? null)) {
        case 'held':
          return null;
        case 'cancelled':
          return policy.error(operation, { type: 'cancelled' });
        case 'lost':
          return lost();
      }
    };
    // Peers wait for the end of the lease, not for this process: what it misses is the time in which it could renew.
    const blocked = (milliseconds: number): void =>
      this.logger.warn(
        `${attempt.name} ${id}: this process was blocked or suspended for ${(milliseconds / 1000).toFixed(1)} s; ` +
          `another one takes over after ${leaseMs / 1000} s`,
      );
    return new Lease({ renew, lost, blocked }, leaseMs, maxHeartbeatMs);
  }

  /** Decides the effect of a failure on the operation, and records it before the queue is informed. */
  private async recordFailure<E extends OperationEntity, R>(
    thrown: unknown,
    policy: OperationPolicy<E, R>,
    { operation, leaseToken, language }: Claimed<E>,
    { shutdown, attemptsLeft }: Delivery,
    attempt: Attempt<R>,
    duration: number,
  ): Promise<Interrupted> {
    const { error, isDefect } = this.known(thrown, policy, operation, attempt.name);
    const text = errorText(error, language);
    const release = (wait: OperationWait | null = null): Promise<void> =>
      policy.table.release(policy.table.idOf(operation), leaseToken, text, wait);
    if (isLeaseLost(error)) {
      this.logger.warn(text);
      return { outcome: 'handed_back' };
    }
    if (shutdown.aborted && isSameError(error, shutdown.reason)) {
      const handedBack = await this.record(() => release());
      attempt.ended?.({ type: 'stopped' });
      return handedBack ?? { outcome: 'handed_back' };
    }
    const failed = { error, duration, done: progressOf(attempt) };
    const waits = policy.waitsFor?.(operation, error).catch(() => isRetryable(error)) ?? isRetryable(error);
    const wait = (await waits) ? waitAfter(operation.waiting, failed, this.config.worker.unavailableRetryMs) : null;
    if (wait !== null) {
      attempt.ended?.({ type: 'waiting', error, text, wait });
      const until = new Date(wait.nextAttemptAt);
      return (await this.record(() => release(wait))) ?? { outcome: 'waiting', until };
    }
    if (policy.retries && isDefect && attemptsLeft > operation.takeovers) {
      attempt.ended?.({ type: 'retried', error, text });
      return (await this.record(() => release())) ?? { outcome: 'retried', error };
    }
    attempt.ended?.({ type: 'failed', error, text });
    const handedBack = await this.record(() => policy.fail(operation, error, leaseToken, language));
    if (handedBack !== null) {
      return handedBack;
    }
    throw error;
  }

  /** Records an outcome. While the task tables are unreachable the job is retried instead, and the lease expires. */
  private async record(write: () => Promise<void>): Promise<HandedBack | null> {
    try {
      await write();
      return null;
    } catch (error) {
      return this.handBackOrThrow(error);
    }
  }

  /** @throws the error, unless the task tables are away or another worker has taken over */
  private handBackOrThrow(error: unknown): HandedBack {
    const translated = translatePostgresError(error, describeConnection(this.config.databaseUrl));
    if (isRetryable(translated)) {
      this.logger.warn(`the task tables are unreachable, the job returns to the queue: ${translated.message}`);
    } else if (isLeaseLost(translated)) {
      this.logger.warn(translated.message);
    } else {
      throw error;
    }
    return { outcome: 'handed_back' };
  }

  /** An unexpected error is a defect: its particulars stay in the log of this process, under a number. */
  private known<E extends OperationEntity, R>(
    thrown: unknown,
    policy: OperationPolicy<E, R>,
    operation: E,
    name: string,
  ): { error: DomainError; isDefect: boolean } {
    const translated = translatePostgresError(
      translateStorageFailure(thrown),
      describeConnection(this.config.databaseUrl),
    );
    if (translated instanceof DomainError && (translated === thrown || isRetryable(translated))) {
      return { error: translated, isDefect: false };
    }
    const correlationId = randomUUID();
    this.logger.error(`${name} failed (${correlationId})`, thrown instanceof Error ? thrown.stack : String(thrown));
    const { definition, params } = policy.error(operation, { type: 'defect', correlationId });
    return { error: new DomainError(definition, params, { cause: thrown }), isDefect: true };
  }
}

/** Units of progress that the attempt has reported. */
function progressOf<R>(attempt: Attempt<R>): number {
  const progress = attempt.progress?.() ?? null;
  return progress !== null && 'done' in progress && typeof progress.done === 'number' ? progress.done : 0;
}

function isLeaseLost(error: unknown): boolean {
  return error instanceof DomainError && error.code === operationErrors.lease_lost.code;
}

/** An abort may come back with particulars added to its reason. */
function isSameError(error: unknown, reason: unknown): boolean {
  return error instanceof DomainError && reason instanceof DomainError && error.code === reason.code;
}
