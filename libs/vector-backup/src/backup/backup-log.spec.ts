import { describe, expect, it } from '@jest/globals';
import { DomainError } from '#libs/domain-errors';
import type { Language } from '#libs/language';
import { vectorBackupErrors } from '../errors.js';
import { EMBEDDING_TABLE } from '../tables.js';
import { failedBackup } from './backup-log.js';
import type { BackupResult } from './backup-result.js';

const HAN = /\p{Script=Han}/u;
const ASKED = { tables: [EMBEDDING_TABLE], truncate: true } as const;
const PUBLISHED: BackupResult = {
  backup_performed: true,
  truncate_performed: false,
  backup_directory: 'vector_bak',
  backup_timestamp: '20250721_234914',
  manifest_file: 'manifest_20250721_234914.json',
  log_file: null,
  tables_backed_up: {},
  truncate_results: {},
  encryption_key_id: null,
  incremental: null,
  errors: [],
  duration: 1,
};

function failed(published: BackupResult | null, truncate: boolean, language: Language) {
  const error = new DomainError(vectorBackupErrors.vector_read_back_differs, { file: 'a.csv' });
  return failedBackup(error, published, { ...ASKED, truncate }, 1, language);
}

describe('a failed backup', () => {
  it('has the words of the original in Chinese', () => {
    expect(failed(null, true, 'zh').errors).toEqual(['部分表备份失败']);
    expect(failed(PUBLISHED, true, 'zh').errors).toEqual(['部分表清空失败']);
  });

  it.each([
    [null, true],
    [PUBLISHED, true],
    [PUBLISHED, false],
  ])('is told in the language of its task', (published, truncate) => {
    expect(JSON.stringify(failed(published, truncate, 'zh'))).toMatch(HAN);
    expect(JSON.stringify(failed(published, truncate, 'en'))).not.toMatch(HAN);
  });
});
