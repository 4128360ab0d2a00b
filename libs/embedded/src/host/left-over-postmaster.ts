import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const POLL_MS = 50;
/** After this long a fast shutdown is followed by an immediate one; recovery mends what that leaves. */
const PATIENCE_MS = 15_000;

/**
 * Cleans up after a dead host. Only the holder of the host lock may call it, because the lock excludes other hosts of
 * this data. Stops a postmaster that still runs. Removes a lock file whose process has ended, or whose process id
 * belongs to another program since a reboot: PostgreSQL itself would refuse to start in the second case.
 */
export async function clearLeftOverPostmaster(dataDirectory: string, log: (message: string) => void): Promise<void> {
  const lockFile = join(dataDirectory, 'postmaster.pid');
  const pid = await pidIn(lockFile);
  if (pid === undefined) {
    return;
  }
  if (await isPostmasterOf(pid, dataDirectory)) {
    log(`stops PostgreSQL ${pid}, left over from a host that died`);
    await stopPostmaster(pid);
  }
  await rm(lockFile, { force: true });
}

/** SIGINT is PostgreSQL's fast shutdown, SIGQUIT the immediate one. Resolves when the process has ended. */
async function stopPostmaster(pid: number): Promise<void> {
  signal(pid, 'SIGINT');
  const impatient = Date.now() + PATIENCE_MS;
  let urged = false;
  while (signal(pid, 0)) {
    if (!urged && Date.now() > impatient) {
      urged = signal(pid, 'SIGQUIT');
    }
    await delay(POLL_MS);
  }
}

async function pidIn(lockFile: string): Promise<number | undefined> {
  const text = await readFile(lockFile, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') {
      return '';
    }
    throw error;
  });
  const pid = Number(text.split('\n')[0]);
  return Number.isInteger(pid) && pid > 1 ? pid : undefined;
}

/** Judged by the command line, which names the data directory. */
async function isPostmasterOf(pid: number, dataDirectory: string): Promise<boolean> {
  const commandLine = await (
    process.platform === 'linux'
      ? readFile(`/proc/${pid}/cmdline`, 'utf8').then((text) => text.replaceAll('\0', ' '))
      : promisify(execFile)('ps', ['-o', 'command=', '-p', String(pid)]).then(({ stdout }) => stdout)
  ).catch(() => '');
  return commandLine.includes('postgres') && commandLine.includes(`-D ${dataDirectory} `);
}

/** False when the process does not exist. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
