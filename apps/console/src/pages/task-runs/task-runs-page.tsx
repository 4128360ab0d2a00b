import { useState } from 'react';
import type { components } from '#clients/typescript';
import { dataOf } from '../../data/client.js';
import { useData } from '../../data/data.js';
import { useLanguage, useTexts } from '../../i18n/language.js';
import { Badge } from '../../ui/badge.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { Foreign, visibleText } from '../../ui/foreign.js';
import { Card, Facts } from '../../ui/page.js';
import { Empty, Loaded } from '../../ui/states.js';
import { Table, type Column } from '../../ui/table.js';
import { Time } from '../../ui/time.js';
import { useFormat } from '../../view/format.js';
import { StatusBadge, STEP_NAMES } from '../../view/statuses.js';
import { useTask } from '../task/task-context.js';
import { taskRunsTexts } from './texts.js';

type Execution = components['schemas']['ExecutionView'];

const LOOK_EVERY_MS = 5_000;
const LONGEST_RESULT = 50_000;

export default function TaskRunsPage() {
  const t = useTexts(taskRunsTexts);
  const { task_id: taskId } = useTask();
  const runs = useData(
    ['task', taskId, 'executions'],
    (client, signal) => {
      const params = { path: { task_id: taskId } };
      return dataOf(client.GET('/api/v0/data_pipeline/tasks/{task_id}/executions', { params, signal }));
    },
    { every: LOOK_EVERY_MS },
  );
  return (
    <Card title={t.title} lead={t.lead}>
      <Loaded query={runs} empty={({ total }) => (total === 0 ? <Empty title={t.none}>{t.noneHelp}</Empty> : null)}>
        {({ executions }) => <RunTable executions={executions} />}
      </Loaded>
    </Card>
  );
}

function RunTable({ executions }: { readonly executions: readonly Execution[] }) {
  const t = useTexts(taskRunsTexts);
  const format = useFormat();
  const { language } = useLanguage();
  const [opened, open] = useState<Execution | null>(null);
  const columns: readonly Column<Execution>[] = [
    { name: t.step, cell: ({ execution_step: step }) => STEP_NAMES[step][language] },
    { name: t.status, width: '9rem', cell: ({ status }) => <StatusBadge status={status} /> },
    { name: t.requested, width: '13rem', cell: ({ requested_at: at }) => <Time iso={at} /> },
    {
      name: t.took,
      align: 'end',
      width: '7rem',
      cell: ({ duration_seconds: seconds }) => (seconds === null ? '—' : format.duration(seconds)),
    },
    { name: t.attempts, align: 'end', width: '7rem', cell: ({ attempts }) => format.number(attempts) },
    {
      name: t.details,
      align: 'end',
      width: '8rem',
      cell: (execution) => (
        <Button
          small
          aria-label={`${t.details}: ${STEP_NAMES[execution.execution_step][language]}, ${format.time(execution.requested_at)}`}
          onPress={() => open(execution)}
        >
          {t.details}
        </Button>
      ),
    },
  ];
  return (
    <>
      <Table label={t.title} columns={columns} rows={executions} rowKey={({ execution_id: id }) => id} />
      <Dialog
        wide
        title={opened === null ? '' : STEP_NAMES[opened.execution_step][language]}
        isOpen={opened !== null}
        onClose={() => open(null)}
      >
        {opened !== null && <RunDetails execution={opened} />}
      </Dialog>
    </>
  );
}

function RunDetails({ execution }: { readonly execution: Execution }) {
  const t = useTexts(taskRunsTexts);
  const { execution_result: result, error_message: error } = execution;
  return (
    <div className="stack">
      <div className="actions">
        <StatusBadge status={execution.status} />
        {execution.force_executed && <Badge>{t.forced}</Badge>}
        {execution.superseded && <Badge>{t.superseded}</Badge>}
      </div>
      {error !== null && (
        <p className="action-error">
          <Foreign text={error} />
        </p>
      )}
      <Facts
        facts={[
          { name: 'ID', value: <code>{execution.execution_id}</code> },
          { name: t.worker, value: <Foreign text={execution.worker_id ?? '—'} /> },
        ]}
      />
      {result !== null && (
        <>
          <h3>{t.result}</h3>
          <pre className="code" tabIndex={0}>
            {visibleText(JSON.stringify(result, null, 2).slice(0, LONGEST_RESULT))}
          </pre>
        </>
      )}
    </div>
  );
}
