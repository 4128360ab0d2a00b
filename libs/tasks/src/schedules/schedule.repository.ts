import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { ScheduleEntity } from '#libs/database';

export type NewSchedule = Pick<ScheduleEntity, 'taskId' | 'cron' | 'timeZone' | 'cleanExistingFiles'>;

/** A schedule with the name of its task, and nothing else of the task: its list of tables may be long. */
const NAMED = {
  relations: { task: true },
  select: {
    ...{ taskId: true, cron: true, timeZone: true, cleanExistingFiles: true },
    ...{ createdAt: true, lastStartedAt: true, lastRefusal: true },
    task: { taskId: true, taskName: true },
  },
} as const;

/** Rows of schedules. */
@Injectable()
export class ScheduleRepository {
  constructor(@InjectRepository(ScheduleEntity) private readonly rows: Repository<ScheduleEntity>) {}

  /** Sets the schedule of a task, or replaces it. */
  async put(schedule: NewSchedule): Promise<void> {
    await this.rows.upsert(schedule, ['taskId']);
  }

  find(taskId: string): Promise<ScheduleEntity | null> {
    return this.rows.findOne({ where: { taskId }, ...NAMED });
  }

  /** @param taskId only the schedule of this task */
  async page(limit: number, offset: number, taskId?: string): Promise<{ schedules: ScheduleEntity[]; total: number }> {
    const [schedules, total] = await this.rows.findAndCount({
      where: taskId === undefined ? {} : { taskId },
      ...NAMED,
      order: { taskId: 'DESC' },
      take: limit,
      skip: offset,
    });
    return { schedules, total };
  }

  all(): Promise<ScheduleEntity[]> {
    return this.rows.find({ order: { taskId: 'ASC' } });
  }

  /** Remembers what became of a turn. @param refusal code of the error that kept the run from starting */
  async recordTurn(taskId: string, refusal: string | null): Promise<void> {
    await this.rows.update(
      { taskId },
      refusal === null ? { lastStartedAt: () => 'now()', lastRefusal: null } : { lastRefusal: refusal },
    );
  }

  /** @returns whether there was one. */
  async remove(taskId: string): Promise<boolean> {
    const { affected } = await this.rows.delete({ taskId });
    return affected === 1;
  }
}
