import type { StorageConfig } from '#libs/config';
import { S3Storage } from '../s3/s3-storage.js';
import { LocalStorage } from './local-storage.js';
import type { Storage } from './storage.js';
import { LONG_STORAGE_WAITS, type StorageWaits } from './storage-waits.js';

/** The storage that the configuration names. Nothing is reached before it is used. */
export function openStorage(config: StorageConfig, waits: StorageWaits = LONG_STORAGE_WAITS): Storage {
  return config.kind === 's3' ? new S3Storage(config, waits) : new LocalStorage(config.directory);
}
