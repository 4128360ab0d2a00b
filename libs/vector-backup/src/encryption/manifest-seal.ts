import { createHmac, timingSafeEqual } from 'node:crypto';
import { DomainError } from '#libs/domain-errors';
import { vectorBackupErrors } from '../errors.js';
import { manifestName } from '../folder/backup-names.js';
import type { Manifest } from '../manifest.js';
import type { BackupKey, BackupKeys } from './backup-keys.js';

/** Stands for the code while the code is computed. */
const NO_MAC = '0'.repeat(64);

/** The text of a manifest. With a key it has an authentication code: without the key nobody can change it unnoticed. */
export function renderManifest(manifest: Omit<Manifest, 'encryption'>, key: BackupKey | null): string {
  const encryption = key && { key_id: key.id, mac: NO_MAC };
  const text = `${JSON.stringify({ ...manifest, encryption }, null, 2)}\n`;
  return key === null ? text : text.replace(NO_MAC, macOf(text, key));
}

/**
 * The key of an encrypted backup, after its manifest was authenticated.
 * @returns null for a backup that is not encrypted
 * @throws DomainError `vector_backup_key_missing`, `vector_manifest_invalid`
 */
export function openManifest({ encryption, timestamp }: Manifest, text: string, keys: BackupKeys): BackupKey | null {
  if (encryption === null) {
    return null;
  }
  const key = requireKey(encryption.key_id, timestamp, keys);
  if (!isSealed(text, encryption.mac, key)) {
    const file = manifestName(timestamp);
    throw new DomainError(vectorBackupErrors.vector_manifest_invalid, { file, reason: 'encryption.mac' });
  }
  return key;
}

/** Whether a key of the installation made the manifest of an encrypted backup. */
export function isAuthentic({ encryption }: Manifest, text: string, keys: BackupKeys): boolean {
  const key = encryption && keys.find(encryption.key_id);
  return encryption !== null && key !== null && isSealed(text, encryption.mac, key);
}

function isSealed(text: string, mac: string, key: BackupKey): boolean {
  return timingSafeEqual(Buffer.from(macOf(text.replace(mac, NO_MAC), key)), Buffer.from(mac));
}

/**
 * Whoever may write to the storage can put an unencrypted backup in the place of an encrypted one.
 * @param manifest null: there is none, as with backups of the original
 * @param rememberedKey the id of the key that the backup was encrypted with when it was made; null: none that is known
 */
export function downgradeOf(
  manifest: Manifest | null,
  timestamp: string,
  rememberedKey: string | null,
): DomainError | null {
  const isPlain = manifest === null || manifest.encryption === null;
  return isPlain && rememberedKey !== null
    ? new DomainError(vectorBackupErrors.vector_backup_downgraded, { timestamp, key_id: rememberedKey })
    : null;
}

/** @throws DomainError `vector_backup_key_missing` */
export function requireKey(id: string, timestamp: string, keys: BackupKeys): BackupKey {
  const key = keys.find(id);
  if (key === null) {
    throw new DomainError(vectorBackupErrors.vector_backup_key_missing, { timestamp, key_id: id });
  }
  return key;
}

function macOf(text: string, { macKey }: BackupKey): string {
  return createHmac('sha256', macKey).update(text).digest('hex');
}
