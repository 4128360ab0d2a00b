import { ensure, eventually } from '../checks.mjs';
import { fileNames, startTask, untilCompleted, untilRunning } from '../tasks.mjs';

/** A task with enough tables to be in the middle of something for a while. */
const LONG = {
  tables: ['public.*', 'copies.*'],
  business_context: 'service areas of a motorway',
  enable_training_data_load: true,
};

/** Services go away in the middle of work, and workers come and go: tasks end as if nothing had happened. */
export async function checkFaults({ check, installation }) {
  let expected = null;
  /** A task that is disturbed leaves the same files as the first of its kind. */
  const survives = async (disturb) => {
    const id = await startTask(installation, { ...LONG, task_name: 'long' });
    await untilRunning(installation, id);
    await disturb(id);
    await untilCompleted(installation, id);
    const names = (await fileNames(installation, id)).map((name) => name.replace(/\d{8}_\d{6}/, 'TIME'));
    expected ??= names;
    ensure(JSON.stringify(names) === JSON.stringify(expected), `${names.length} files, ${expected.length} expected`);
  };

  await check('a task over many tables ends well', () => survives(async () => undefined));

  for (const service of ['redis', 'postgres']) {
    await check(`a task ends well though ${service} restarts in the middle of it`, async () => {
      await survives(() => installation.compose(['restart', '--timeout', '5', service]));
      await installation.ready();
    });
  }

  await check('a task ends well though its workers are killed in the middle of it', () =>
    survives(async () => {
      await installation.compose(['kill', '--signal', 'SIGKILL', 'worker']);
      await installation.compose(['up', '--detach', '--no-build', '--no-recreate', '--scale', 'worker=2', 'worker']);
    }),
  );

  await check('four workers share the work, and two take it over when the others leave', async () => {
    await scale(installation, 4);
    await eventually('the API sees four workers', 60_000, async () => {
      const { totals } = await installation.call('/api/v0/data_pipeline/monitor/status');
      return totals.workers === 4 ? true : null;
    });
    const ids = [];
    for (let task = 0; task < 4; task += 1) {
      ids.push(await startTask(installation, LONG));
    }
    await untilRunning(installation, ids[0]);
    await scale(installation, 2);
    for (const id of ids) {
      await untilCompleted(installation, id);
    }
    ensure((await installation.inspect('worker')).length === 2, 'more than two workers are left');
  });

  await check('SIGTERM ends API and workers with exit code 0', async () => {
    await installation.compose(['stop', 'api', 'worker']);
    for (const service of ['api', 'worker']) {
      for (const { Name: name, State: state } of await installation.inspect(service)) {
        ensure(state.ExitCode === 0, `${name} ended with ${state.ExitCode}`);
      }
    }
  });
}

function scale(installation, workers) {
  return installation.compose([
    'up',
    '--detach',
    '--no-build',
    '--no-recreate',
    '--scale',
    `worker=${workers}`,
    'worker',
  ]);
}
