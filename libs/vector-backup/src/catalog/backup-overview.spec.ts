import { describe, expect, it } from '@jest/globals';
import type { VectorBackupEntity } from '#libs/database';
import { overviewOf } from './backup-overview.js';

const NOW = new Date('2025-07-10T00:00:00Z');
const BAD = { code: 'vector_backup_damaged', zh: '坏', en: 'bad' };

function backup(hoursAgo: number, over: Partial<VectorBackupEntity> = {}): VectorBackupEntity {
  const startedAt = new Date(NOW.getTime() - hoursAgo * 3_600_000);
  return {
    ...{ location: '', timestamp: `${hoursAgo}`, startedAt, series: '', form: 'csv none', isOwn: true, rows: 1 },
    ...{ bytes: 10, problem: null, verifiedAt: null, restoreSeconds: null, verifySeconds: null, checkedAt: null },
    ...{ copyState: null, encryptionKeyId: null },
    ...over,
  };
}

const at = (hoursAgo: number): Date => new Date(NOW.getTime() - hoursAgo * 3_600_000);

describe('the overview of backups', () => {
  it('of an empty store', () => {
    expect(overviewOf([], NOW)).toEqual({
      ...{ total: 0, verified: 0, damaged: 0, bytes: 0 },
      ...{ newest: null, newestVerified: null, lastVerification: null, unverifiedSeconds: null },
      ...{ newestCopied: null, uncopied: null, copiesMissing: 0 },
    });
  });

  it('of bad and foreign backups only', () => {
    const rows = [backup(5, { problem: BAD, verifiedAt: at(4) }), backup(1, { isOwn: false, verifiedAt: at(1) })];
    expect(overviewOf(rows, NOW)).toMatchObject({
      ...{ total: 1, verified: 0, damaged: 1, bytes: 10 },
      ...{ newest: null, newestVerified: null, lastVerification: null, unverifiedSeconds: null },
    });
  });

  it('of one backup, before and after its verification', () => {
    expect(overviewOf([backup(3)], NOW)).toMatchObject({ newest: { ageSeconds: 10_800 }, unverifiedSeconds: 10_800 });
    expect(overviewOf([backup(3, { verifiedAt: at(2) })], NOW)).toMatchObject({
      newestVerified: { ageSeconds: 10_800 },
      lastVerification: { ageSeconds: 7_200 },
      unverifiedSeconds: null,
    });
  });

  it('counts from the first backup after the newest verified one, and knows the newest verification', () => {
    const rows = [backup(9, { verifiedAt: at(1) }), backup(7, { verifiedAt: at(6) }), backup(5), backup(2)];
    const { newest, newestVerified, lastVerification, unverifiedSeconds, verified } = overviewOf(rows, NOW);
    expect([newest, newestVerified, lastVerification].map((dated) => dated?.backup.timestamp)).toEqual(['2', '7', '9']);
    expect([lastVerification?.ageSeconds, unverifiedSeconds, verified]).toEqual([3_600, 18_000, 2]);
  });

  it.each<[string, VectorBackupEntity[], [copied: string | null, uncopied: string | null, missing: number]]>([
    ['nothing to copy', [backup(5)], [null, null, 0]],
    [
      'the first one of those after the newest copy',
      [
        backup(9, { copyState: 'failed' }),
        backup(7, { copyState: 'verified' }),
        backup(5, { copyState: 'pending' }),
        backup(2, { copyState: 'missing' }),
      ],
      ['7', '5', 3],
    ],
    [
      'the newest verified one, though a later one has a copy',
      [backup(7, { verifiedAt: at(6), copyState: 'failed' }), backup(5, { copyState: 'verified' })],
      ['5', '7', 1],
    ],
    [
      'none, while older ones alone have no copy',
      [backup(9, { copyState: 'missing' }), backup(7, { verifiedAt: at(6), copyState: 'verified' })],
      ['7', null, 1],
    ],
    [
      'none, while the bad one alone has no copy',
      [backup(7, { copyState: 'verified' }), backup(5, { problem: BAD, copyState: 'missing' })],
      ['7', null, 0],
    ],
  ])('names of the missing copies: %s', (_, rows, [copied, behind, missing]) => {
    const { newestCopied, uncopied, copiesMissing } = overviewOf(rows, NOW);
    const found = [newestCopied?.backup.timestamp ?? null, uncopied?.backup.timestamp ?? null, copiesMissing];
    expect(found).toEqual([copied, behind, missing]);
  });

  it('has no negative age where a clock is off', () => {
    expect(overviewOf([backup(-3)], NOW)).toMatchObject({ newest: { ageSeconds: 0 } });
  });
});
