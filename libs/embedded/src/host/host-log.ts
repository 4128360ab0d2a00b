import { truncate } from 'node:fs/promises';
import type { EmbeddedFolder } from '../embedded-folder.js';

export type Log = (message: string) => void;

/** The log holds the current run only; stdout is `host.log`, opened for appending by the process that started the host. */
export async function startLog(folder: EmbeddedFolder): Promise<Log> {
  await truncate(folder.log, 0).catch(() => undefined);
  const log: Log = (message) => console.log(`${new Date().toISOString()} host ${process.pid}: ${message}`);
  log(`serves ${folder.root}`);
  return log;
}
