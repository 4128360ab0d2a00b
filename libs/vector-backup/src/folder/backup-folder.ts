import type { Readable } from 'node:stream';
import type { ByteRange, StorageFolder, StoredFile, UnfinishedFile } from '#libs/files';
import { translateStorageError } from '../database/translate-error.js';
import { BackupKeys } from '../encryption/backup-keys.js';
import { finishedName, manifestName, numberedTimestamp, partsOf, timestampOf } from './backup-names.js';

/** One `vector_bak` folder of the storage. Errors of the storage become `vector_storage_failed`. */
export class BackupFolder {
  constructor(
    private readonly folder: StorageFolder,
    /** Of its encrypted files. */
    readonly keys = BackupKeys.none,
    /** Of its backups that were encrypted when they were made, by timestamp: the id of the key. */
    readonly rememberedKeys: () => Promise<ReadonlyMap<string, string>> = async () => new Map(),
  ) {}

  /** The path for display. */
  get location(): string {
    return this.folder.location;
  }

  create(): Promise<void> {
    return translated(this.folder.create());
  }

  exists(): Promise<boolean> {
    return translated(this.folder.exists());
  }

  /** Files directly in the folder, by name, with the unfinished ones; empty where there is no folder. */
  list(): Promise<StoredFile[]> {
    return translated(this.folder.list());
  }

  find(name: string): Promise<StoredFile | null> {
    return translated(this.folder.find(name));
  }

  /**
   * Takes a timestamp that no other backup in this folder has: the base, or the base with `_2`, `_3`, …, later than
   * all that are there, so that the order of timestamps is that of the backups. The claim on its manifest is what holds
   * it until the backup is published or removed.
   * @param avoid a timestamp that is not to be taken though it is free
   * @param owner of the claim, for `withdraw`
   */
  async reserveTimestamp(base: string, avoid: string | null, owner: string): Promise<string> {
    for (let number = (await this.latestNumber(base)) + 1; ; number += 1) {
      const timestamp = numberedTimestamp(base, number);
      if (timestamp === avoid || !(await translated(this.folder.claim(manifestName(timestamp), owner)))) {
        continue;
      }
      // Looked at after the claim: a backup that ended just before has published its manifest by now.
      if ((await this.list()).every(({ name }) => timestampOf(name) !== timestamp)) {
        return timestamp;
      }
      await this.removeUnfinished([manifestName(timestamp)]);
    }
  }

  /** Shows a file as unfinished before it is begun; it may be shown so already. */
  async claim(name: string, owner: string): Promise<void> {
    await translated(this.folder.claim(name, owner));
  }

  /** Withdraws reservations of the owner that a dead process had made and not used. */
  withdraw(owner: string): Promise<void> {
    return translated(this.folder.withdraw(owner));
  }

  /** The highest number of the second, of unfinished backups too; 0 where it has none. */
  private async latestNumber(second: string): Promise<number> {
    const timestamps = (await this.list()).map(({ name }) => timestampOf(finishedName(name)));
    const parts = timestamps.filter((timestamp) => timestamp !== null).map(partsOf);
    return Math.max(0, ...parts.filter((each) => each.second === second).map(({ number }) => number));
  }

  /** @param expectedBytes its approximate size; 0: unknown */
  begin(name: string, expectedBytes: number): Promise<UnfinishedFile> {
    return translated(this.folder.begin(name, expectedBytes));
  }

  /** A small file, finished and not yet published. */
  async prepare(name: string, text: string): Promise<void> {
    const file = await this.begin(name, 0);
    try {
      await translated(file.write(Buffer.from(text)));
      await translated(file.finish());
    } catch (error) {
      await file.abandon();
      throw error;
    }
  }

  publish(names: readonly string[]): Promise<void> {
    return translated(this.folder.publish(names));
  }

  /** Replaces a file in one instant, also where others do the same at the same time. */
  write(name: string, text: string): Promise<void> {
    return translated(this.folder.write(name, text));
  }

  /** Removes files and their unfinished uploads. */
  remove(names: readonly string[]): Promise<void> {
    return translated(this.folder.remove(names));
  }

  removeUnfinished(names: readonly string[]): Promise<void> {
    return translated(this.folder.removeUnfinished(names));
  }

  /** Null when the file does not exist. */
  readText(name: string): Promise<string | null> {
    return translated(this.folder.readText(name));
  }

  /** `start` and `end` are inclusive byte positions. */
  stream(name: string, range?: ByteRange): Readable {
    return this.folder.stream(name, range);
  }

  /** A chunk is valid until the next one is requested. */
  pieces(name: string, signal?: AbortSignal): AsyncIterable<Buffer> {
    return this.folder.pieces(name, signal);
  }
}

async function translated<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw translateStorageError(error);
  }
}
