import { defineMessages, type Message, type MessageParam } from '#libs/language';

/** What may be told. The names are part of stored subscriptions. */
export const EVENT_KINDS = [
  'task.ended',
  'task.failed',
  'task.stale',
  'evaluation.below_threshold',
  'backup.overdue',
  'backup.unverified',
  'anomaly.opened',
  'anomaly.closed',
  'test',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** The facts of an event. A value may be a text or a message, which each target reads in its language. */
export type EventPayload = Readonly<Record<string, unknown>>;

const messages = defineMessages('notification', {
  task_ended: { zh: '任务 {task_id} 已结束: {status}', en: 'task {task_id} has ended: {status}' },
  task_failed: { zh: '任务 {task_id} 失败: {error}', en: 'task {task_id} has failed: {error}' },
  task_stale: {
    zh: '任务 {task_id} 有步骤已过期，可用 execution_mode: resume 重新执行',
    en: 'steps of task {task_id} are stale: run them again with execution_mode resume',
  },
  evaluation_below_threshold: {
    zh: '任务 {task_id} 的评估结果 {score} 低于阈值 {threshold}',
    en: 'the evaluation of task {task_id} is below its threshold: {score} of {threshold}',
  },
  backup_overdue: { zh: '向量备份逾期: {message}', en: 'a vector backup is overdue: {message}' },
  backup_unverified: { zh: '向量备份未经验证: {message}', en: 'the vector backups are not verified: {message}' },
  anomaly_opened: { zh: '异常 {rule}: {message}', en: 'anomaly {rule}: {message}' },
  anomaly_closed: { zh: '异常已恢复 {rule}: {message}', en: 'anomaly {rule} is over: {message}' },
  test: { zh: '这是一条测试通知', en: 'this is a test notification' },
});

const FACTORIES: Readonly<Record<EventKind, { readonly code: string }>> = {
  'task.ended': messages.task_ended,
  'task.failed': messages.task_failed,
  'task.stale': messages.task_stale,
  'evaluation.below_threshold': messages.evaluation_below_threshold,
  'backup.overdue': messages.backup_overdue,
  'backup.unverified': messages.backup_unverified,
  'anomaly.opened': messages.anomaly_opened,
  'anomaly.closed': messages.anomaly_closed,
  test: messages.test,
};

/** The sentence of an event. */
export function eventMessage(kind: EventKind, payload: EventPayload): Message {
  const params = Object.entries(payload).map(([name, value]) => [name, paramOf(value)] as const);
  return { code: FACTORIES[kind].code, params: Object.fromEntries(params) };
}

function paramOf(value: unknown): MessageParam {
  if (value === null || value === undefined) {
    return '-';
  }
  return typeof value === 'string' || typeof value === 'number' ? value : (value as MessageParam);
}
