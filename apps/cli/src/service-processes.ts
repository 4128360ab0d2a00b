import { fork, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type Role = 'api' | 'worker';

export interface ServiceProcess {
  readonly role: Role;
  /** Resolves when the process reports that it is ready, with the address of an API. */
  readonly ready: Promise<string | undefined>;
  /** Resolves with the exit code when the process has ended, also after a crash. */
  readonly exited: Promise<number>;
  stop(): Promise<void>;
}

/** As the container starts it; test/integration/compose.spec.ts keeps them equal. */
export const NODE_FLAGS: Readonly<Record<Role, readonly string[]>> = {
  api: [],
  worker: ['--max-semi-space-size=4', '--heap-growing-percent=50'],
};

/** Time that a process may take to stop after SIGTERM beyond the grace of its running step. */
const KILL_AFTER_MS = 30_000;

/**
 * Starts the API or a worker as a process of its own, the way a container does. It ends with this process, however
 * this one ends: it notices when the channel between them closes.
 * @param logDirectory where its output goes, as `{role}.log`; null shows it.
 */
export async function startServiceProcess(
  role: Role,
  environment: NodeJS.ProcessEnv,
  logDirectory: string | null,
): Promise<ServiceProcess> {
  const logFile = logDirectory === null ? null : join(logDirectory, `${role}.log`);
  if (logDirectory !== null) {
    await mkdir(logDirectory, { recursive: true });
  }
  const main = fileURLToPath(new URL(`../../${role}/src/main.js`, import.meta.url));
  const child = fork(main, [], {
    env: environment,
    execArgv: [...process.execArgv, ...NODE_FLAGS[role]],
    // A group of its own: Ctrl-C reaches this process alone, which then stops the others in order.
    detached: true,
    stdio: logFile === null ? 'inherit' : ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  if (logFile !== null) {
    const log = createWriteStream(logFile);
    // A full disk costs lines of the log, not the process. Two streams share it, so a pipeline could not own it.
    log.on('error', () => undefined);
    for (const output of [child.stdout, child.stderr]) {
      // eslint-disable-next-line no-restricted-syntax -- see above
      output?.pipe(log, { end: false });
    }
  }
  const exited = exitOf(child);
  return { role, ready: readiness(child, exited, role, logFile), exited, stop: () => stop(child, exited) };
}

function exitOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

function readiness(
  child: ChildProcess,
  exited: Promise<number>,
  role: Role,
  logFile: string | null,
): Promise<string | undefined> {
  const ready = new Promise<string | undefined>((resolve) => {
    child.on('message', (message) => {
      if (typeof message === 'object' && message !== null && 'type' in message && message.type === 'ready') {
        resolve('url' in message && typeof message.url === 'string' ? message.url : undefined);
      }
    });
  });
  const gone = exited.then(async (code) => {
    const tail = logFile === null ? '' : `\n${await tailOf(logFile)}`;
    throw new Error(`the ${role} process ended with exit code ${code} before it was ready${tail}`);
  });
  // A caller that does not wait for readiness must not get an unhandled rejection.
  gone.catch(() => undefined);
  return Promise.race([ready, gone]);
}

async function tailOf(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-20).join('\n');
}

async function stop(child: ChildProcess, exited: Promise<number>): Promise<void> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
  await exited;
  clearTimeout(timer);
}
