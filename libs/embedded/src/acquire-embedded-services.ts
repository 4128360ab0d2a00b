import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { translateFileError } from '#libs/data-directory';
import { DomainError } from '#libs/domain-errors';
import {
  encodeLine,
  hostMessage,
  lineReader,
  type EmbeddedNeeds,
  type EmbeddedServices,
  type HostAddress,
  type HostMessage,
  type HostOutcome,
} from './control-protocol.js';
import { createFolder, embeddedFolder, readHostAddress, type EmbeddedFolder } from './embedded-folder.js';
import { embeddedErrors } from './errors.js';
import { ANOTHER_HOST_RUNS, endOfLog, spawnHost, type HostProcess } from './spawn-host.js';

/** A first start initialises both databases: seconds, on a slow disk a minute. */
const START_LIMIT_S = 180;
const POLL_MS = 50;
/** A live host acknowledges at once; another program on the port of a dead host may stay silent. */
const HEARD_LIMIT_MS = 10_000;

interface Lease {
  readonly socket: Socket;
  readonly answer: HostOutcome;
}

/**
 * Leases embedded databases for this process and starts them where no other process did. Any number of processes may
 * call it at once: one host process per directory serves them all, and ends with the last of them.
 * @param options.directory absolute or relative folder that gets the sub-folder `.embedded`
 * @throws DomainError `embedded_start_failed`, `embedded_start_timeout`, `embedded_not_built`, `data_directory_*`
 */
export async function acquireEmbeddedServices(options: {
  readonly directory: string;
  readonly needs: EmbeddedNeeds;
}): Promise<EmbeddedServices> {
  const folder = embeddedFolder(options.directory);
  await orStartFailed(folder, createFolder(folder));
  const lease = await orStartFailed(folder, obtainLease(folder, options.needs));
  if (lease.answer.type === 'failed') {
    lease.socket.destroy();
    throw await startFailed(folder, lease.answer.reason);
  }
  // The open socket is the lease; it must not keep a process alive that has nothing else to do.
  lease.socket.unref();
  return { ...lease.answer.urls, release: () => release(lease.socket) };
}

/** The folder may belong to another user, or lie on a full or read-only disk. */
async function orStartFailed<T>(folder: EmbeddedFolder, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    const error = translateFileError(cause);
    if (error instanceof DomainError) {
      throw error;
    }
    throw await startFailed(folder, (cause as Error).message, cause);
  }
}

async function startFailed(folder: EmbeddedFolder, reason: string, cause?: unknown): Promise<DomainError> {
  const params = { reason, tail: await endOfLog(folder), log: folder.log };
  return new DomainError(embeddedErrors.embedded_start_failed, params, { cause });
}

async function obtainLease(folder: EmbeddedFolder, needs: EmbeddedNeeds): Promise<Lease> {
  const deadline = Date.now() + START_LIMIT_S * 1000;
  let host: HostProcess | undefined;
  while (Date.now() < deadline) {
    const address = await readHostAddress(folder);
    const lease = address && (await askForLease(address, needs, deadline - Date.now()));
    if (lease) {
      return lease;
    }
    const exitCode = host?.exitCode();
    if (exitCode !== undefined && exitCode !== 0 && exitCode !== ANOTHER_HOST_RUNS) {
      throw await startFailed(folder, `the host process ended with code ${exitCode}`);
    }
    if (!host || exitCode !== undefined) {
      // No answer: no host, a dead one, or one that is stopping. The first process to get the lock becomes the host.
      host = await spawnHost(folder);
    }
    await delay(POLL_MS);
  }
  const params = { seconds: START_LIMIT_S, tail: await endOfLog(folder), log: folder.log };
  throw new DomainError(embeddedErrors.embedded_start_timeout, params);
}

/** Undefined where no host answers at that address (any more). */
async function askForLease(address: HostAddress, needs: EmbeddedNeeds, limitMs: number): Promise<Lease | undefined> {
  const socket = connect({ host: '127.0.0.1', port: address.port });
  const answer = await new Promise<HostOutcome | undefined>((resolve) => {
    let limit = setTimeout(() => resolve(undefined), HEARD_LIMIT_MS);
    const settle = (outcome?: HostOutcome): void => {
      clearTimeout(limit);
      resolve(outcome);
    };
    const hear = (line: string): void => {
      const message = parseAnswer(line);
      if (message?.type !== 'accepted') {
        settle(message);
        return;
      }
      clearTimeout(limit);
      limit = setTimeout(() => resolve(undefined), limitMs);
    };
    socket.once('connect', () => socket.write(encodeLine({ type: 'acquire', token: address.token, needs })));
    socket.on('data', lineReader(hear));
    socket.once('close', () => settle());
    socket.on('error', () => settle());
  });
  if (!answer) {
    socket.destroy();
  }
  return answer && { socket, answer };
}

/** Another program may listen on the port of a dead host and answer anything. */
function parseAnswer(line: string): HostMessage | undefined {
  try {
    return hostMessage.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

async function release(socket: Socket): Promise<void> {
  if (socket.destroyed) {
    return;
  }
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.ref();
  socket.write(encodeLine({ type: 'release' }));
  await closed;
}
