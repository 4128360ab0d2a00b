import type { VectorBackupEntity } from '#libs/database';

/** A usable backup of the configured database that was not verified. */
export function storedBackup(over: Partial<VectorBackupEntity> = {}): VectorBackupEntity {
  return {
    location: '',
    timestamp: '20250701_030000',
    startedAt: new Date('2025-07-01T03:00:00Z'),
    series: 'db:5432/vectors/public',
    form: 'csv none',
    isOwn: true,
    rows: 1_000,
    bytes: 10_000_000,
    problem: null,
    verifiedAt: null,
    restoreSeconds: null,
    verifySeconds: null,
    checkedAt: null,
    copyState: null,
    encryptionKeyId: null,
    ...over,
  };
}
