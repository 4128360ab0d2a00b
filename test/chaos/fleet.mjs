import { fork } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { ENTRIES } from '../../scripts/entries.mjs';

/** Characters of a process's output that tell why it ended. */
const KEPT_OUTPUT = 2_000;

/** @param {'api' | 'worker'} role */
function startProcess(role, env, onCrash) {
  const main = fileURLToPath(new URL(`../../dist/apps/${role}/src/main.js`, import.meta.url));
  const child = fork(main, [], {
    env: { PATH: process.env.PATH, ...env },
    execArgv: ENTRIES[`start:${role}`].slice(0, -1),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => (printed = `${printed}${chunk}`.slice(-KEPT_OUTPUT)));
  }
  const exited = once(child, 'exit');
  let isEnded = false;
  const crash = exited.then(([code, signal]) => `the ${role} ended by itself with ${code ?? signal}: ${printed}`);
  void crash.then((line) => isEnded || onCrash(line));
  const failed = crash.then((line) => {
    throw new Error(line);
  });
  failed.catch(() => undefined);
  return {
    role,
    ready: Promise.race([once(child, 'message'), failed]),
    end: async (signal) => {
      if (!isEnded) {
        isEnded = true;
        child.kill(signal);
      }
      await exited;
    },
  };
}

/**
 * The built api and workers at their default settings.
 * @param {Readonly<Record<string, string>>} env
 * @param {{ workers: number }} size
 */
export async function startFleet(env, { workers }) {
  const defects = [];
  const launch = (role) => startProcess(role, env, (line) => defects.push(line));
  const processes = ['api', ...Array.from({ length: workers }, () => 'worker')].map(launch);
  await Promise.all(processes.map(({ ready }) => ready));
  return {
    /** Processes that ended by themselves, and whatever else a fault finds wrong; a list that grows. */
    defects,
    workerCount: workers,
    /**
     * Kills a process with SIGKILL and starts another in its place.
     * @param {number} index 0 is the api, the workers follow
     */
    async killAndReplace(index) {
      await processes[index].end('SIGKILL');
      processes[index] = launch(processes[index].role);
      await processes[index].ready;
    },
    stop: () => Promise.all(processes.map((running) => running.end('SIGTERM'))),
  };
}
