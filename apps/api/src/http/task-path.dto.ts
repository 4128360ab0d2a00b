import { TextField } from '../fields/field.js';
import { textShape } from '../fields/shapes.js';

export const TASK_ID = {
  max: 64,
  pattern: /^[A-Za-z0-9_]{1,64}$/,
  expected: {
    zh: '由字母、数字和下划线组成的任务 id（1 到 64 个字符）',
    en: 'the id of a task: 1 to 64 letters, digits and underscores',
  },
};

export const taskIdShape = textShape(TASK_ID);

/** Path of every route of one task. */
export class TaskPath {
  @TextField({ ...TASK_ID, description: 'Id of the task', example: 'task_20250627_143052' })
  task_id!: string;
}
