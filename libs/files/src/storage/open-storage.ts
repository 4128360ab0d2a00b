import type { StorageConfig } from '#libs/config';
import { S3Storage } from '../s3/s3-storage.js';
import { LocalStorage } from './local-storage.js';
import type { Storage } from './storage.js';

/** The storage that the configuration names. Nothing is reached before it is used. */
export function openStorage(config: StorageConfig): Storage {
  return config.kind === 's3' ? new S3Storage(config) : new LocalStorage(config.directory);
}
