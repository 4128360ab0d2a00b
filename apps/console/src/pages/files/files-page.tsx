import { Link, type LinkProps } from '@tanstack/react-router';
import type { components } from '#clients/typescript';
import { dataOf } from '../../data/client.js';
import { useData } from '../../data/data.js';
import { useMay } from '../../data/session.js';
import { useTexts } from '../../i18n/language.js';
import { nameOf } from '../../i18n/texts.js';
import { ForeignLine } from '../../ui/foreign.js';
import { Card, Page } from '../../ui/page.js';
import { Empty, Loaded } from '../../ui/states.js';
import { Table, type Column } from '../../ui/table.js';
import { Ago } from '../../ui/time.js';
import { useFormat } from '../../view/format.js';
import { fileTypeNames } from '../../view/operation-names.js';
import { CleanupCard } from './cleanup-card.js';
import { filesTexts } from './texts.js';

type TypeRow = components['schemas']['FileTypeStatistics'];

const TASKS_SHOWN = 20;

export default function FilesPage() {
  const t = useTexts(filesTexts);
  const isAdmin = useMay('admin');
  return (
    <Page title={t.title} lead={t.lead}>
      <div className="columns">
        <ByType />
        {isAdmin && <CleanupCard />}
      </div>
      <TaskLinks />
    </Page>
  );
}

function ByType() {
  const t = useTexts(filesTexts);
  const format = useFormat();
  const statistics = useData(['stats'], (client, signal) =>
    dataOf(client.GET('/api/v0/data_pipeline/stats', { signal })),
  );
  const types = useTexts(fileTypeNames);
  const columns: readonly Column<TypeRow>[] = [
    { name: t.type, cell: ({ file_type: type }) => nameOf(types, type) },
    { name: t.files, align: 'end', cell: ({ files }) => format.number(files) },
    { name: t.size, align: 'end', cell: ({ bytes }) => format.bytes(bytes) },
  ];
  return (
    <Card title={t.byType}>
      <Loaded query={statistics} empty={({ files }) => (files.total === 0 ? <Empty title={t.none} /> : null)}>
        {({ files }) => (
          <Table
            label={t.byType}
            columns={columns}
            rows={[...files.by_type, { file_type: t.total, files: files.total, bytes: files.bytes }]}
            rowKey={({ file_type: type }) => type}
          />
        )}
      </Loaded>
    </Card>
  );
}

function TaskLinks() {
  const t = useTexts(filesTexts);
  const tasks = useData(['tasks', 'newest'], (client, signal) =>
    dataOf(client.GET('/api/v0/data_pipeline/tasks', { params: { query: { limit: TASKS_SHOWN } }, signal })),
  );
  return (
    <Card title={t.tasks} lead={t.tasksLead}>
      <Loaded query={tasks} empty={({ total }) => (total === 0 ? <Empty title={t.noTasks} /> : null)}>
        {({ tasks: found }) => (
          <ul className="rows">
            {found.map(({ task_id: taskId, task_name: name, created_at: at }) => {
              const address = { to: '/tasks/$taskId/files', params: { taskId } } as unknown as LinkProps;
              return (
                <li key={taskId} className="row row-two">
                  <Link {...address}>
                    <ForeignLine text={name ?? taskId} />
                  </Link>
                  <span className="quiet">
                    <Ago iso={at} />
                  </span>
                </li>
              );
            })}
          </ul>
        )}
      </Loaded>
    </Card>
  );
}
