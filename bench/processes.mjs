/** Shared by the benches that start processes and send them HTTP requests. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/**
 * Starts a module of the build, or of the benches, that says over IPC when it is ready.
 * @param {string} file from the root of the project
 * @param {Readonly<Record<string, string | undefined>>} env in addition to PATH
 * @param {readonly string[]} flags of Node
 */
export function start(file, env, flags = []) {
  const child = fork(fileURLToPath(new URL(`../${file}`, import.meta.url)), [], {
    env: { PATH: process.env.PATH, ...env },
    execArgv: [...flags],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  /** The next message of the process; an error when it ends instead. */
  const message = () =>
    Promise.race([
      once(child, 'message'),
      exited.then(([code]) => {
        throw new Error(`${file} ended with ${code}`);
      }),
    ]);
  return {
    pid: child.pid,
    send: (content) => child.send(content),
    message,
    ready: message(),
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/** User and system time of a process until now, in seconds. */
export async function cpuSeconds(pid) {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/**
 * @param {unknown} body as JSON; a request without it has no body
 * @throws Error with the answer when that is not 2xx
 */
export async function post(url, body) {
  const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await globalThis.fetch(url, { method: 'POST', ...(body === undefined ? {} : json) });
  if (!response.ok) {
    throw new Error(`${url}: ${response.status} ${await response.text()}`);
  }
  return response.json();
}

const POLL_MS = 200;

/** Waits for the end of a task. A busy API may ask to try again. @throws Error if the task does not complete */
export async function completedTask(url) {
  for (;;) {
    const { success, message, data } = await (await globalThis.fetch(url)).json();
    if (data.status === 'completed') {
      return data;
    }
    const isOpen = success ? ['pending', 'in_progress'].includes(data.status) : data.can_retry;
    if (!isOpen) {
      throw new Error(success ? `${data.status}: ${data.error_message}` : message);
    }
    await sleep(POLL_MS);
  }
}
