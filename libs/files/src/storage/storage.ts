import type { Readable } from 'node:stream';
import type { FileStore, StoredFile } from '../file-store.js';

/** Where the files of an installation are: a folder of a file system, or a bucket. */
export interface Storage {
  /** For display: an absolute path, or `s3://bucket/prefix`. */
  readonly location: string;
  /** The files of tasks. */
  readonly files: FileStore;
  /** @param path checked by the caller: segments joined by `/` */
  folder(path: string): StorageFolder;
  /** Names of the folders at the top, hidden ones too. */
  folderNames(): Promise<string[]>;
}

/**
 * One folder with large files. A file appears under its name when it is complete and published, never before; until
 * then `list` shows it as `{name}.tmp`. Every method throws `storage_unavailable` for problems that need an operator.
 */
export interface StorageFolder {
  /** For display. */
  readonly location: string;
  exists(): Promise<boolean>;
  /** Makes the folder and sees whether it can be written. */
  create(): Promise<void>;
  /** Files directly in the folder, by name; empty where there is no folder. */
  list(): Promise<StoredFile[]>;
  find(name: string): Promise<StoredFile | null>;
  /** Creates `{name}.tmp`. @returns false if it exists already, even from the same owner */
  claim(name: string, owner: string): Promise<boolean>;
  /** Takes back claims of the owner for which nothing was begun: those of a process that died. */
  withdraw(owner: string): Promise<void>;
  /**
   * Begins a file; one of that name that was begun and not published is thrown away.
   * @param expectedBytes its approximate size; 0: unknown
   */
  begin(name: string, expectedBytes?: number): Promise<UnfinishedFile>;
  /** Gives finished files their names, in this order, for good. */
  publish(names: readonly string[]): Promise<void>;
  /** Replaces a small file in one instant, also where others do the same at the same time. */
  write(name: string, content: string): Promise<void>;
  /** Removes files and their unfinished uploads. */
  remove(names: readonly string[]): Promise<void>;
  removeUnfinished(names: readonly string[]): Promise<void>;
  /** Null when the file does not exist. */
  readText(name: string): Promise<string | null>;
  /** `start` and `end` are inclusive byte positions. */
  stream(name: string, range?: ByteRange): Readable;
  /** The content; a chunk is valid until the next one is requested, so that a buffer can be reused. */
  pieces(name: string, signal?: AbortSignal): AsyncIterable<Buffer>;
}

export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** A file that is written from its beginning to its end. */
export interface UnfinishedFile {
  /** The bytes may be used again once it resolves. */
  write(bytes: Buffer): Promise<void>;
  /** Everything is safe; `publish` of the folder is what remains to be done. */
  finish(): Promise<void>;
  /** Aborts; never throws. `removeUnfinished` deletes the written part. */
  abandon(): Promise<void>;
}

/** Injection token of the `Storage`. */
export const STORAGE = Symbol('storage');

export function unfinishedName(name: string): string {
  return `${name}.tmp`;
}
