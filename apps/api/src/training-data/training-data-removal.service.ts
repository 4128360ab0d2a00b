import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { TaskFilesService } from '#libs/files';
import { SINK_NAMES, type SinkName } from '#libs/pipeline';
import { EXPORT_FILES } from '#libs/step-files';
import { StaleStepsService, taskErrors, TasksService } from '#libs/tasks';
import { findRecordTable, findVectorTables, removeTaskRecords, withVectorDatabase } from '#libs/vector-store';

/** Removed data of all sinks together. */
export interface RemovedData {
  /** Records of the vector store, in each of its tables. */
  readonly deleted: number;
  /** Records that other tasks also loaded. */
  readonly kept: number;
  readonly files: readonly string[];
}

type Removal = (taskId: string, exported: readonly string[], manager: EntityManager) => Promise<Partial<RemovedData>>;

/** Removes the records that a task loaded, from every sink. */
@Injectable()
export class TrainingDataRemoval {
  /** A removal for every sink: a new sink does not compile without one. */
  private readonly bySink: Readonly<Record<SinkName, Removal>> = {
    vanna: (taskId) => this.removeRecords(taskId, findVectorTables),
    pgvector_store: (taskId) => this.removeRecords(taskId, findRecordTable),
    files: (taskId, exported, manager) => this.removeFiles(taskId, exported, manager),
  };

  constructor(
    private readonly taskService: TasksService,
    private readonly taskFileService: TaskFilesService,
    private readonly staleStepsService: StaleStepsService,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  /** @throws DomainError `task_not_found`, `training_data_while_running`, `vector_…` */
  async remove(taskId: string): Promise<RemovedData> {
    await this.taskService.require(taskId);
    const exported = await this.exportedFiles(taskId);
    return this.taskService.whileIdle(
      taskId,
      async (manager, task) => {
        let removed: RemovedData = { deleted: 0, kept: 0, files: [] };
        for (const sink of SINK_NAMES) {
          const { deleted = 0, kept = 0, files = [] } = await this.bySink[sink](taskId, exported, manager);
          removed = {
            deleted: removed.deleted + deleted,
            kept: removed.kept + kept,
            files: [...removed.files, ...files],
          };
        }
        await this.staleStepsService.loadRemoved(manager, task);
        return removed;
      },
      { refusal: taskErrors.training_data_while_running, changes: exported },
    );
  }

  /** A store without tables holds nothing; the question does not create them. */
  private async removeRecords(taskId: string, find: typeof findVectorTables): Promise<Partial<RemovedData>> {
    return withVectorDatabase(this.config.vectorDatabaseUrl, AbortSignal.any([]), async (client) => {
      const tables = await find(client);
      return tables ? removeTaskRecords(client, tables, taskId) : {};
    });
  }

  /** Files of the sink, not files of the same name that were uploaded. */
  private async exportedFiles(taskId: string): Promise<string[]> {
    const names: readonly string[] = Object.values(EXPORT_FILES);
    const files = await this.taskFileService.list(taskId);
    return files.filter(({ name, step }) => step === 'training_load' && names.includes(name)).map(({ name }) => name);
  }

  private async removeFiles(
    taskId: string,
    names: readonly string[],
    manager: EntityManager,
  ): Promise<Partial<RemovedData>> {
    for (const name of names) {
      await this.taskFileService.delete(taskId, name, manager);
    }
    return { files: names };
  }
}
