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
import { demoTexts, failedTask } from './texts.js';
import { trySearch } from './try-search.js';

const POLL_MS = 200;
const DEFAULT_PORT = 8084;
/** The system chooses one. */
const ANY_PORT = 0;
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
      await demo(options, session, interrupt.signal, cleanUp);
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
  { environment, language }: Session,
  signal: AbortSignal,
  cleanUp: (() => Promise<void>)[],
): Promise<void> {
  const print = options.json ? (line: string) => void process.stderr.write(`${line}\n`) : console.log;
  const begin = performance.now();
  const variables = demoEnvironment(options, environment, await claimDemoFolder());
  const settings = loadConfig(variables);
  const request = await demoRequest(options, settings.businessDatabaseUrl);

  print(demoTexts.starting[language]);
  const services = await interruptible(resolveServices(settings), signal, cleanUp, (started) => started.release());
  await takeStorage(services.config);
  const url = await startService(services, variables, options, signal, cleanUp);
  const client = new ApiClient(url, undefined, language);
  print(demoTexts.running[language](url));

  const { task_id: taskId } = await client.createTask(request.body);
  await client.execute(taskId);
  const task = await follow(client, taskId, signal, options.json ? process.stderr : process.stdout);
  const files = await client.files(taskId);
  const run = {
    storageLocation: openStorage(services.config.storage).location,
    baseUrl: url,
    seconds: (performance.now() - begin) / 1000,
  };
  const summary = summaryOf(task, files, run);
  if (task.status === 'completed') {
    const pairs = await pairsOfTask(client, taskId, files);
    const isSample = settings.businessDatabaseUrl === null;
    const search = await trySearch(services.config, isSample, request.language, pairs);
    printSummary(print, language, summary, files, pairs, search);
  } else {
    process.exitCode = 1;
    print(failedTask[language](taskId, task.status, task.error_message ?? demoTexts.seeTheLog[language]));
  }
  if (options.json) {
    console.log(JSON.stringify(summary));
  }
  if (options.keep) {
    await keepRunning(print, url, language, signal);
  }
}

/** @returns the address of the API */
async function startService(
  services: ResolvedServices,
  variables: NodeJS.ProcessEnv,
  options: DemoOptions,
  signal: AbortSignal,
  cleanUp: (() => Promise<void>)[],
): Promise<string> {
  const logs = join(services.config.dataDirectory, 'logs');
  const processes: ServiceProcess[] = [];
  cleanUp.push(async () => {
    await Promise.all(processes.map((service) => service.stop()));
  });
  const start = async (role: 'api' | 'worker', port: number): Promise<string | undefined> => {
    const service = await startServiceProcess(role, { ...variables, PORT: String(port) }, logs);
    processes.push(service);
    return service.ready;
  };
  const ready = Promise.all([startApi(options.port, (port) => start('api', port)), start('worker', 0)]);
  const [url = ''] = await orInterrupted(ready, signal);
  return url;
}

/** On the port that was asked for; else on the default one, or on any while another program has that. */
async function startApi<T>(asked: number | undefined, start: (port: number) => Promise<T>): Promise<T> {
  if (asked !== undefined) {
    return start(asked);
  }
  if (!(await isDefaultPortFree())) {
    return start(ANY_PORT);
  }
  try {
    return await start(DEFAULT_PORT);
  } catch (error) {
    if (await isDefaultPortFree()) {
      throw error;
    }
    // Taken between the look and its use.
    return start(ANY_PORT);
  }
}

async function isDefaultPortFree(): Promise<boolean> {
  return (await getPort({ host: '127.0.0.1', port: DEFAULT_PORT })) === DEFAULT_PORT;
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

async function keepRunning(
  print: (line: string) => void,
  baseUrl: string,
  language: Language,
  signal: AbortSignal,
): Promise<void> {
  print('');
  print(`  API         ${baseUrl}/api/v0/data_pipeline`);
  print(`  Swagger     ${baseUrl}/docs`);
  print(`  Bull Board  ${baseUrl}/admin/queues`);
  print(demoTexts.untilInterrupted[language]);
  // A pending promise alone would not keep the process alive.
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
