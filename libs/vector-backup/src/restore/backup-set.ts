import { createGunzip, createZstdDecompress } from 'node:zlib';
import { pipeline, Readable } from 'node:stream';
import { DomainError } from '#libs/domain-errors';
import type { Message } from '#libs/language';
import { vectorBackupErrors } from '../errors.js';
import type { BackupKey } from '../encryption/backup-keys.js';
import { decrypted } from '../encryption/decrypted.js';
import { downgradeOf, openManifest } from '../encryption/manifest-seal.js';
import type { BackupFolder } from '../folder/backup-folder.js';
import {
  byTime,
  dataFileName,
  deletedName,
  isDeletedName,
  manifestName,
  parseDataFileName,
  type DataFileName,
} from '../folder/backup-names.js';
import { hashFile } from '../folder/hash-file.js';
import { manifestSha256, parseManifest, type Manifest } from '../manifest.js';
import { vectorBackupMessages } from '../messages.js';
import { EMBEDDING_TABLE, RECORD_TABLE, withoutAbsent, type VectorTable } from '../tables.js';
import { csvRecords, parseCsvRecord } from './csv-records.js';

const CHUNK_BYTES = 1024 * 1024;

/** A table of a backup, found and checked. */
export interface BackupTable extends DataFileName {
  /** Of the file as stored. */
  readonly bytes: number;
  /** From the manifest; null without one. */
  readonly rows: number | null;
  readonly columns: readonly string[];
}

export interface BackupSet {
  readonly folder: BackupFolder;
  readonly timestamp: string;
  /** Null for a backup of the original. */
  readonly manifest: Manifest | null;
  /** SHA-256 of the text of the manifest. */
  readonly manifestSha256: string | null;
  /** Null for files that are not encrypted. */
  readonly key: BackupKey | null;
  readonly tables: readonly BackupTable[];
  /** Of an incremental backup, if its embeddings are requested. */
  readonly increment: BackupIncrement | null;
}

/** A folder, and the key of the files that are read. */
type EncryptedFolder = Pick<BackupSet, 'folder' | 'key'>;

export interface BackupIncrement {
  /** Its embeddings alone. */
  readonly base: BackupSet;
  /** Rows of the whole chain. */
  readonly totalRows: number;
}

/** The embeddings of a backup and of all that it is based on, oldest first. */
export function chainOf(set: BackupSet): { readonly set: BackupSet; readonly table: BackupTable }[] {
  const table = set.tables.find((each) => each.table === EMBEDDING_TABLE);
  const earlier = set.increment === null ? [] : chainOf(set.increment.base);
  return table === undefined ? earlier : [...earlier, { set, table }];
}

/**
 * Finds the files of a backup and checks them against its manifest: sizes, SHA-256, columns.
 * @throws DomainError `vector_backup_not_found`, `vector_manifest_invalid`, `vector_backup_downgraded`,
 * `vector_backup_key_missing`, `vector_backup_damaged`, and for encrypted files the errors of `decrypted`
 */
export async function openBackupSet(
  folder: BackupFolder,
  timestamp: string,
  requested: readonly VectorTable[],
  signal: AbortSignal,
): Promise<BackupSet> {
  const manifestFile = manifestName(timestamp);
  const text = await folder.readText(manifestFile);
  const manifest = text === null ? null : parseManifest(text, manifestFile);
  if (manifest !== null && manifest.timestamp !== timestamp) {
    const reason = `timestamp: ${manifest.timestamp}`;
    throw new DomainError(vectorBackupErrors.vector_manifest_invalid, { file: manifestFile, reason });
  }
  const key = text === null || manifest === null ? null : openManifest(manifest, text, folder.keys);
  const hasRecords = manifest?.tables.some(({ table }) => table === RECORD_TABLE) ?? false;
  const tables = withoutAbsent(requested, hasRecords);
  const names = (await folder.list()).map(({ name }) => name);
  if (manifest === null && names.some((name) => isOfManifest(name, timestamp))) {
    throw new DomainError(vectorBackupErrors.vector_backup_not_found, { missing: manifestFile });
  }
  const wanted = tables.map((table) => {
    const listed = manifest?.tables.find((entry) => entry.table === table)?.file;
    const name = manifest === null ? dataFileName(table, timestamp, 'csv', 'none', false) : listed;
    return { table, name: name ?? table };
  });
  const missing = wanted.map(({ name }) => name).filter((name) => !names.includes(name));
  if (missing.length > 0) {
    throw new DomainError(vectorBackupErrors.vector_backup_not_found, { missing: missing.join(', ') });
  }
  const downgrade = downgradeOf(manifest, timestamp, (await folder.rememberedKeys()).get(timestamp) ?? null);
  if (downgrade !== null) {
    throw downgrade;
  }
  const checked: BackupTable[] = [];
  for (const { table, name } of wanted) {
    checked.push(await checkTable({ folder, key }, manifest, table, name, signal));
  }
  const increment =
    manifest !== null && tables.includes(EMBEDDING_TABLE)
      ? await openIncrement({ folder, key }, manifest, signal)
      : null;
  const sha256 = text === null ? null : manifestSha256(text);
  return { folder, timestamp, manifest, manifestSha256: sha256, key, tables: checked, increment };
}

/** For a backup that is not encrypted although there is a key: nothing shows that this service has made it. */
export function plainWarning({ key, folder }: BackupSet): Message | null {
  return key === null && folder.keys.current !== null ? vectorBackupMessages.not_encrypted() : null;
}

/** Files that no backup of the original has: without their manifest, the parts of the backup are unknown. */
function isOfManifest(name: string, timestamp: string): boolean {
  const data = parseDataFileName(name);
  const isPlain = data?.format === 'csv' && data.compression === 'none' && !data.encrypted;
  return isDeletedName(name, timestamp) || (data?.timestamp === timestamp && !isPlain);
}

async function openIncrement(
  source: EncryptedFolder,
  { incremental, timestamp }: Manifest,
  signal: AbortSignal,
): Promise<BackupIncrement | null> {
  if (incremental === null) {
    return null;
  }
  // A base is older, so that a forged chain has an end.
  if (byTime(incremental.base_timestamp, timestamp) >= 0) {
    const reason = `incremental.base_timestamp: ${incremental.base_timestamp}`;
    throw new DomainError(vectorBackupErrors.vector_manifest_invalid, { file: manifestName(timestamp), reason });
  }
  const { folder, key } = source;
  const file = deletedName(timestamp, key !== null);
  if ((await folder.find(file)) === null) {
    throw new DomainError(vectorBackupErrors.vector_backup_not_found, { missing: file });
  }
  const deleted = await hashFile(folder, file, signal);
  if (deleted.sha256 !== incremental.deleted.sha256 || deleted.bytes !== incremental.deleted.bytes) {
    await findDamage(source, file);
    throw new DomainError(vectorBackupErrors.vector_backup_damaged, { file, reason: 'SHA-256' });
  }
  const base = await openBackupSet(folder, incremental.base_timestamp, [EMBEDDING_TABLE], signal);
  if (base.manifestSha256 !== incremental.base_manifest_sha256) {
    const baseFile = manifestName(base.timestamp);
    throw new DomainError(vectorBackupErrors.vector_backup_damaged, { file: baseFile, reason: 'SHA-256' });
  }
  return { base, totalRows: incremental.total_rows };
}

async function checkTable(
  source: EncryptedFolder,
  manifest: Manifest | null,
  table: VectorTable,
  name: string,
  signal: AbortSignal,
): Promise<BackupTable> {
  const { folder } = source;
  const data = parseDataFileName(name);
  const listed = manifest?.tables.find((entry) => entry.table === table);
  const { bytes, sha256 } = await hashFile(folder, name, signal);
  if (data === null) {
    throw new Error(`${name} is no file of a backup`);
  }
  if (listed === undefined) {
    return { ...data, bytes, rows: null, columns: await csvColumns(source, data) };
  }
  if (listed.bytes !== bytes || listed.sha256 !== sha256) {
    await findDamage(source, name);
    const reason = listed.bytes === bytes ? 'SHA-256' : `${bytes} / ${listed.bytes} bytes`;
    throw new DomainError(vectorBackupErrors.vector_backup_damaged, { file: name, reason });
  }
  const columns = listed.columns.map((column) => column.name);
  if (data.format === 'csv' && (await csvColumns(source, data)).join('\0') !== columns.join('\0')) {
    throw new DomainError(vectorBackupErrors.vector_manifest_invalid, {
      file: manifestName(data.timestamp),
      reason: 'columns',
    });
  }
  return { ...data, bytes, rows: listed.rows, columns };
}

async function csvColumns(source: EncryptedFolder, file: DataFileName): Promise<string[]> {
  try {
    for await (const record of csvRecords(piecesOf(source, file))) {
      return parseCsvRecord(record).map((field) => field ?? '');
    }
  } catch (error) {
    throw damaged(file.name, error);
  }
  throw new DomainError(vectorBackupErrors.vector_backup_damaged, { file: file.name, reason: '0 bytes' });
}

/** Names the damaged chunk of an encrypted file; returns if every chunk is one that this key has encrypted. */
async function findDamage({ folder, key }: EncryptedFolder, file: string): Promise<void> {
  if (key !== null) {
    for await (const _ of decrypted(folder.pieces(file), file, key)) {
      // Only the errors count.
    }
  }
}

/** The file, decrypted. */
export function storedContent(folder: BackupFolder, file: string, key: BackupKey | null): Readable {
  const stored = folder.stream(file);
  return key === null
    ? stored
    : Readable.from(decrypted(stored, file, key), { objectMode: false, highWaterMark: CHUNK_BYTES });
}

/** The file, decrypted and decompressed. */
export function contentOf({ folder, key }: EncryptedFolder, file: DataFileName): Readable {
  const stored = storedContent(folder, file.name, key);
  switch (file.compression) {
    case 'none':
      return stored;
    case 'gzip':
    case 'zstd': {
      const open =
        file.compression === 'gzip'
          ? createGunzip({ chunkSize: CHUNK_BYTES })
          : createZstdDecompress({ chunkSize: CHUNK_BYTES });
      // The reader gets the error from `open`, whenever it begins to read.
      pipeline(stored, open, () => undefined);
      return open;
    }
  }
}

/** For consumers that do not retain the previous chunk. */
export function piecesOf(source: EncryptedFolder, file: DataFileName): AsyncIterable<Buffer> {
  if (file.compression !== 'none') {
    return contentOf(source, file);
  }
  const pieces = source.folder.pieces(file.name);
  return source.key === null ? pieces : decrypted(pieces, file.name, source.key);
}

/** @returns `vector_backup_damaged` for errors of a parser or decompressor; other errors unchanged */
export function damaged(file: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return error instanceof SyntaxError || /^(Z_|ZSTD_)/.test(code)
    ? new DomainError(
        vectorBackupErrors.vector_backup_damaged,
        { file, reason: (error as Error).message },
        { cause: error },
      )
    : error;
}
