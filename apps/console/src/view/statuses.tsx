import { CircleCheck, CircleDashed, CircleDot, CircleSlash, CircleX, type LucideIcon } from 'lucide-react';
import type { components } from '#clients/typescript';
import type { Text } from '#libs/language';
import { useLanguage } from '../i18n/language.js';
import { Badge, type Tone } from '../ui/badge.js';

export type TaskStatus = components['schemas']['TaskSummary']['status'];
export type StepStatus = components['schemas']['TaskStep']['step_status'];
export type StepName = components['schemas']['TaskStep']['step_name'];

interface Look {
  readonly name: Text;
  readonly tone: Tone;
  readonly icon: LucideIcon;
}

const LOOKS: Readonly<Record<TaskStatus | StepStatus, Look>> = {
  pending: { name: { zh: '待执行', en: 'Pending' }, tone: 'neutral', icon: CircleDashed },
  in_progress: { name: { zh: '运行中', en: 'Running' }, tone: 'active', icon: CircleDot },
  running: { name: { zh: '运行中', en: 'Running' }, tone: 'active', icon: CircleDot },
  partial_completed: { name: { zh: '部分完成', en: 'Partly done' }, tone: 'warning', icon: CircleDot },
  completed: { name: { zh: '已完成', en: 'Completed' }, tone: 'good', icon: CircleCheck },
  failed: { name: { zh: '失败', en: 'Failed' }, tone: 'bad', icon: CircleX },
  cancelled: { name: { zh: '已取消', en: 'Cancelled' }, tone: 'neutral', icon: CircleSlash },
};

export const TASK_STATUSES: readonly TaskStatus[] = [
  'pending',
  'in_progress',
  'partial_completed',
  'completed',
  'failed',
  'cancelled',
];

/** Names of the steps; a step that is new in the API does not compile without one. */
export const STEP_NAMES: Readonly<Record<StepName, Text>> = {
  ddl_generation: { zh: '生成文档', en: 'Document the tables' },
  qa_generation: { zh: '生成问答对', en: 'Write the pairs' },
  sql_validation: { zh: '校验 SQL', en: 'Validate the SQL' },
  training_load: { zh: '加载训练数据', en: 'Load the training data' },
  evaluation: { zh: '评测', en: 'Evaluate' },
};

export function useStatusName(): (status: TaskStatus | StepStatus) => string {
  const { language } = useLanguage();
  return (status) => LOOKS[status].name[language];
}

export function StatusBadge({ status }: { readonly status: TaskStatus | StepStatus }) {
  const { name, tone, icon: Icon } = LOOKS[status];
  const { language } = useLanguage();
  return (
    <Badge tone={tone}>
      <Icon aria-hidden size={13} strokeWidth={2.2} />
      {name[language]}
    </Badge>
  );
}

const ENDED: ReadonlySet<string> = new Set(['completed', 'failed', 'cancelled', 'partial_completed', 'pending']);

export function isRunning(status: TaskStatus | StepStatus): boolean {
  return !ENDED.has(status);
}
