import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ArchiveFolder } from '../archive/archive-folder.js';
import { FileStore } from '../file-store.js';
import { OutputRepository } from '../output.repository.js';
import { removeFiles } from '../staged-files.js';
import { removableKind, type CleanupKind, type CleanupRules } from './removable-files.js';

export interface RemovableFile {
  readonly name: string;
  readonly kind: CleanupKind;
  /** Bytes. */
  readonly size: number;
  readonly modifiedAt: Date;
}

/** Finds and deletes the removable files of a task's folder. */
@Injectable()
export class FileCleanupService {
  constructor(
    private readonly fileStore: FileStore,
    private readonly outputRepository: OutputRepository,
    private readonly archiveFolder: ArchiveFolder,
  ) {}

  /** @param newestExecutions ids of the executions whose outputs are in use. */
  async find(taskId: string, rules: CleanupRules, newestExecutions: ReadonlySet<string>): Promise<RemovableFile[]> {
    const [files, rows, areas, archives] = await Promise.all([
      this.fileStore.list(taskId),
      this.outputRepository.ofTask(taskId),
      this.fileStore.stagedAreas(taskId),
      this.archiveFolder.list(taskId),
    ]);
    const rowOf = new Map(rows.map((row) => [row.fileName, { step: row.stepName, executionId: row.executionId }]));
    const published = files.flatMap((file) => {
      const output = rowOf.get(file.name) ?? null;
      const kind = removableKind({ ...file, output }, rules, newestExecutions);
      return kind === null ? [] : [{ ...file, kind }];
    });
    const leftovers = areas.map(({ area, size, modifiedAt }) => ({
      name: area,
      kind: 'leftover' as const,
      size,
      modifiedAt,
    }));
    const built = archives.map((archive) => ({ ...archive, kind: 'archive' as const }));
    return [...published, ...[...leftovers, ...built].filter(({ modifiedAt }) => modifiedAt < rules.before)];
  }

  /** Called while the task is locked. Idempotent. */
  async remove(taskId: string, files: readonly RemovableFile[], manager: EntityManager): Promise<void> {
    for (const { name } of files.filter(({ kind }) => kind === 'leftover')) {
      await this.fileStore.discardStaged(taskId, name);
    }
    for (const { name } of files.filter(({ kind }) => kind === 'archive')) {
      await this.archiveFolder.remove(taskId, name);
    }
    const published = files.filter(({ kind }) => kind !== 'leftover' && kind !== 'archive').map(({ name }) => name);
    await removeFiles(this.fileStore, this.outputRepository, taskId, published, manager);
  }
}
