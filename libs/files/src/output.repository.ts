import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type EntityManager, type Repository } from 'typeorm';
import { TaskOutputEntity } from '#libs/database';
import type { StepName } from '#libs/pipeline';
import { fileTypeOf } from './file-type.js';
import type { WrittenFile } from './file-store.js';

export interface RecordedOutput extends WrittenFile {
  readonly isPrimary: boolean;
}

/** Rows of published files. */
@Injectable()
export class OutputRepository {
  constructor(@InjectRepository(TaskOutputEntity) private readonly rows: Repository<TaskOutputEntity>) {}

  /** Records files after they are complete under their final names. Recording the same again changes nothing. */
  async record(
    taskId: string,
    executionId: string | null,
    stepName: StepName | null,
    files: readonly RecordedOutput[],
    manager?: EntityManager,
  ): Promise<void> {
    if (files.length === 0) {
      return;
    }
    const modifiedAt = new Date();
    await this.within(manager)
      .createQueryBuilder()
      .insert()
      .values(
        files.map(({ name, size, sha256, isPrimary }) => ({
          taskId,
          executionId,
          stepName,
          fileName: name,
          fileType: fileTypeOf(name),
          fileSize: size,
          contentHash: sha256,
          isPrimary,
          modifiedAt,
        })),
      )
      // The step that wrote a file first stays its owner: sql_validation may rewrite the pairs of qa_generation.
      .orUpdate(
        ['execution_id', 'file_type', 'file_size', 'content_hash', 'is_primary', 'modified_at'],
        ['task_id', 'file_name'],
      )
      .updateEntity(false)
      .execute();
  }

  ofTask(taskId: string): Promise<TaskOutputEntity[]> {
    return this.rows.find({ where: { taskId }, order: { fileName: 'ASC' } });
  }

  find(taskId: string, fileName: string): Promise<TaskOutputEntity | null> {
    return this.rows.findOneBy({ taskId, fileName });
  }

  ofSteps(taskId: string, steps: readonly StepName[]): Promise<TaskOutputEntity[]> {
    return this.rows.find({ where: { taskId, stepName: In([...steps]) }, order: { fileName: 'ASC' } });
  }

  async forget(taskId: string, names: readonly string[], manager?: EntityManager): Promise<void> {
    if (names.length > 0) {
      await this.within(manager).delete({ taskId, fileName: In([...names]) });
    }
  }

  async forgetAll(taskId: string, manager?: EntityManager): Promise<void> {
    await this.within(manager).delete({ taskId });
  }

  /** Inside a transaction of the caller, or by itself. */
  private within(manager: EntityManager | undefined): Repository<TaskOutputEntity> {
    return manager?.getRepository(TaskOutputEntity) ?? this.rows;
  }
}
