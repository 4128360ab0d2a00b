import { execFile } from 'node:child_process';
import { chown, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Launcher } from './postgres-account.js';

const run = promisify(execFile);

export interface ClusterOptions {
  readonly initdb: string;
  readonly launcher: Launcher;
  readonly dataDirectory: string;
  readonly user: string;
  readonly password: string;
  readonly signal: AbortSignal;
}

/**
 * Creates the data directory if it is missing. It gets its name only when it is complete: an interrupted creation
 * restarts from scratch. Collation is the built-in C.UTF-8, the same on every machine; logins need the password.
 * @returns whether it was created now
 */
export async function ensureCluster(options: ClusterOptions): Promise<boolean> {
  const { dataDirectory, launcher } = options;
  if (await exists(join(dataDirectory, 'PG_VERSION'))) {
    return false;
  }
  const unfinished = `${dataDirectory}.new`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  const passwordFile = `${dataDirectory}.password`;
  await writeFile(passwordFile, options.password, { mode: 0o600 });
  try {
    if (launcher.dataOwner) {
      const { uid, gid } = launcher.dataOwner;
      await Promise.all([chown(unfinished, uid, gid), chown(passwordFile, uid, gid)]);
    }
    await initialise(options, unfinished, passwordFile);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(unfinished, dataDirectory);
  return true;
}

async function initialise({ initdb, launcher, user, signal }: ClusterOptions, directory: string, passwordFile: string) {
  const [command, ...args] = launcher.command(initdb, [
    `--pgdata=${directory}`,
    `--username=${user}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
  ]);
  try {
    await run(command, args, { ...launcher.startAs, cwd: '/', signal });
  } catch (cause) {
    const { stderr, message } = cause as Error & { stderr?: string };
    throw new Error(`initdb failed: ${stderr?.trim() || message}`, { cause });
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return false;
    }
    throw error;
  }
}
