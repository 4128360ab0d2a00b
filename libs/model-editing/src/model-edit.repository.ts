import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, In, IsNull, LessThan, type EntityManager } from 'typeorm';
import { ModelEditEntity, type ModelEditChange } from '#libs/database';
import type { ItemPlace } from './model-item.js';

/** An edit that is not stored yet. */
export type NewModelEdit = Omit<ModelEditEntity, 'task' | 'at' | 'number'>;

export interface EditFilter {
  readonly table?: string | undefined;
  /** Only edits with a smaller number. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Edits that tell who said what about a table. Older ones are in the list of edits. */
const MOST_OF_TABLE = 1_000;

/** Edits of people to semantic models. */
@Injectable()
export class ModelEditRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Newest first. */
  list(taskId: string, { table, before, limit }: EditFilter): Promise<ModelEditEntity[]> {
    return this.of(this.dataSource.manager).find({
      where: {
        taskId,
        ...(table === undefined ? {} : { tableName: table }),
        ...(before === undefined ? {} : { number: LessThan(before) }),
      },
      order: { number: 'DESC' },
      take: limit,
    });
  }

  /** All edits of one item, newest first. */
  ofItem(manager: EntityManager, taskId: string, { part, table, name }: ItemPlace): Promise<ModelEditEntity[]> {
    return this.of(manager).find({
      where: { taskId, part, tableName: table, itemName: name ?? IsNull() },
      order: { number: 'DESC' },
    });
  }

  /** The newest edits of items of the table, and of joins that start from the others, newest first. */
  ofTable(
    taskId: string,
    table: string,
    { joinsFrom, limit = MOST_OF_TABLE }: { readonly joinsFrom: readonly string[]; readonly limit?: number },
  ): Promise<ModelEditEntity[]> {
    return this.of(this.dataSource.manager).find({
      where: [
        { taskId, tableName: table },
        { taskId, part: 'relationship', tableName: In([...joinsFrom]) },
      ],
      order: { number: 'DESC' },
      take: limit,
    });
  }

  find(manager: EntityManager, taskId: string, number: number): Promise<ModelEditEntity | null> {
    return this.of(manager).findOneBy({ taskId, number });
  }

  /** The newest edit of a person that stands. */
  async lastOf(manager: EntityManager, taskId: string, byUser: string): Promise<ModelEditEntity | null> {
    const undone = await this.undone(manager, taskId);
    const own = await this.of(manager).find({ where: { taskId, byUser }, order: { number: 'DESC' } });
    return own.find(({ action, number }) => action !== 'undo' && !undone.has(number)) ?? null;
  }

  async isUndone(manager: EntityManager, taskId: string, number: number): Promise<boolean> {
    return (await this.undone(manager, taskId)).has(number);
  }

  /** Called while the task is locked: numbers have no gaps. @returns the number of the edit */
  async add(manager: EntityManager, edit: NewModelEdit): Promise<number> {
    const number = ((await this.of(manager).maximum('number', { taskId: edit.taskId })) ?? 0) + 1;
    await manager.insert(ModelEditEntity, { ...edit, number } as object);
    return number;
  }

  /** Gives an edit other changes. */
  async rewrite(
    manager: EntityManager,
    { taskId, number }: ModelEditEntity,
    changes: readonly ModelEditChange[],
  ): Promise<void> {
    await manager.update(ModelEditEntity, { taskId, number }, { changes } as object);
  }

  private async undone(manager: EntityManager, taskId: string): Promise<Set<number | null>> {
    const undoing = await this.of(manager).find({ select: { undoes: true }, where: { taskId, action: 'undo' } });
    return new Set(undoing.map(({ undoes }) => undoes));
  }

  private of(manager: EntityManager) {
    return manager.getRepository(ModelEditEntity);
  }
}
