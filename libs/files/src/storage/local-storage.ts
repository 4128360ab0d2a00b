import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { emptyIfMissing, guarded } from '../disk.js';
import type { FileStore } from '../file-store.js';
import { LocalFileStore } from '../local-file-store.js';
import { LocalFolder } from './local-folder.js';
import type { Storage, StorageFolder } from './storage.js';

/** Files below one folder of a file system. */
export class LocalStorage implements Storage {
  readonly files: FileStore;

  /** @param location absolute */
  constructor(readonly location: string) {
    this.files = new LocalFileStore(location);
  }

  folder(path: string): StorageFolder {
    return new LocalFolder(join(this.location, path));
  }

  async folderNames(): Promise<string[]> {
    const entries = await guarded(() => readdir(this.location, { withFileTypes: true }).catch(emptyIfMissing));
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  }
}
