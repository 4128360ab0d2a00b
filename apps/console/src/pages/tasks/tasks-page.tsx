import { Plus } from 'lucide-react';
import type { components } from '#clients/typescript';
import { dataOf } from '../../data/client.js';
import { useData } from '../../data/data.js';
import { useMay } from '../../data/session.js';
import { useTexts } from '../../i18n/language.js';
import { Button, LinkButton } from '../../ui/button.js';
import { Select, TextInput } from '../../ui/fields.js';
import { Card, Page } from '../../ui/page.js';
import { Empty, Loaded } from '../../ui/states.js';
import { useAddress } from '../../view/address.js';
import { TASK_STATUSES, useStatusName, type TaskStatus } from '../../view/statuses.js';
import { TaskTable } from './task-table.js';
import { tasksTexts } from './texts.js';

const PAGE_SIZE = 50;
const LOOK_EVERY_MS = 5_000;

type FoundTasks = components['schemas']['FoundTasks'];

export default function TasksPage() {
  const t = useTexts(tasksTexts);
  const { texts } = useAddress();
  const mayRun = useMay('run');
  const page = Math.max(1, Number(texts['page']) || 1);
  const status = TASK_STATUSES.find((one) => one === texts['status']);
  const name = texts['q'] ?? '';
  const filters = { ...(status === undefined ? {} : { status }), ...(name === '' ? {} : { task_name: name }) };
  const tasks = useData(
    ['tasks', page, status, name],
    (client, signal) =>
      dataOf(
        client.POST('/api/v0/data_pipeline/tasks/query', { body: { page, page_size: PAGE_SIZE, ...filters }, signal }),
      ),
    { every: LOOK_EVERY_MS, keepsPrevious: true },
  );
  const isFiltered = status !== undefined || name !== '';
  return (
    <Page title={t.title} lead={t.lead} actions={mayRun && <NewTask />}>
      <Card>
        <div className="stack">
          <Filters status={status} name={name} />
          <Loaded
            query={tasks}
            empty={({ tasks: found }) =>
              found.length > 0 ? null : isFiltered ? (
                <Empty title={t.noneFound}>{t.noneFoundHelp}</Empty>
              ) : (
                <Empty title={t.noTasks} action={mayRun && <NewTask />}>
                  {t.noTasksHelp}
                </Empty>
              )
            }
          >
            {(found) => (
              <>
                <TaskTable tasks={found.tasks} />
                <Pager {...found.pagination} />
              </>
            )}
          </Loaded>
        </div>
      </Card>
    </Page>
  );
}

function NewTask() {
  const t = useTexts(tasksTexts);
  return (
    <LinkButton to="/tasks/new" kind="primary">
      <Plus aria-hidden size={16} />
      {t.create}
    </LinkButton>
  );
}

function Filters({ status, name }: { readonly status: TaskStatus | undefined; readonly name: string }) {
  const t = useTexts(tasksTexts);
  const { set } = useAddress();
  const statusName = useStatusName();
  return (
    <div className="filters">
      <TextInput
        label={t.search}
        type="search"
        value={name}
        placeholder={t.searchPlaceholder}
        maxLength={100}
        onChange={(q) => set({ q, page: '' })}
      />
      <Select<TaskStatus | 'any'>
        label={t.status}
        value={status ?? 'any'}
        onChange={(next) => set({ status: next === 'any' ? '' : next, page: '' })}
        choices={[
          { value: 'any', name: t.anyStatus },
          ...TASK_STATUSES.map((value) => ({ value, name: statusName(value) })),
        ]}
      />
    </div>
  );
}

function Pager({ page, total_pages: pages, total }: FoundTasks['pagination']) {
  const t = useTexts(tasksTexts);
  const { set } = useAddress();
  return pages <= 1 ? null : (
    <nav className="pager" aria-label={t.page({ page, pages, total })}>
      <Button small isDisabled={page <= 1} onPress={() => set({ page: String(page - 1) })}>
        {t.previous}
      </Button>
      <span>{t.page({ page, pages, total })}</span>
      <Button small isDisabled={page >= pages} onPress={() => set({ page: String(page + 1) })}>
        {t.next}
      </Button>
    </nav>
  );
}
