import { Link, Outlet, type LinkProps } from '@tanstack/react-router';
import { dataOf, hasStatus } from '../../data/client.js';
import { useData } from '../../data/data.js';
import { useSession } from '../../data/session.js';
import { useLanguage, useTexts } from '../../i18n/language.js';
import { TASK_PAGES } from '../../pages.js';
import { LinkButton } from '../../ui/button.js';
import { ForeignLine } from '../../ui/foreign.js';
import { Page } from '../../ui/page.js';
import { Empty, Loaded } from '../../ui/states.js';
import { useTaskId } from '../../view/address.js';
import { StatusBadge } from '../../view/statuses.js';
import { TaskContext, type TaskDetail } from './task-context.js';
import { taskTexts } from './texts.js';

const LOOK_EVERY_MS = 5_000;

export default function TaskLayout() {
  const taskId = useTaskId();
  const t = useTexts(taskTexts);
  const task = useData(
    ['task', taskId],
    (client, signal) =>
      dataOf(client.GET('/api/v0/data_pipeline/tasks/{task_id}', { params: { path: { task_id: taskId } }, signal })),
    { every: LOOK_EVERY_MS },
  );
  if (hasStatus(task.error, 404)) {
    return (
      <Page title={t.gone}>
        <Empty title={t.gone} action={<LinkButton to="/tasks">{t.toTasks}</LinkButton>}>
          {t.goneHelp}
        </Empty>
      </Page>
    );
  }
  return <Loaded query={task}>{(data) => <TaskFrame task={data} />}</Loaded>;
}

function TaskFrame({ task }: { readonly task: TaskDetail }) {
  const name = task.task_name ?? task.task_id;
  return (
    <Page
      title={<ForeignLine text={name} />}
      windowTitle={name.slice(0, 80)}
      lead={<ForeignLine text={task.business_context} />}
      actions={<StatusBadge status={task.status} />}
    >
      <Tabs taskId={task.task_id} />
      <TaskContext value={task}>
        <Outlet />
      </TaskContext>
    </Page>
  );
}

function Tabs({ taskId }: { readonly taskId: string }) {
  const t = useTexts(taskTexts);
  const { language } = useLanguage();
  const { scopes } = useSession();
  return (
    <nav className="tabs" aria-label={t.parts}>
      {TASK_PAGES.filter(({ needs = 'read' }) => scopes.includes(needs)).map(({ path, title }) => {
        // Of the first, every other path is a part.
        const activeOptions = { exact: path === '/tasks/$taskId', includeSearch: false };
        const address = { to: path, params: { taskId }, activeOptions } as unknown as LinkProps;
        return (
          <Link key={path} {...address} className="tab" activeProps={{ 'aria-current': 'page' }}>
            {title[language]}
          </Link>
        );
      })}
    </nav>
  );
}
