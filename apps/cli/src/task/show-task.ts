import type { Text } from '#libs/language';
import type { TaskView } from '../api-client.js';
import { printTable } from '../output/print-table.js';
import type { Session } from '../session.js';

type Listed = Pick<TaskView, 'task_id' | 'status' | 'created_at' | 'db_name' | 'task_name' | 'business_context'>;

const HEAD: Readonly<
  Record<'id' | 'status' | 'created' | 'database' | 'name' | 'step' | 'seconds' | 'progress', Text>
> = {
  id: { zh: '任务', en: 'task' },
  status: { zh: '状态', en: 'status' },
  created: { zh: '创建时间', en: 'created' },
  database: { zh: '数据库', en: 'database' },
  name: { zh: '名称', en: 'name' },
  step: { zh: '步骤', en: 'step' },
  seconds: { zh: '秒', en: 'seconds' },
  progress: { zh: '进度', en: 'progress' },
};
const STALE: Text = { zh: '已过期', en: 'stale' };
const SHOWN = 40;

export function showTasks(session: Session, tasks: readonly Listed[]): void {
  const heads = [HEAD.id, HEAD.status, HEAD.created, HEAD.database, HEAD.name].map((head) => session.text(head));
  printTable([
    heads,
    ...tasks.map((task) => [
      task.task_id,
      task.status,
      minuteOf(task.created_at),
      task.db_name ?? '',
      (task.task_name ?? task.business_context).slice(0, SHOWN),
    ]),
  ]);
}

export function showTask(session: Session, task: TaskView): void {
  console.log(`${task.task_id}  ${task.status}  ${task.business_context}`);
  if (task.error_message !== null) {
    console.log(task.error_message);
  }
  const heads = [HEAD.step, HEAD.status, HEAD.seconds, HEAD.progress].map((head) => session.text(head));
  printTable([
    heads,
    ...task.steps.map((step) => [
      step.step_name,
      task.stale_steps.includes(step.step_name) ? `${step.step_status} (${session.text(STALE)})` : step.step_status,
      step.duration_seconds === null ? '' : String(step.duration_seconds),
      step.progress === null
        ? (step.error_message ?? '')
        : `${step.progress.done}/${step.progress.total} ${step.progress.label}`,
    ]),
  ]);
}

function minuteOf(timestamp: string): string {
  return timestamp.slice(0, 16).replace('T', ' ');
}
