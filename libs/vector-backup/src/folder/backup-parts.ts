import { DomainError } from '#libs/domain-errors';
import type { StoredFile } from '#libs/files';
import { vectorBackupErrors } from '../errors.js';
import type { Manifest } from '../manifest.js';
import { deletedName, isDeletedName, parseDataFileName, timestampOf } from './backup-names.js';

/** How the files of a backup differ from its manifest, by their names. */
export interface PartProblems {
  readonly missing: readonly string[];
  /** Data files of the timestamp that the manifest does not list. */
  readonly extra: readonly string[];
  readonly resized: readonly string[];
}

/** Compares the names and sizes of the files in a folder with a manifest. @returns null when they agree */
export function partProblems(manifest: Manifest, files: readonly StoredFile[]): PartProblems | null {
  const { timestamp, tables, incremental, encryption } = manifest;
  const listed = new Map(tables.map(({ file, bytes }) => [file, bytes]));
  if (incremental !== null) {
    listed.set(deletedName(timestamp, encryption !== null), incremental.deleted.bytes);
  }
  const sizes = new Map(files.map(({ name, size }) => [name, size]));
  const present = [...sizes.keys()].filter((name) => isPart(name, timestamp));
  const problems = {
    missing: [...listed.keys()].filter((name) => !sizes.has(name)),
    extra: present.filter((name) => !listed.has(name)),
    resized: [...listed].filter(([name, bytes]) => (sizes.get(name) ?? bytes) !== bytes).map(([name]) => name),
  };
  return Object.values(problems).every(({ length }) => length === 0) ? null : problems;
}

/** @throws DomainError `vector_backup_parts` */
export function requireParts(manifest: Manifest, files: readonly StoredFile[]): void {
  const problems = partProblems(manifest, files);
  if (problems !== null) {
    const shown = (names: readonly string[]): string => names.join(', ') || '0';
    throw new DomainError(
      vectorBackupErrors.vector_backup_parts,
      {
        timestamp: manifest.timestamp,
        missing: shown(problems.missing),
        extra: shown(problems.extra),
        resized: shown(problems.resized),
      },
      { details: { ...problems } },
    );
  }
}

/** Whether the file is a data file of the backup. */
export function isPart(name: string, timestamp: string): boolean {
  return timestampOf(name) === timestamp && (parseDataFileName(name) !== null || isDeletedName(name, timestamp));
}
