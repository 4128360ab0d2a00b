import { startServiceProcess } from './service-processes.js';

/** Runs the API and one worker in the foreground; when one of them ends, the other is stopped too. */
export async function startAll(environment: NodeJS.ProcessEnv): Promise<void> {
  const processes = await Promise.all([
    startServiceProcess('api', environment, null),
    startServiceProcess('worker', environment, null),
  ]);
  let asked = false;
  const stopAll = (): void => {
    asked = true;
    void Promise.all(processes.map((service) => service.stop()));
  };
  process.on('SIGINT', stopAll);
  process.on('SIGTERM', stopAll);
  process.on('disconnect', stopAll);
  // Heard while there is something to stop, and no reason to stay after that.
  process.channel?.unref();
  const first = await Promise.race(processes.map(({ exited }) => exited));
  await Promise.all(processes.map((service) => service.stop()));
  process.exitCode = asked ? 0 : first === 0 ? 1 : first;
}
