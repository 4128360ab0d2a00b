import { dataOf } from '../../data/client.js';
import { useData } from '../../data/data.js';
import { useTexts } from '../../i18n/language.js';
import { Foreign } from '../../ui/foreign.js';
import { Card, Facts } from '../../ui/page.js';
import { Loaded } from '../../ui/states.js';
import { Time } from '../../ui/time.js';
import { Actor } from '../../view/actor.js';
import { useFormat } from '../../view/format.js';
import { RunActions } from './run-actions.js';
import { StepTable } from './step-table.js';
import { useTask } from './task-context.js';
import { TaskLog } from './task-log.js';
import { taskTexts } from './texts.js';
import { UsageCard } from './usage-card.js';

const LOOK_EVERY_MS = 2_000;
const LOOK_AT_REST_MS = 15_000;

/** The task while it runs, and how it ended. */
export default function TaskPage() {
  const t = useTexts(taskTexts);
  const task = useTask();
  const format = useFormat();
  const monitored = useData(
    ['task', task.task_id, 'monitor'],
    (client, signal) => {
      const params = { path: { task_id: task.task_id } };
      return dataOf(client.GET('/api/v0/data_pipeline/monitor/tasks/{task_id}', { params, signal }));
    },
    { every: task.status === 'in_progress' ? LOOK_EVERY_MS : LOOK_AT_REST_MS },
  );
  return (
    <>
      <Card title={t.steps} actions={<RunActions />}>
        <Loaded query={monitored}>
          {(view) => (
            <div className="stack">
              {task.error_message !== null && (
                <div className="failure">
                  <div>
                    <strong>{t.failedBecause}</strong>
                    <p>
                      <Foreign text={task.error_message} />
                    </p>
                  </div>
                </div>
              )}
              <StepTable steps={view.steps} />
              <Facts
                facts={[
                  { name: t.createdAt, value: <Time iso={task.created_at} /> },
                  { name: t.createdBy, value: <Actor name={task.created_by} /> },
                  { name: t.database, value: <Foreign text={task.db_name ?? t.defaultDatabase} /> },
                  {
                    name: t.elapsed,
                    value: view.elapsed_seconds === null ? '—' : format.duration(view.elapsed_seconds),
                  },
                  { name: t.files, value: `${format.number(view.total_files)} · ${format.bytes(view.total_bytes)}` },
                ]}
              />
            </div>
          )}
        </Loaded>
      </Card>
      <TaskLog />
      <UsageCard usage={task.usage} />
    </>
  );
}
