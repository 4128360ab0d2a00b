import { describe, expect, it, jest } from '@jest/globals';
import { Test } from '@nestjs/testing';
import { getMetadataArgsStorage } from 'typeorm';
import { OperationEntity } from '#libs/database';
import { OperationSweeper, type SweepReport } from '#libs/operations';
import { Sweep } from './sweep.js';

const kinds = getMetadataArgsStorage().tables.filter(
  ({ target }) => typeof target === 'function' && target.prototype instanceof OperationEntity,
);

describe('Sweep', () => {
  it('sweeps every kind of operation', async () => {
    const swept: unknown[] = [];
    const sweep = async (policy: unknown): Promise<SweepReport> => {
      swept.push(policy);
      return { requeued: [`job ${swept.length}`], ended: [] };
    };
    const module = await Test.createTestingModule({ providers: [Sweep] })
      .useMocker((token) =>
        token === OperationSweeper
          ? { sweep }
          : { reconcile: jest.fn(), removeExpired: jest.fn(), mark: jest.fn(), lastTimes: async () => new Map() },
      )
      .compile();
    const report = await module.get(Sweep).run();
    expect(new Set(swept).size).toBe(kinds.length);
    expect(report.requeued).toHaveLength(kinds.length);
  });
});
