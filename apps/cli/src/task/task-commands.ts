import { Option, type Command } from 'commander';
import { STEP_NAMES } from '#libs/pipeline';
import type { ApiClient, ExecuteRequest, TaskQuery } from '../api-client.js';
import { onServer, type OnServer } from '../server/with-server.js';
import type { Session } from '../session.js';
import { wholeNumber } from '../whole-number.js';
import { addDiffCommand } from './diff-command.js';
import { addFileCommands } from './file-commands.js';
import { followTask } from './follow-task.js';
import { addLogsCommand } from './logs-command.js';
import { addNewTaskOptions, newTaskOf, type NewTaskOptions } from './new-task.js';
import { showTask, showTasks } from './show-task.js';

interface RunOptions {
  readonly step?: ExecuteRequest['step_name'];
  readonly force?: true;
  readonly clean?: true;
  readonly follow?: true;
}

const TASK_STATUSES = ['pending', 'in_progress', 'partial_completed', 'completed', 'failed', 'cancelled'];
const FOLLOW = {
  zh: '跟踪到任务结束；Ctrl-C 只结束本命令，任务继续',
  en: 'show the steps until the task ends; Ctrl-C ends this command, not the task',
};

/** `task …`: tasks of a server. */
export function addTaskCommand(program: Command, session: Session): void {
  const task = program
    .command('task')
    .description(session.text({ zh: '任务：创建、运行、查看、下载', en: 'create, run, watch and download tasks' }));
  const on = onServer(session);
  addCreate(task, session, on);
  addRun(task, session, on);
  addRead(task, session, on);
  addLogsCommand(task, session, on);
  addFileCommands(task, session, on);
  addDiffCommand(task, session, on);
}

function addCreate(task: Command, session: Session, on: OnServer): void {
  const create = task
    .command('create')
    .description(session.text({ zh: '创建任务并打印其编号', en: 'create a task and print its id' }));
  addNewTaskOptions(create, session)
    .option('--run', session.text({ zh: '立即运行所有步骤', en: 'run all its steps at once' }))
    .option(
      '--follow',
      session.text({ zh: '同 --run，并跟踪到结束', en: 'the same, and show the steps until the task ends' }),
    )
    .action((options: NewTaskOptions & { run?: true; follow?: true }) =>
      on(async (client) => {
        const created = await client.createTask(await newTaskOf(options), options.idempotencyKey);
        created.warnings?.forEach(({ message }) => process.stderr.write(`${message}\n`));
        if (options.run || options.follow) {
          await client.execute(created.task_id);
        }
        if (options.follow) {
          process.stderr.write(`${created.task_id}\n`);
          return followTask(session, client, created.task_id);
        }
        session.result(created, () => console.log(created.task_id));
      }),
    );
}

function addRun(task: Command, session: Session, on: OnServer): void {
  task
    .command('run <task_id>')
    .description(session.text({ zh: '运行任务的所有步骤，或其中一个', en: 'run all steps of a task, or one' }))
    .addOption(
      new Option('--step <name>', session.text({ zh: '只运行这个步骤', en: 'only this step' })).choices(STEP_NAMES),
    )
    .option('--force', session.text({ zh: '前一步骤未完成也运行', en: 'even if the step before it is not completed' }))
    .option('--clean', session.text({ zh: '同时删除后续步骤的产出', en: 'also remove the outputs of the later steps' }))
    .option('--follow', session.text(FOLLOW))
    .action((id: string, { step, force, clean, follow }: RunOptions) =>
      on((client) => {
        const steps =
          step === undefined
            ? ({ execution_mode: 'complete' } as const)
            : ({ execution_mode: 'step', step_name: step } as const);
        const options = { force_execution: force ?? false, clean_existing_files: clean ?? false };
        return start(session, client, id, { ...steps, ...options }, follow);
      }),
    );
  task
    .command('resume <task_id>')
    .description(
      session.text({
        zh: '运行失败、已取消、未运行或已过期的步骤',
        en: 'run the steps that failed, were cancelled, have not run or are stale',
      }),
    )
    .option('--follow', session.text(FOLLOW))
    .action((id: string, { follow }: RunOptions) =>
      on((client) => start(session, client, id, { execution_mode: 'resume' }, follow)),
    );
  task
    .command('follow <task_id>')
    .description(session.text(FOLLOW))
    .action((id: string) => on((client) => followTask(session, client, id)));
  task
    .command('cancel <task_id>')
    .description(session.text({ zh: '取消正在运行的任务', en: 'cancel the running task' }))
    .action((id: string) =>
      on(async (client) => {
        const answer = await client.data((api) =>
          api.POST('/api/v0/data_pipeline/tasks/{task_id}/cancel', { params: { path: { task_id: id } } }),
        );
        session.result(answer, () => console.log(`${answer.task_id} ${answer.status}`));
      }),
    );
}

async function start(
  session: Session,
  client: ApiClient,
  id: string,
  request: ExecuteRequest,
  follow?: true,
): Promise<void> {
  const started = await client.execute(id, request);
  if (follow) {
    return followTask(session, client, id);
  }
  session.result(started, () => started.execution_ids.forEach((execution) => console.log(execution)));
}

function addRead(task: Command, session: Session, on: OnServer): void {
  task
    .command('list')
    .description(session.text({ zh: '列出任务，最新的在前', en: 'list tasks, newest first' }))
    .addOption(
      new Option('--status <status>', session.text({ zh: '只列出此状态', en: 'only those' })).choices(TASK_STATUSES),
    )
    .addOption(
      new Option('--limit <number>', session.text({ zh: '最多条数', en: 'at most' }))
        .argParser(wholeNumber(1, 100))
        .default(20),
    )
    .addOption(
      new Option('--offset <number>', session.text({ zh: '跳过条数', en: 'skip as many' }))
        .argParser(wholeNumber(0, 1e9))
        .default(0),
    )
    .action((query: TaskQuery) =>
      on(async (client) => {
        const { status, limit = 20, offset = 0 } = query;
        const wanted = { limit, offset, ...(status === undefined ? {} : { status }) };
        const page = await client.data((api) => api.GET('/api/v0/data_pipeline/tasks', { params: { query: wanted } }));
        session.result(page, () => showTasks(session, page.tasks));
      }),
    );
  task
    .command('show <task_id>')
    .description(session.text({ zh: '任务及各步骤的状态', en: 'the state of a task and of its steps' }))
    .action((id: string) =>
      on(async (client) => {
        const view = await client.task(id);
        session.result(view, () => showTask(session, view));
      }),
    );
}
