import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DomainError } from '#libs/domain-errors';
import type { EmbeddedFolder } from './embedded-folder.js';
import { embeddedErrors } from './errors.js';

/** Exit code of a host that found another host serving the folder. */
export const ANOTHER_HOST_RUNS = 75;

/** A host process that was started, as far as its starter cares. */
export interface HostProcess {
  /** Undefined while it runs. */
  exitCode(): number | undefined;
}

/**
 * Starts a host process of its own session, so that Ctrl-C in the terminal reaches the clients and not the databases
 * that they still use. Nothing of the client's environment is passed on: no secret and no PG* variable.
 * @throws DomainError `embedded_not_built`, `embedded_start_failed`
 */
export async function spawnHost(folder: EmbeddedFolder): Promise<HostProcess> {
  const log = await open(folder.log, 'a', 0o600);
  try {
    const child = spawn(process.execPath, [hostEntry(), dirname(folder.root)], {
      detached: true,
      cwd: '/',
      env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
      stdio: ['ignore', log.fd, log.fd],
    });
    let exitCode: number | undefined;
    child.once('exit', (code) => {
      exitCode = code ?? 1;
    });
    child.once('error', () => {
      exitCode = 1;
    });
    child.unref();
    return { exitCode: () => exitCode };
  } finally {
    await log.close();
  }
}

/** Where this code runs from its TypeScript source, the built host serves. */
function hostEntry(): string {
  const candidates = ['./host/main.js', '../../../dist/libs/embedded/src/host/main.js'];
  const entry = candidates
    .map((path) => fileURLToPath(new URL(path, import.meta.url)))
    .find((path) => existsSync(path));
  if (!entry) {
    throw new DomainError(embeddedErrors.embedded_not_built);
  }
  return entry;
}

/** The last lines of the host's log, for an error that a person reads. */
export async function endOfLog({ log }: EmbeddedFolder): Promise<string> {
  const text = await readFile(log, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-8).join('\n') || 'empty';
}
