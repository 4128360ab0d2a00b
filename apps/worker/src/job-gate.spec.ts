import { describe, expect, it, jest } from '@jest/globals';
import { DelayedError, type Job } from 'bullmq';
import { DomainError } from '#libs/domain-errors';
import { fleetErrors, type ProcessReport, type StorageMark } from '#libs/fleet';
import { archiveJobSchema } from '#libs/queue';
import { JobGate } from './job-gate.js';
import type { WorkerLifecycle } from './worker-lifecycle.js';

const NOT_MARKED = new DomainError(fleetErrors.storage_not_marked);
const ELSEWHERE = new DomainError(fleetErrors.storage_without_mark, { command: 'adopt' });
const PAYLOAD = { version: 1, archiveId: 'a' };

/** @param next what the next look at the mark finds */
function admit(mark: Partial<StorageMark>, next: () => Promise<DomainError | null>): Promise<unknown> {
  const check = jest.fn(next);
  const gate = new JobGate(
    {} as WorkerLifecycle,
    {} as ProcessReport,
    { problem: null, notice: null, ...mark, check } as unknown as StorageMark,
  );
  const job = { data: PAYLOAD, moveToDelayed: async () => undefined } as unknown as Job;
  return gate.admit(archiveJobSchema, job, 'token');
}

describe('the gate of a worker', () => {
  const unseen = () => Promise.reject(new Error('the storage is not looked at'));

  it('admits a job on the storage of the installation, and gives it back on another one', async () => {
    expect(await admit({}, unseen)).toEqual(PAYLOAD);
    await expect(admit({ problem: ELSEWHERE }, unseen)).rejects.toBeInstanceOf(DelayedError);
  });

  it('admits the jobs of an API that never marks the storage', async () => {
    expect(await admit({ notice: NOT_MARKED }, async () => null)).toEqual(PAYLOAD);
  });

  it('gives the first job back that comes with a mark somewhere else, or while the storage cannot be read', async () => {
    await expect(admit({ notice: NOT_MARKED }, async () => ELSEWHERE)).rejects.toBeInstanceOf(DelayedError);
    await expect(admit({ notice: NOT_MARKED }, unseen)).rejects.toBeInstanceOf(DelayedError);
  });
});
