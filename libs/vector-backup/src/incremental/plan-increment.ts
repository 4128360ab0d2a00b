import type pg from 'pg';
import { DomainError } from '#libs/domain-errors';
import { qualifiedName, quoteIdentifier } from '#libs/postgres';
import { exportRows } from '../backup/export-table.js';
import { OutputFile } from '../backup/output-file.js';
import type { Snapshot } from '../backup/snapshot.js';
import { vectorBackupErrors } from '../errors.js';
import type { BackupFolder } from '../folder/backup-folder.js';
import { deletedName, manifestName } from '../folder/backup-names.js';
import type { Increment, Manifest } from '../manifest.js';
import { vectorBackupMessages } from '../messages.js';
import type { OperationContext } from '../progress.js';
import { EMBEDDING_TABLE, embeddingKey } from '../tables.js';
import { findBase } from './find-base.js';
import { writtenSince } from './row-history.js';
import { KNOWN_KEYS, loadKnownKeys } from './row-keys.js';

/** How a backup leaves out what an earlier one has. */
export interface IncrementPlan {
  /** Of the rows of the embedding table that belong into the file; SQL text. */
  readonly where: string;
  /** Writes the list of deleted rows, and returns its part of the manifest. */
  writeDeleted(folder: BackupFolder, timestamp: string): Promise<Increment>;
}

/** @returns null for a full backup: there is no base, or the table's columns have changed */
export async function planIncrement(
  { client, shapes }: Snapshot,
  folder: BackupFolder,
  now: Pick<Manifest, 'source' | 'row_history'>,
  context: OperationContext,
): Promise<IncrementPlan | null> {
  const shape = shapes.find(({ table }) => table === EMBEDDING_TABLE);
  const base = shape === undefined ? null : await findBase(folder, now.source, shape.columns, context);
  if (shape === undefined || base === null || base.manifestSha256 === null) {
    context.log(vectorBackupMessages.no_base());
    return null;
  }
  const table = qualifiedName(shape.schema, shape.table);
  const key = `${quoteIdentifier(embeddingKey(shape.columns.map(({ name }) => name)))}::text`;
  await loadKnownKeys(client, base);
  const isWritten = await writtenSince(client, base.manifest?.row_history ?? null, now.row_history);
  const { timestamp: base_timestamp, manifestSha256: base_manifest_sha256 } = base;
  return {
    where: `${isWritten} OR NOT EXISTS (SELECT FROM ${KNOWN_KEYS} k WHERE k.key = ${table}.${key})`,
    writeDeleted: async (target, timestamp) => {
      const deleted = await writeKeys(
        client,
        `SELECT k.key FROM ${KNOWN_KEYS} k WHERE NOT EXISTS (SELECT FROM ${table} WHERE ${key} = k.key)`,
        await OutputFile.begin(target, deletedName(timestamp, target.keys.current !== null), 0, 'none'),
      );
      // It may have been deleted meanwhile.
      if ((await target.find(manifestName(base_timestamp))) === null) {
        throw new DomainError(vectorBackupErrors.vector_backup_not_found, { missing: manifestName(base_timestamp) });
      }
      const { rows } = await client.query<{ count: string }>(`SELECT count(*) AS count FROM ${table}`);
      return { base_timestamp, base_manifest_sha256, deleted, total_rows: Number(rows[0]?.count ?? 0) };
    },
  };
}

async function writeKeys(client: pg.Client, query: string, file: OutputFile): Promise<Increment['deleted']> {
  try {
    const statement = `COPY (${query}) TO STDOUT (FORMAT csv, ENCODING 'UTF8')`;
    const rows = await exportRows([client], ['id'], [statement], 'csv', file, () => undefined);
    return { rows, ...(await file.finish()) };
  } catch (error) {
    await file.abandon();
    throw error;
  }
}
