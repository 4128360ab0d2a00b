import { describe, expect, it, jest } from '@jest/globals';
import { Test } from '@nestjs/testing';
import type { Job } from 'bullmq';
import { getMetadataArgsStorage } from 'typeorm';
import { OperationEntity } from '#libs/database';
import { OperationSweeper, type SweepReport } from '#libs/operations';
import { SweepProcessor } from './sweep.processor.js';

const kinds = getMetadataArgsStorage().tables.filter(
  ({ target }) => typeof target === 'function' && target.prototype instanceof OperationEntity,
);

describe('SweepProcessor', () => {
  it('sweeps every kind of operation', async () => {
    const swept: unknown[] = [];
    const sweep = async (policy: unknown): Promise<SweepReport> => {
      swept.push(policy);
      return { requeued: [`job ${swept.length}`], ended: [] };
    };
    const module = await Test.createTestingModule({ providers: [SweepProcessor] })
      .useMocker((token) =>
        token === OperationSweeper ? { sweep } : { reconcile: jest.fn(), removeExpired: jest.fn() },
      )
      .compile();
    const report = await module.get(SweepProcessor).process({ data: { version: 1 } } as Job);
    expect(new Set(swept).size).toBe(kinds.length);
    expect(report.requeued).toHaveLength(kinds.length);
  });
});
