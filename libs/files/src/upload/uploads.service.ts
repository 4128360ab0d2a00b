import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { DomainError } from '#libs/domain-errors';
import { keptCopyOf } from '#libs/step-files';
import { fileErrors } from '../errors.js';
import { FileStore, type WrittenFile } from '../file-store.js';
import { measureContent } from '../content.js';
import { OutputRepository } from '../output.repository.js';
import { requireUploadName } from './upload-name.js';

export const MAX_UPLOAD_BYTES = 10 * 1024 * 1024;

/** Handling of an existing file with the same name. */
export const OVERWRITE_MODES = ['backup', 'replace', 'skip'] as const;
export type OverwriteMode = (typeof OVERWRITE_MODES)[number];

export interface UploadedFile {
  readonly file: WrittenFile;
  /** False where the mode was `skip` and the name was taken. */
  readonly written: boolean;
  readonly existed: boolean;
  /** The name that the file before it has now, in mode `backup`. */
  readonly keptAs: string | null;
}

/** A file that was received and is not published yet. */
export interface StagedUpload {
  readonly taskId: string;
  readonly area: string;
  readonly file: WrittenFile;
}

const MAX_COPIES = 1000;

/** Files that clients put into the folder of a task. */
@Injectable()
export class UploadsService {
  constructor(
    private readonly fileStore: FileStore,
    private readonly outputRepository: OutputRepository,
  ) {}

  /**
   * Receives a file. The stream may deliver one byte more than the limit, so that a larger file is detected.
   * @throws DomainError `upload_name_…`, `upload_type_unsupported`, `upload_empty`, `upload_too_large`
   */
  async stage(taskId: string, name: string, source: Readable): Promise<StagedUpload> {
    requireUploadName(name);
    const area = `upload-${randomUUID()}`;
    try {
      const file = await this.fileStore.stageStream(taskId, area, name, source);
      if (file.size === 0) {
        throw new DomainError(fileErrors.upload_empty, { name });
      }
      if (file.size > MAX_UPLOAD_BYTES) {
        throw new DomainError(fileErrors.upload_too_large, { name, limit: MAX_UPLOAD_BYTES });
      }
      return { taskId, area, file };
    } catch (error) {
      await this.fileStore.discardStaged(taskId, area);
      throw error;
    }
  }

  /**
   * Puts the file under its name. Called while the task is locked, so that two uploads of one name come one after the
   * other and no step reads between them.
   * @throws DomainError `upload_copies_exhausted`
   */
  async publish(
    { taskId, area, file }: StagedUpload,
    mode: OverwriteMode,
    manager: EntityManager,
  ): Promise<UploadedFile> {
    const existed = await this.fileStore.has(taskId, file.name);
    if (existed && mode === 'skip') {
      return { file, written: false, existed, keptAs: null };
    }
    const keptAs = existed && mode === 'backup' ? await this.keepCopy(taskId, file.name, manager) : null;
    await this.fileStore.publish(taskId, area, [file.name]);
    await this.outputRepository.record(taskId, null, null, [{ ...file, isPrimary: false }], manager);
    return { file, written: true, existed, keptAs };
  }

  async discard({ taskId, area }: StagedUpload): Promise<void> {
    await this.fileStore.discardStaged(taskId, area);
  }

  private async keepCopy(taskId: string, name: string, manager: EntityManager): Promise<string> {
    for (let number = 1; number <= MAX_COPIES; number += 1) {
      const copy = keptCopyOf(name, number);
      if (await this.fileStore.keepUnder(taskId, name, copy)) {
        const content = await measureContent((await this.fileStore.open(taskId, copy)).stream);
        await this.outputRepository.record(taskId, null, null, [{ name: copy, ...content, isPrimary: false }], manager);
        return copy;
      }
    }
    throw new DomainError(fileErrors.upload_copies_exhausted, { name, limit: MAX_COPIES });
  }
}
