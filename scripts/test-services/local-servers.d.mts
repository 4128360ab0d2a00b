import type { ChildProcess } from 'node:child_process';

export interface Server {
  readonly url: string;
  readonly child: ChildProcess;
}

/** A fresh cluster in the folder, on a free port of the loopback. */
export function startPostgres(
  binaries: string,
  folder: string,
  settings?: Readonly<Record<string, string>>,
): Promise<Server>;
