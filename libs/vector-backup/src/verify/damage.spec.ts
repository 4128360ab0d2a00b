import { expect, it } from '@jest/globals';
import { DomainError } from '#libs/domain-errors';
import { vectorBackupErrors } from '../errors.js';
import { isDamage } from './damage.js';

it('takes errors about the files for damage, and no others', () => {
  const about = { file: 'a.csv', reason: 'SHA-256', timestamp: '20250721_234914', key_id: 'age1', chunk: 3 };
  const { vector_backup_damaged, vector_backup_chunk_damaged, vector_backup_cut } = vectorBackupErrors;
  const damage = [vector_backup_damaged, vector_backup_chunk_damaged, vector_backup_cut];
  expect(damage.map((definition) => isDamage(new DomainError(definition, about)))).toEqual([true, true, true]);
  // A key that is not there says nothing about the backup, and neither does a server or a disk.
  const missing = new DomainError(vectorBackupErrors.vector_backup_key_missing, about);
  const storage = new DomainError(vectorBackupErrors.vector_storage_failed, about);
  const server = new DomainError(vectorBackupErrors.vector_database_unreachable);
  expect([missing, storage, server, new Error('defect')].map(isDamage)).toEqual([false, false, false, false]);
});
