import { Link, type LinkProps } from '@tanstack/react-router';
import type { components } from '#clients/typescript';
import { useLanguage, useTexts } from '../../i18n/language.js';
import { ForeignLine } from '../../ui/foreign.js';
import { Table, type Column } from '../../ui/table.js';
import { Ago } from '../../ui/time.js';
import { Actor } from '../../view/actor.js';
import { STEP_NAMES, StatusBadge, useStatusName, type StepName, type StepStatus } from '../../view/statuses.js';
import { tasksTexts } from './texts.js';

export type TaskSummary = components['schemas']['TaskSummary'];

export function TaskTable({ tasks }: { readonly tasks: readonly TaskSummary[] }) {
  const t = useTexts(tasksTexts);
  const columns: readonly Column<TaskSummary>[] = [
    { name: t.task, cell: (task) => <TaskName task={task} /> },
    { name: t.status, width: '9rem', cell: ({ status }) => <StatusBadge status={status} /> },
    { name: t.steps, width: '7.5rem', cell: (task) => <StepDots task={task} /> },
    { name: t.database, width: '14%', cell: ({ db_name: name }) => <ForeignLine text={name ?? t.defaultDatabase} /> },
    { name: t.createdBy, width: '12%', cell: ({ created_by: by }) => <Actor name={by} /> },
    { name: t.createdAt, width: '9rem', cell: ({ created_at: at }) => <Ago iso={at} /> },
  ];
  return <Table label={t.title} columns={columns} rows={tasks} rowKey={({ task_id: id }) => id} />;
}

function TaskName({ task }: { readonly task: TaskSummary }) {
  const address = { to: '/tasks/$taskId', params: { taskId: task.task_id } } as unknown as LinkProps;
  return (
    <>
      <Link {...address}>
        <ForeignLine text={task.task_name ?? task.task_id} />
      </Link>
      <span className="quiet">
        <ForeignLine text={task.business_context} max={120} />
      </span>
    </>
  );
}

/** One mark a step, in the order in which they run. */
function StepDots({ task }: { readonly task: TaskSummary }) {
  const { language } = useLanguage();
  const statusName = useStatusName();
  const steps = Object.entries(task.step_status) as [StepName, StepStatus][];
  const said = steps.map(([step, status]) => `${STEP_NAMES[step][language]}: ${statusName(status)}`);
  return (
    <span className="step-dots" role="img" aria-label={said.join('; ')} title={said.join('\n')}>
      {steps.map(([step, status]) => (
        <span key={step} className={`step-dot step-dot-${status}`} />
      ))}
    </span>
  );
}
