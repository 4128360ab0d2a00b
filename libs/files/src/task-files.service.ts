import { Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import type { EntityManager } from 'typeorm';
import type { FileType, TaskOutputEntity } from '#libs/database';
import type { StepName } from '#libs/pipeline';
import { DomainError } from '#libs/domain-errors';
import { GatheredWrites } from '#libs/shared-work';
import { isSystemFile, originalOf } from '#libs/step-files';
import { allEnded } from './all-ended.js';
import { FileChangeRepository } from './changes/file-change.repository.js';
import { measureContent } from './content.js';
import { nullIfNotFound } from './disk.js';
import { fileErrors } from './errors.js';
import { FileStore, type NewFile, type WrittenFile } from './file-store.js';
import { contentTypeOf, fileTypeOf } from './file-type.js';
import { OutputRepository, type FirstRecords } from './output.repository.js';
import { removeFiles, StagedFiles, type StagingOwner } from './staged-files.js';

export interface TaskFile {
  readonly name: string;
  readonly type: FileType;
  readonly size: number;
  /** Time of its first record; null for files without one. */
  readonly createdAt: Date | null;
  readonly modifiedAt: Date;
  /** Recorded SHA-256; null for growing files (logs) and files without a record. */
  readonly sha256: string | null;
  readonly step: StepName | null;
  readonly isPrimary: boolean;
}

export interface OpenFile extends TaskFile {
  readonly contentType: string;
  stream(range?: { start: number; end: number }): Readable;
}

/** The files of tasks as the API serves them and the worker writes them. */
@Injectable()
export class TaskFilesService {
  /** Of new tasks: creations of the same moment share a statement. */
  private readonly firstRecords = new GatheredWrites<FirstRecords>((tasks) => this.outputRepository.recordFirst(tasks));

  constructor(
    private readonly fileStore: FileStore,
    private readonly outputRepository: OutputRepository,
    private readonly fileChangeRepository: FileChangeRepository,
  ) {}

  /** Everything in the folder of the task, sub-folders included, sorted by name. */
  async list(taskId: string): Promise<TaskFile[]> {
    const [files, rows] = await Promise.all([this.fileStore.list(taskId), this.outputRepository.ofTask(taskId)]);
    const rowOf = new Map(rows.map((row) => [row.fileName, row]));
    return files.map(({ name, size, modifiedAt }) => {
      const row = rowOf.get(name);
      return {
        name,
        type: fileTypeOf(name),
        size,
        createdAt: row?.createdAt ?? null,
        modifiedAt,
        sha256: row?.contentHash ?? null,
        step: row?.stepName ?? null,
        isPrimary: row?.isPrimary ?? false,
      };
    });
  }

  /** SHA-256 of the recorded files among these, by name. */
  hashes(taskId: string, names: readonly string[], manager: EntityManager): Promise<ReadonlyMap<string, string>> {
    return this.outputRepository.hashes(taskId, names, manager);
  }

  /** @throws DomainError `file_name_invalid`, `file_not_found` */
  async open(taskId: string, name: string): Promise<OpenFile> {
    const { size, modifiedAt } = await this.fileStore.stat(taskId, name);
    const row = await this.outputRepository.find(taskId, name);
    const type = fileTypeOf(name);
    return {
      name,
      type,
      size,
      createdAt: row?.createdAt ?? null,
      modifiedAt,
      sha256: row !== null && row.fileSize === size ? row.contentHash : null,
      step: row?.stepName ?? null,
      isPrimary: row?.isPrimary ?? false,
      contentType: contentTypeOf(type),
      stream: (range) => this.fileStore.stream(taskId, name, range),
    };
  }

  /**
   * Makes the folder of a new task, with files that belong to no step, which it records, and the beginning of its log.
   * @param changeId is finished with the records
   */
  async begin(taskId: string, files: readonly NewFile[], log: NewFile, changeId: string): Promise<void> {
    const written = await this.fileStore.createFolder(taskId, [...files, log]);
    await this.firstRecords.add({ taskId, changeId, files: written.filter(({ name }) => name !== log.name) });
  }

  /** Writes files that belong to no step (the table list, the configuration of the task) and records them. */
  async put(taskId: string, files: readonly NewFile[], manager?: EntityManager): Promise<void> {
    const written = await allEnded(files.map(({ name, content }) => this.fileStore.write(taskId, name, content)));
    await this.recordPlain(taskId, written, manager);
  }

  /** Writes another content of a file, which stays that of its step. Called while the task is locked. */
  async rewrite(taskId: string, { name, content }: NewFile, manager: EntityManager): Promise<void> {
    const row = (await this.outputRepository.ofTask(taskId, manager)).find(({ fileName }) => fileName === name);
    const written = { ...(await this.fileStore.write(taskId, name, content)), isPrimary: row?.isPrimary ?? false };
    await this.outputRepository.record(taskId, row?.executionId ?? null, row?.stepName ?? null, [written], manager);
  }

  private async recordPlain(taskId: string, files: readonly WrittenFile[], manager?: EntityManager): Promise<void> {
    const outputs = files.map((file) => ({ ...file, isPrimary: false }));
    await this.outputRepository.record(taskId, null, null, outputs, manager);
  }

  /**
   * Deletes one file. Called while the task is locked.
   * @returns its size in bytes
   * @throws DomainError `file_name_invalid`, `file_not_found`, `upload_name_protected`
   */
  async delete(taskId: string, name: string, manager: EntityManager): Promise<number> {
    if (isSystemFile(name)) {
      throw new DomainError(fileErrors.upload_name_protected, { name });
    }
    const { size } = await this.fileStore.stat(taskId, name);
    await removeFiles(this.fileStore, this.outputRepository, taskId, [name], manager);
    return size;
  }

  /** Deletes the file records of a task whose folder is deleted. */
  async forgetAll(taskId: string, manager: EntityManager): Promise<void> {
    await this.outputRepository.forgetAll(taskId, manager);
  }

  staged(owner: StagingOwner): StagedFiles {
    return new StagedFiles(this.fileStore, this.outputRepository, this.fileChangeRepository, owner);
  }

  /**
   * Records files as they are, after an interrupted change of them: their size and hash, or nothing for a missing one.
   * Called while the task is locked.
   * Copies that the change has kept of them are recorded too.
   * @param owner of files without a record
   */
  async recordAsFound(
    taskId: string,
    owner: Pick<TaskOutputEntity, 'executionId' | 'stepName'>,
    names: readonly string[],
    manager: EntityManager,
  ): Promise<void> {
    const rows = await this.outputRepository.ofTask(taskId, manager);
    const recorded = new Set(rows.map(({ fileName }) => fileName));
    const copies = (await this.fileStore.names(taskId)).filter((name) => names.includes(originalOf(name) ?? ''));
    for (const name of new Set([...names, ...copies.filter((copy) => !recorded.has(copy))])) {
      const opened = await this.fileStore.open(taskId, name).catch(nullIfNoFile);
      if (opened === null) {
        await this.outputRepository.forget(taskId, [name], manager);
        continue;
      }
      const row = rows.find(({ fileName }) => fileName === name);
      const { executionId, stepName } = row ?? owner;
      const output = { name, ...(await measureContent(opened.stream)), isPrimary: row?.isPrimary ?? false };
      await this.outputRepository.record(taskId, executionId, stepName, [output], manager);
    }
  }
}

/** A name that is no file name belongs to a request that was refused. */
function nullIfNoFile(error: unknown): null {
  return error instanceof DomainError && error.code === fileErrors.file_name_invalid.code
    ? null
    : nullIfNotFound(error);
}
