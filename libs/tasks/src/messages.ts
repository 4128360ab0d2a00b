import { counted, defineMessages } from '#libs/language';

interface Removed {
  readonly deleted: number;
  readonly kept: number;
  readonly files: number;
}

/** Lines that the product itself, and no step, writes into the log of a task. */
export const taskMessages = defineMessages('task', {
  log_opened: {
    zh: '任务目录日志初始化完成 - 任务ID: {taskId}',
    en: 'log of the task folder opened - task ID: {taskId}',
  },
  workflow_started: { zh: '开始执行完整工作流', en: 'complete workflow started' },
  workflow_resumed: {
    zh: '继续执行工作流，从步骤 {step} 开始',
    en: 'workflow resumed, beginning with step {step}',
  },
  run_started: {
    zh: '运行ID: {runId}，执行模式: {mode}，发起者: {by}',
    en: 'run ID: {runId}, mode: {mode}, requested by: {by}',
  },
  step_started: { zh: '开始执行步骤: {step}', en: 'step started: {step}' },
  step_completed: { zh: '步骤执行完成: {step}', en: 'step completed: {step}' },
  step_handed_back: {
    zh: '工作进程停止，步骤交还队列: {step}',
    en: 'the worker is stopping, the step goes back to the queue: {step}',
  },
  step_retried: {
    zh: '步骤 {step} 暂时失败，将重试: {reason}',
    en: 'step {step} failed for now and will be tried again: {reason}',
  },
  step_waits: {
    zh: '步骤 {step} 等待恢复后重试（最晚到 {until}）: {reason}',
    en: 'step {step} waits and will be tried again until {until}: {reason}',
  },
  step_failed: { zh: '步骤 {step} 失败: {reason}', en: 'step {step} failed: {reason}' },
  later_files_removed: {
    zh: '已清理后续步骤的 {count} 个文件',
    en: ({ count }: { count: number }) => `removed ${counted(count, 'file')} of later steps`,
  },
  entries_dropped: {
    zh: '{count} 条日志因数据库不可用而丢弃',
    en: ({ count }: { count: number }) =>
      `${counted(count, 'log entry', 'log entries')} dropped: the database was unreachable`,
  },
  schedule_refused: { zh: '定时执行未启动: {reason}', en: 'the scheduled run did not start: {reason}' },
  training_data_removed: {
    zh: '已移除训练数据: 向量库删除 {deleted} 条，保留其他任务的 {kept} 条，文件 {files} 个',
    en: ({ deleted, kept, files }: Removed) =>
      `training data removed: ${counted(deleted, 'record')} of the vector store deleted, ${kept} kept for other tasks, ${counted(files, 'file')} removed`,
  },
});
