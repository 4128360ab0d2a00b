import type { components } from '#clients/typescript';
import { useLanguage, useTexts } from '../../i18n/language.js';
import { Foreign } from '../../ui/foreign.js';
import { Table, type Column } from '../../ui/table.js';
import { Ago } from '../../ui/time.js';
import { useFormat } from '../../view/format.js';
import { StatusBadge, STEP_NAMES } from '../../view/statuses.js';
import { taskTexts } from './texts.js';

type TaskStep = components['schemas']['TaskStep'];

export function StepTable({ steps }: { readonly steps: readonly TaskStep[] }) {
  const t = useTexts(taskTexts);
  const format = useFormat();
  const { language } = useLanguage();
  const columns: readonly Column<TaskStep>[] = [
    { name: t.step, width: '24%', cell: ({ step_name: name }) => STEP_NAMES[name][language] },
    { name: t.status, width: '9rem', cell: ({ step_status: status }) => <StatusBadge status={status} /> },
    { name: t.started, width: '9rem', cell: ({ started_at: at }) => <Ago iso={at} /> },
    {
      name: t.took,
      width: '8rem',
      cell: ({ duration_seconds: seconds }) => (seconds === null ? '—' : format.duration(seconds)),
    },
    { name: t.problem, cell: ({ error_message: error }) => (error === null ? '' : <Foreign text={error} />) },
  ];
  return <Table label={t.steps} columns={columns} rows={steps} rowKey={({ step_name: name }) => name} />;
}
