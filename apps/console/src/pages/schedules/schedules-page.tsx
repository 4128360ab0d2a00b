import { Link, type LinkProps } from '@tanstack/react-router';
import type { components } from '#clients/typescript';
import { dataOf } from '../../data/client.js';
import { useData } from '../../data/data.js';
import { useTexts } from '../../i18n/language.js';
import { nameOf } from '../../i18n/texts.js';
import { LinkButton } from '../../ui/button.js';
import { ForeignLine } from '../../ui/foreign.js';
import { Card, Page } from '../../ui/page.js';
import { Empty, Loaded } from '../../ui/states.js';
import { Table, type Column } from '../../ui/table.js';
import { Time } from '../../ui/time.js';
import { Cron } from '../../view/cron.js';
import { refusalNames } from '../../view/refusal-names.js';
import { schedulesTexts } from './texts.js';

type Schedule = components['schemas']['ScheduleView'];

const MOST_SHOWN = 100;
const LOOK_EVERY_MS = 30_000;

export default function SchedulesPage() {
  const t = useTexts(schedulesTexts);
  const schedules = useData(
    ['schedules'],
    (client, signal) =>
      dataOf(client.GET('/api/v0/data_pipeline/schedules', { params: { query: { limit: MOST_SHOWN } }, signal })),
    { every: LOOK_EVERY_MS },
  );
  return (
    <Page title={t.title} lead={t.lead}>
      <Card>
        <Loaded
          query={schedules}
          empty={({ total }) =>
            total === 0 ? (
              <Empty title={t.none} action={<LinkButton to="/tasks">{t.toTasks}</LinkButton>}>
                {t.noneHelp}
              </Empty>
            ) : null
          }
        >
          {({ schedules: found }) => <ScheduleTable schedules={found} />}
        </Loaded>
      </Card>
    </Page>
  );
}

function ScheduleTable({ schedules }: { readonly schedules: readonly Schedule[] }) {
  const t = useTexts(schedulesTexts);
  const refusals = useTexts(refusalNames);
  const columns: readonly Column<Schedule>[] = [
    { name: t.task, cell: (schedule) => <TaskLink schedule={schedule} /> },
    { name: t.schedule, width: '13rem', cell: (schedule) => <When schedule={schedule} /> },
    { name: t.next, width: '12.5rem', cell: ({ next_run_at: at }) => <Time iso={at} /> },
    { name: t.last, width: '12.5rem', cell: ({ last_started_at: at }) => <Time iso={at} /> },
    {
      name: t.refusal,
      width: '8rem',
      cell: ({ last_refusal: refusal }) => (refusal === null ? '—' : nameOf(refusals, refusal)),
    },
  ];
  return <Table label={t.title} columns={columns} rows={schedules} rowKey={({ task_id: id }) => id} />;
}

function When({ schedule: { schedule, time_zone: zone } }: { readonly schedule: Schedule }) {
  return (
    <>
      <Cron expression={schedule} />
      <span className="quiet"> {zone}</span>
    </>
  );
}

function TaskLink({ schedule: { task_id: taskId, task_name: name } }: { readonly schedule: Schedule }) {
  const address = { to: '/tasks/$taskId/settings', params: { taskId } } as unknown as LinkProps;
  return (
    <>
      <Link {...address}>
        <ForeignLine text={name ?? taskId} />
      </Link>
      {name !== null && (
        <span className="quiet">
          <ForeignLine text={taskId} />
        </span>
      )}
    </>
  );
}
