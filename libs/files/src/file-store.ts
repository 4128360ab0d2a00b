import type { Readable } from 'node:stream';

export interface StoredFile {
  /** Path inside the task's folder, with `/`. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly modifiedAt: Date;
}

export interface WrittenFile {
  readonly name: string;
  readonly size: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** A file to be written. */
export interface NewFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/** An open file: its content stays readable after its name is replaced or removed. */
export interface OpenedFile {
  readonly size: number;
  readonly modifiedAt: Date;
  /** Exactly `size` bytes. The caller reads the stream to its end or destroys it. */
  readonly stream: Readable;
}

/** A folder that was moved away, so that no reader finds it. */
export interface RemovedFolder {
  /** Published files that were in it. */
  readonly files: readonly StoredFile[];
  erase(): Promise<void>;
}

/** The files of tasks: one folder a task. A file appears under its final name only when it is complete. */
export abstract class FileStore {
  /**
   * Creates the folder of a task. Idempotent: a repetition only rewrites the files.
   * @param files appear together with the folder where the storage can do that
   */
  abstract createFolder(taskId: string, files?: readonly NewFile[]): Promise<WrittenFile[]>;

  /** Writes a file that replaces its predecessor in one instant. */
  abstract write(taskId: string, name: string, content: string | Uint8Array): Promise<WrittenFile>;

  /**
   * Creates the folder of a task if it is missing, and in it an empty staging area. Areas may be nested: `a/b`.
   */
  abstract beginStaging(taskId: string, area: string): Promise<void>;

  /** Writes a file that is not published yet. */
  abstract stage(taskId: string, area: string, name: string, content: string | Uint8Array): Promise<WrittenFile>;

  /** The same for content of any size. */
  abstract stageStream(taskId: string, area: string, name: string, source: Readable): Promise<WrittenFile>;

  /** Gives staged files their final names. @returns names that are not staged, or no longer */
  abstract publish(taskId: string, area: string, names: readonly string[]): Promise<string[]>;

  /** Discards the staged files of an area and of its nested areas. */
  abstract discardStaged(taskId: string, area: string): Promise<void>;

  /** Areas that hold staged files, with the time of their last change. */
  abstract stagedAreas(taskId: string): Promise<{ area: string; modifiedAt: Date; size: number }[]>;

  /** @throws DomainError `file_not_found` */
  abstract readText(taskId: string, name: string): Promise<string>;

  /** @throws DomainError `file_not_found` */
  abstract readStaged(taskId: string, area: string, name: string): Promise<string>;

  /** A stream over a part of a file; `start` and `end` are inclusive byte positions. */
  abstract stream(taskId: string, name: string, range?: { start: number; end: number }): Readable;

  /** Opens the current version of a file. @throws DomainError `file_not_found`, also for a folder. */
  abstract open(taskId: string, name: string): Promise<OpenedFile>;

  /** @throws DomainError `file_not_found`, also for a folder. */
  abstract stat(taskId: string, name: string): Promise<StoredFile>;

  /** Whether the task has a published file of that name. */
  abstract has(taskId: string, name: string): Promise<boolean>;

  /** Every published file of a task, sorted by name; empty when the task has no folder. */
  abstract list(taskId: string): Promise<StoredFile[]>;

  /** Only their names: nothing more is asked of the storage. */
  abstract names(taskId: string): Promise<string[]>;

  /** Names of the folders of tasks, with the time of their last change. */
  abstract folders(): Promise<{ taskId: string; modifiedAt: Date }[]>;

  /** Gives a file a second name. @returns false when that name is taken. @throws DomainError `file_not_found` */
  abstract keepUnder(taskId: string, name: string, secondName: string): Promise<boolean>;

  /** Removes a file; idempotent. */
  abstract remove(taskId: string, name: string): Promise<void>;

  /** Takes the folder of a task away until it is erased; null when it has none. */
  abstract removeFolder(taskId: string): Promise<RemovedFolder | null>;

  /** Gives a task back what was taken away and not erased. Files that it has again since then stay. Idempotent. */
  abstract putBack(taskId: string): Promise<void>;

  /**
   * Erases removed folders that a dead process left behind, if removed before `before`.
   * @param kept tasks whose removal may still be withdrawn
   */
  abstract emptyTrash(before: Date, kept: ReadonlySet<string>): Promise<void>;

  /** Adds to the end of a file, which is made when it is not there. */
  abstract append(taskId: string, name: string, text: string): Promise<void>;

  /** Resolves when the store can be used. @throws DomainError `storage_unavailable` */
  abstract check(): Promise<void>;
}
