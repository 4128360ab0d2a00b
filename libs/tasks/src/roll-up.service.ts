import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { TaskEntity, TaskStatus } from '#libs/database';
import { ExecutionRepository } from './execution.repository.js';
import { staleSteps, taskStatus } from './roll-up.js';
import { TaskRepository } from './task.repository.js';

/** Writes the state of a task that follows from its executions. */
@Injectable()
export class RollUpService {
  constructor(
    private readonly taskRepository: TaskRepository,
    private readonly executionRepository: ExecutionRepository,
  ) {}

  /**
   * @param task locked
   * @param isMarked whether steps have become stale outside a run, which is told
   */
  async rollUp(manager: EntityManager, { taskId, parameters }: TaskEntity, isMarked = false): Promise<TaskStatus> {
    const executions = await this.executionRepository.factsOfTask(manager, taskId);
    const status = taskStatus(executions, parameters);
    const last = executions.at(-1);
    const hasFailed = status === 'failed' || status === 'cancelled';
    await this.taskRepository.writeRollUp(manager, taskId, {
      status,
      errorMessage: hasFailed ? (last?.errorMessage ?? null) : null,
      error: hasFailed ? (last?.error ?? null) : null,
      completedAt: status === 'in_progress' ? null : (last?.completedAt ?? null),
      staleSteps: staleSteps(executions),
      isMarked,
    });
    return status;
  }
}
