import { defineErrors } from '#libs/domain-errors';

export const taskDiffErrors = defineErrors({
  task_not_documented: {
    kind: 'conflict',
    zh: '任务 {taskId} 还没有可比较的文档，请先运行 ddl_generation',
    en: 'task {taskId} has no documents to compare yet: run ddl_generation first',
  },
});
