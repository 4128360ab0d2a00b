import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import getPort from 'get-port';
import { DataSource } from 'typeorm';
import { loadConfig, type ResolvedConfig } from '#libs/config';
import { dataSourceOptions } from '#libs/database';
import { openStorage } from '#libs/files';
import { StorageMark } from '#libs/fleet';
import type { Language } from '#libs/language';
import { resolveServices, type ResolvedServices } from '#libs/process';
import { ApiClient, type TaskView } from '../api-client.js';
import { pairsOfTask } from '../pairs/pairs-of-task.js';
import { reportFailure } from '../report-failure.js';
import type { Session } from '../session.js';
import { startServiceProcess, type ServiceProcess } from '../service-processes.js';
import { demoEnvironment } from './demo-environment.js';
import { claimDemoFolder } from './demo-folder.js';
import type { DemoOptions } from './demo-options.js';
import { demoRequest } from './demo-request.js';
import { printSummary } from './print-summary.js';
import { createStepProgress } from './step-progress.js';
import { summaryOf } from './summary.js';
import { trySearch } from './try-search.js';

const POLL_MS = 200;
const DEFAULT_PORT = 8084;
const START_ATTEMPTS = 4;
const EXIT_INTERRUPTED = 130;

/**
 * The main job from end to end: starts services of its own, the API and a worker as processes, runs a task over HTTP,
 * shows the results, and stops everything that it started.
 */
export async function runDemo(options: DemoOptions, session: Session): Promise<void> {
  const interrupt = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) {
    process.on(signal, () => interrupt.abort(new Error(`interrupted (${signal})`)));
  }
  const cleanUp: (() => Promise<void>)[] = [];
  await reportFailure(async () => {
    try {
      await demo(options, session.environment, interrupt.signal, cleanUp);
    } finally {
      for (const undo of cleanUp.reverse()) {
        await undo();
      }
    }
  }, session);
  if (interrupt.signal.aborted) {
    process.exitCode = options.keep && process.exitCode === undefined ? 0 : EXIT_INTERRUPTED;
  }
  // Everything is stopped; do not wait for sockets that a library keeps open.
  process.exit();
}

/** Each demo may write to another folder, and the one of the last demo may be gone: there is nothing to refuse. */
async function takeStorage({ databaseUrl, storage }: ResolvedConfig): Promise<void> {
  const dataSource = await new DataSource(dataSourceOptions(databaseUrl, 1, 'data-pipeline demo')).initialize();
  try {
    await new StorageMark(dataSource, openStorage(storage)).adopt();
  } finally {
    await dataSource.destroy();
  }
}

async function demo(
  options: DemoOptions,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
  cleanUp: (() => Promise<void>)[],
): Promise<void> {
  const print = options.json ? (line: string) => void process.stderr.write(`${line}\n`) : console.log;
  const begin = performance.now();
  const variables = demoEnvironment(options, environment, await claimDemoFolder());
  const settings = loadConfig(variables);
  const request = await demoRequest(options, settings.businessDatabaseUrl);

  print('Starting the services …');
  const services = await interruptible(resolveServices(settings), signal, cleanUp, (started) => started.release());
  await takeStorage(services.config);
  const client = await startService(services, variables, options, signal, cleanUp, request.language);
  print(`API on ${client.baseUrl}, one worker; running the task …`);

  const { task_id: taskId } = await client.createTask(request.body);
  await client.execute(taskId);
  const task = await follow(client, taskId, signal, options.json ? process.stderr : process.stdout);
  const files = await client.files(taskId);
  const run = {
    storageLocation: openStorage(services.config.storage).location,
    baseUrl: client.baseUrl,
    seconds: (performance.now() - begin) / 1000,
  };
  const summary = summaryOf(task, files, run);
  if (task.status === 'completed') {
    const pairs = await pairsOfTask(client, taskId, files);
    const isSample = settings.businessDatabaseUrl === null;
    printSummary(print, summary, files, pairs, await trySearch(services.config, isSample, request.language, pairs));
  } else {
    process.exitCode = 1;
    print(`Task ${taskId} ended as ${task.status}: ${task.error_message ?? 'see the log'}`);
  }
  if (options.json) {
    console.log(JSON.stringify(summary));
  }
  if (options.keep) {
    await keepRunning(print, client.baseUrl, signal);
  }
}

async function startService(
  services: ResolvedServices,
  variables: NodeJS.ProcessEnv,
  options: DemoOptions,
  signal: AbortSignal,
  cleanUp: (() => Promise<void>)[],
  language: Language,
): Promise<ApiClient> {
  const logs = join(services.config.dataDirectory, 'logs');
  const processes: ServiceProcess[] = [];
  cleanUp.push(async () => {
    await Promise.all(processes.map((service) => service.stop()));
  });
  const start = async (role: 'api' | 'worker', port: number): Promise<void> => {
    const service = await startServiceProcess(role, { ...variables, PORT: String(port) }, logs);
    processes.push(service);
    await service.ready;
  };
  const ready = Promise.all([startApi(options.port, (port) => start('api', port)), start('worker', 0)]);
  const [port] = await orInterrupted(ready, signal);
  return new ApiClient(`http://127.0.0.1:${port}`, undefined, language);
}

/** A port that was free may be taken by the time that the API listens: then by the next one. */
async function startApi(asked: number | undefined, start: (port: number) => Promise<void>): Promise<number> {
  const preferred = asked ?? DEFAULT_PORT;
  for (let attempt = 1; ; attempt += 1) {
    const port = asked || (await getPort({ host: '127.0.0.1', ...(attempt === 1 && { port: preferred }) }));
    try {
      await start(port);
      return port;
    } catch (error) {
      if (asked || attempt === START_ATTEMPTS || (await getPort({ host: '127.0.0.1', port })) === port) {
        throw error;
      }
    }
  }
}

async function follow(
  client: ApiClient,
  taskId: string,
  signal: AbortSignal,
  output: NodeJS.WriteStream,
): Promise<TaskView> {
  const progress = createStepProgress(output);
  try {
    for (;;) {
      const task = await client.task(taskId);
      progress.show(task);
      if (task.status !== 'in_progress') {
        return task;
      }
      await sleep(POLL_MS, undefined, { signal });
    }
  } finally {
    progress.end();
  }
}

async function keepRunning(print: (line: string) => void, baseUrl: string, signal: AbortSignal): Promise<void> {
  print('');
  print(`  API         ${baseUrl}/api/v0/data_pipeline`);
  print(`  Swagger     ${baseUrl}/docs`);
  print(`  Bull Board  ${baseUrl}/admin/queues`);
  print('Running until Ctrl-C.');
  // A pending promise alone would not keep the process keepAlive.
  const keepAlive = setInterval(() => undefined, 60_000);
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  clearInterval(keepAlive);
}

/** Waits for something that has to be undone, also when it arrives after the interruption. */
async function interruptible<T>(
  work: Promise<T>,
  signal: AbortSignal,
  cleanUp: (() => Promise<void>)[],
  undo: (value: T) => Promise<void>,
): Promise<T> {
  cleanUp.push(() => work.then(undo, () => undefined));
  return orInterrupted(work, signal);
}

function orInterrupted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const onAbort = () => reject(signal.reason as Error);
    if (signal.aborted) {
      onAbort();
    }
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
