import type { S3Config } from '#libs/config';
import type { FileStore } from '../file-store.js';
import type { Storage, StorageFolder } from '../storage/storage.js';
import type { StorageWaits } from '../storage/storage-waits.js';
import { S3Bucket } from './s3-bucket.js';
import { S3FileStore } from './s3-file-store.js';
import { S3Folder } from './s3-folder.js';

/** Files below one prefix of a bucket. */
export class S3Storage implements Storage {
  readonly location: string;
  readonly files: FileStore;
  private readonly bucket: S3Bucket;

  constructor(config: S3Config, waits: StorageWaits) {
    this.bucket = new S3Bucket(config, waits);
    this.location = this.bucket.location;
    this.files = new S3FileStore(this.bucket);
  }

  folder(path: string): StorageFolder {
    return new S3Folder(this.bucket, path);
  }

  folderNames(): Promise<string[]> {
    return this.bucket.folderNames();
  }
}
