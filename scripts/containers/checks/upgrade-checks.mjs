import { ensure } from '../checks.mjs';
import { fileNames, startTask, taskState, untilCompleted } from '../tasks.mjs';

const SAMPLE = { tables: ['public.*'], business_context: 'service areas of a motorway' };

/** A task in the previous version, the upgrade as an operator makes it, and the same task in this version. */
export async function checkUpgrade({ check, installation, image, previous, workers, root }) {
  let task = '';
  if (previous) {
    await check(`upgrade: the previous version runs a task (${previous.name})`, async () => {
      await installation.use(previous.folder, previous.image);
      await installation.up(workers);
      await prepareBusinessDatabase(installation);
      task = await startTask(installation, SAMPLE);
      await untilCompleted(installation, task);
    });
  }
  const files = task && (await fileNames(installation, task).catch(() => []));
  await installation.use(root, image);
  await check(`compose starts databases, migration, API and ${workers} workers`, async () => {
    await installation.up(workers);
    if (task === '') {
      await prepareBusinessDatabase(installation);
    }
    const [{ State: state }] = await installation.inspect('migrate');
    ensure(state.ExitCode === 0, `the migration ended with ${state.ExitCode}`);
    ensure((await installation.inspect('worker')).length === workers, 'another number of workers runs');
  });
  if (previous) {
    await check('upgrade: tasks and files of the previous version are there and run again', async () => {
      ensure((await taskState(installation, task)).status === 'completed', 'the task is not completed any more');
      const now = await fileNames(installation, task);
      ensure(JSON.stringify(now) === JSON.stringify(files), `files before: ${files}; after: ${now}`);
      await installation.call(`/api/v0/data_pipeline/tasks/${task}/execute`, {
        method: 'POST',
        body: { execution_mode: 'complete' },
      });
      await untilCompleted(installation, task);
    });
  }
  await check('upgrade: the first published schema migrates forward with its data', async () => {
    const url = await installation.runInside('older-schema.mjs');
    const migrated = await installation.exec('api', ['data-pipeline', 'migrate'], {
      flags: ['--env', `DATABASE_URL=${url}`],
    });
    ensure(/migrated: /.test(migrated.output), migrated.output);
    const again = await installation.exec('api', ['data-pipeline', 'migrate'], {
      flags: ['--env', `DATABASE_URL=${url}`],
    });
    ensure(/up to date/.test(again.output), again.output);
    const tasks = await installation.runInside('list-tasks.mjs', url);
    ensure(tasks === 'task_20250627_143052', `tasks after the migration: ${tasks}`);
  });
}

async function prepareBusinessDatabase(installation) {
  await installation.runInside('business-database.mjs', installation.secrets.READER_PASSWORD, '120');
}
