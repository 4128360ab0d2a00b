import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { isoTimestamp } from '#libs/clock';
import { DomainError } from '#libs/domain-errors';
import { render } from '#libs/language';
import { describeConnection, qualifiedName, quoteIdentifier } from '#libs/postgres';
import { SESSION } from '../backup/snapshot.js';
import { translateVectorError } from '../database/translate-error.js';
import { withVectorClient } from '../database/vector-client.js';
import { vectorBackupErrors } from '../errors.js';
import type { BackupFolder } from '../folder/backup-folder.js';
import { damageName, manifestName, parseDataFileName, verificationName } from '../folder/backup-names.js';
import { requireParts } from '../folder/backup-parts.js';
import { parseManifest, type Manifest } from '../manifest.js';
import type { OperationContext } from '../progress.js';
import { openBackupSet, plainWarning, type BackupSet, type BackupTable } from '../restore/backup-set.js';
import { stageTable } from '../restore/stage-table.js';
import { requireVectorExtension } from '../restore/restore-target.js';
import { columnType } from '../structure/column-type.js';
import { createColumns, unknownColumns } from '../structure/create-table.js';
import { translateLoadError } from '../restore/translate-load-error.js';
import { VECTOR_TABLES, type VectorTable } from '../tables.js';
import { recordDamage } from './damage.js';

export interface VerifyOptions {
  /** Of the server that the scratch schema is made on. */
  readonly connectionString: string;
  readonly folder: BackupFolder;
  readonly timestamp: string;
  readonly timeZone: string;
}

export interface VerifyResult {
  readonly verified: true;
  readonly timestamp: string;
  readonly verified_at: string;
  readonly tables: Partial<
    Record<
      VectorTable,
      /** The content of a backup of the original is not compared: its form is another one than the server's. */
      { readonly rows: number; readonly content_compared: boolean }
    >
  >;
  /** Columns that a restore into an empty database refuses: their tables have to be created first. */
  readonly not_recreated: readonly string[];
  /** Null for files that are not encrypted. */
  readonly encryption_key_id: string | null;
  /** What a person should look at. */
  readonly errors: readonly string[];
  /** Seconds that a restore needs to check and load the files, without comparing them and without indexes. */
  readonly restore_seconds: number;
  /** Seconds of the whole verification. */
  readonly duration: number;
}

const ORIGINAL_TYPES: Readonly<Record<VectorTable, Readonly<Record<string, string>>>> = {
  langchain_pg_collection: { uuid: 'uuid', name: 'character varying', cmetadata: 'json' },
  langchain_pg_embedding: {
    id: 'character varying',
    collection_id: 'uuid',
    embedding: 'vector',
    document: 'character varying',
    cmetadata: 'jsonb',
  },
  data_pipeline_records: {},
};

/**
 * Restores a backup into a scratch schema, reads it back, compares counts and contents with the files, and leaves
 * nothing: the schema lives in a transaction that is rolled back. The result is stored next to the manifest, also that a
 * backup is bad.
 * @throws DomainError for every failure of a restore, `vector_extension_absent` where vectors cannot be held
 */
export async function verifyBackup(options: VerifyOptions, context: OperationContext): Promise<VerifyResult> {
  try {
    const result = await restoreForTest(options, context);
    const { folder, timestamp } = options;
    await folder.write(verificationName(timestamp), `${JSON.stringify(result, null, 2)}\n`);
    await folder.remove([damageName(timestamp)]);
    return result;
  } catch (error) {
    await recordDamage(error, options);
    throw error;
  }
}

async function restoreForTest(options: VerifyOptions, context: OperationContext): Promise<VerifyResult> {
  const began = performance.now();
  const { connectionString, folder, timestamp, timeZone } = options;
  context.progress({ phase: 'checking', table: null, rows: 0, total_rows: null, bytes: 0 });
  const set = await openBackupSet(folder, timestamp, await requireTables(folder, timestamp), context.signal);
  const { comparedMs, restoredMs, ...compared } = await withVectorClient(
    connectionString,
    context.signal,
    async (client) => {
      try {
        const extension = await requireVectorExtension(client, connectionString);
        await client.query('BEGIN');
        const found = await compareInScratch(client, set, extension, context);
        return { ...found, restoredMs: performance.now() - began };
      } catch (error) {
        context.signal.throwIfAborted();
        throw translateVectorError(translateLoadError(error), describeConnection(connectionString), true);
      } finally {
        await client.query('ROLLBACK').catch(() => undefined);
      }
    },
  );
  return {
    verified: true,
    timestamp,
    verified_at: isoTimestamp(new Date(), timeZone),
    ...compared,
    encryption_key_id: set.key?.id ?? null,
    errors: [plainWarning(set)].filter((text) => text !== null).map((text) => render(text, context.language)),
    restore_seconds: Math.round(restoredMs - comparedMs) / 1000,
    duration: Math.round(performance.now() - began) / 1000,
  };
}

/**
 * The tables of a backup: those that its manifest lists. A backup of the original has none, so its files count.
 * @throws DomainError `vector_backup_parts`, `vector_backup_not_found`
 */
async function requireTables(folder: BackupFolder, timestamp: string): Promise<VectorTable[]> {
  const text = await folder.readText(manifestName(timestamp));
  const files = await folder.list();
  if (text !== null) {
    const manifest = parseManifest(text, manifestName(timestamp));
    requireParts(manifest, files);
    return manifest.tables.map(({ table }) => table);
  }
  const names = files.map(({ name }) => parseDataFileName(name));
  const tables = VECTOR_TABLES.filter((table) =>
    names.some((data) => data?.timestamp === timestamp && data.table === table),
  );
  if (tables.length === 0) {
    throw new DomainError(vectorBackupErrors.vector_backup_not_found, { missing: manifestName(timestamp) });
  }
  return tables;
}

async function compareInScratch(
  client: pg.Client,
  set: BackupSet,
  extension: string,
  context: OperationContext,
): Promise<Pick<VerifyResult, 'tables' | 'not_recreated'> & { readonly comparedMs: number }> {
  const notRecreated: string[] = [];
  const schema = `data_pipeline_verify_${randomBytes(6).toString('hex')}`;
  await client.query(SESSION);
  await client.query(`CREATE SCHEMA ${quoteIdentifier(schema)}`);
  const results: [VectorTable, { rows: number; content_compared: boolean }][] = [];
  let bytes = 0;
  let rows = 0;
  let comparedMs = 0;
  for (const table of set.tables) {
    const tell = (phase: 'copying' | 'verifying'): void =>
      context.progress({ phase, table: table.table, rows, total_rows: table.rows, bytes });
    notRecreated.push(...(await createScratch(client, schema, table, set.manifest, extension)));
    const onBytes = (length: number): void => {
      bytes += length;
      tell('copying');
    };
    const comparing = table.rows === null ? null : (): void => tell('verifying');
    const loaded = await stageTable(client, set, table, { schema, table: table.table }, onBytes, comparing);
    rows += loaded.rows;
    comparedMs += loaded.comparedMs;
    results.push([table.table, { rows: loaded.rows, content_compared: table.rows !== null }]);
  }
  return { tables: Object.fromEntries(results), not_recreated: notRecreated, comparedMs };
}

/** As a restore would create it. @returns columns that a restore into an empty database cannot recreate */
async function createScratch(
  client: pg.Client,
  schema: string,
  table: BackupTable,
  manifest: Manifest | null,
  extension: string,
): Promise<string[]> {
  const structure = manifest?.tables.find((entry) => entry.table === table.table)?.structure ?? null;
  const recorded = structure && { schema, table: table.table, structure, extension };
  const unknown = recorded === null ? [] : await unknownColumns(client, recorded);
  if (recorded === null || unknown.length > 0) {
    const columns = scratchColumns(table, manifest, extension);
    await client.query(`CREATE TABLE ${qualifiedName(schema, table.table)} (${columns})`);
  } else {
    await createColumns(client, recorded);
  }
  return unknown;
}

/** @throws DomainError `vector_manifest_invalid` for a type that is not known */
function scratchColumns(table: BackupTable, manifest: Manifest | null, extension: string): string {
  const listed = manifest?.tables.find((entry) => entry.table === table.table)?.columns;
  const typeOf = (name: string): string =>
    listed?.find((column) => column.name === name)?.type ?? ORIGINAL_TYPES[table.table][name] ?? 'text';
  const columns = table.columns.map((name) => {
    const type = typeOf(name);
    const known = columnType(type, extension);
    if (known === null) {
      const file = manifestName(table.timestamp);
      throw new DomainError(vectorBackupErrors.vector_manifest_invalid, { file, reason: `${name}: ${type}` });
    }
    return `${quoteIdentifier(name)} ${known}`;
  });
  return columns.join(', ');
}
