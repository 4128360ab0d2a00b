import { Link } from '@tanstack/react-router';
import type { components } from '#clients/typescript';
import { dataOf } from '../../data/client.js';
import { useData } from '../../data/data.js';
import { useTexts } from '../../i18n/language.js';
import { Card, Facts } from '../../ui/page.js';
import { Empty, Loaded } from '../../ui/states.js';
import { useFormat } from '../../view/format.js';
import { TaskTable } from '../tasks/task-table.js';
import { overviewTexts } from './texts.js';

const LOOK_EVERY_MS = 5_000;
const MOST_SHOWN = 20;

export function RunningTasksCard({ tasks }: { readonly tasks: components['schemas']['TaskStatisticsView'] }) {
  const t = useTexts(overviewTexts);
  const format = useFormat();
  const running = useData(
    ['tasks', 'running'],
    (client, signal) => {
      const query = { status: 'in_progress', limit: MOST_SHOWN } as const;
      return dataOf(client.GET('/api/v0/data_pipeline/tasks', { params: { query }, signal }));
    },
    { every: LOOK_EVERY_MS },
  );
  const { success_rate: rate, average_duration_seconds: seconds } = tasks;
  return (
    <Card title={t.running} actions={<Link to="/tasks">{t.allTasks}</Link>}>
      <div className="stack">
        <Loaded
          query={running}
          empty={({ tasks: found }) =>
            found.length === 0 ? <Empty title={t.noRunning}>{t.noRunningHelp}</Empty> : null
          }
        >
          {(found) => <TaskTable tasks={found.tasks} />}
        </Loaded>
        <Facts
          facts={[
            { name: t.total, value: format.number(tasks.total) },
            { name: t.recent, value: format.number(tasks.completed_last_24_hours) },
            { name: t.successRate, value: rate === null ? '—' : format.percent(rate * 100) },
            { name: t.averageTime, value: seconds === null ? '—' : format.duration(seconds) },
          ]}
        />
      </div>
    </Card>
  );
}
