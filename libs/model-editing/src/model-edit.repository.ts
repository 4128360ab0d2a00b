import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, In, IsNull, LessThan, type EntityManager } from 'typeorm';
import { ModelEditEntity } from '#libs/database';
import type { ItemPlace } from './model-item.js';

/** An edit that is not stored yet. */
export type NewModelEdit = Omit<ModelEditEntity, 'task' | 'at' | 'number'>;

export interface EditFilter {
  readonly table?: string | undefined;
  /** Only edits with a smaller number. */
  readonly before?: number | undefined;
  readonly limit: number;
}

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

  /** All edits of items of these tables, newest first. */
  ofTables(taskId: string, tables: readonly string[]): Promise<ModelEditEntity[]> {
    return this.of(this.dataSource.manager).find({
      where: { taskId, tableName: In([...tables]) },
      order: { number: 'DESC' },
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

  private async undone(manager: EntityManager, taskId: string): Promise<Set<number | null>> {
    const undoing = await this.of(manager).find({ select: { undoes: true }, where: { taskId, action: 'undo' } });
    return new Set(undoing.map(({ undoes }) => undoes));
  }

  private of(manager: EntityManager) {
    return manager.getRepository(ModelEditEntity);
  }
}
