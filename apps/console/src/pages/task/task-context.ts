import { createContext, use } from 'react';
import type { components } from '#clients/typescript';

export type TaskDetail = components['schemas']['TaskDetail'];

export const TaskContext = createContext<TaskDetail | null>(null);

/** The task of a page below `/tasks/$taskId`. */
export function useTask(): TaskDetail {
  const task = use(TaskContext);
  if (task === null) {
    throw new Error('useTask is used outside of the pages of a task');
  }
  return task;
}
