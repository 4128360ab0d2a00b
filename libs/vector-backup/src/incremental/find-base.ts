import { DomainError, errorMessage } from '#libs/domain-errors';
import type { BackupFolder } from '../folder/backup-folder.js';
import { byTime, finishedName, manifestName, timestampOf } from '../folder/backup-names.js';
import { parseManifest, type Manifest, type ManifestTable } from '../manifest.js';
import { vectorBackupMessages } from '../messages.js';
import { openBackupSet, type BackupSet } from '../restore/backup-set.js';
import { EMBEDDING_TABLE } from '../tables.js';
import type { OperationContext } from '../progress.js';

/**
 * The newest backup of the folder that an incremental backup of the same table can be based on, read and checked as
 * for a restore. Null without one, or when it is damaged: the backup is then a full one.
 */
export async function findBase(
  folder: BackupFolder,
  source: Manifest['source'],
  columns: ManifestTable['columns'],
  context: OperationContext,
): Promise<BackupSet | null> {
  const manifests = (await folder.list())
    .map(({ name }) => ({ name, timestamp: timestampOf(name) }))
    .filter(
      ({ name, timestamp }) => timestamp !== null && name === manifestName(timestamp) && finishedName(name) === name,
    )
    .sort((left, right) => byTime(right.timestamp ?? '', left.timestamp ?? ''));
  for (const { name, timestamp } of manifests) {
    try {
      const manifest = parseManifest((await folder.readText(name)) ?? '', name);
      const table = manifest.tables.find((each) => each.table === EMBEDDING_TABLE);
      if (isSame(manifest.source, source) && isSame(table?.columns, columns)) {
        return await openBackupSet(folder, timestamp ?? '', [EMBEDDING_TABLE], context.signal);
      }
    } catch (error) {
      if (!(error instanceof DomainError) || (error.kind !== 'validation' && error.kind !== 'not_found')) {
        throw error;
      }
      context.log(vectorBackupMessages.file_failed({ file: name, reason: errorMessage(error) }));
      return null;
    }
  }
  return null;
}

function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
