import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, realpath, type FileHandle } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { EmbeddedFolder } from '../embedded-folder.js';

/** `O_EXLOCK` of open(2) on macOS and the BSDs, which Node has no name for. */
const O_EXLOCK = 0x20;

/** Kept for the life of the process: a collected handle would be closed, and the lock with it. */
let heldFile: FileHandle | undefined;

/**
 * Makes this process the one host of the folder. The kernel holds the lock and drops it when the process ends in
 * whatever way, so there is no stale lock to judge. Resolves to false where another host has it.
 */
export async function takeHostLock(folder: EmbeddedFolder): Promise<boolean> {
  const root = await realpath(folder.root);
  return process.platform === 'linux' ? bindAbstractSocket(root) : lockFile(root);
}

/** Linux: a socket name in the abstract namespace, unix(7), belongs to one process and to no file. */
function bindAbstractSocket(root: string): Promise<boolean> {
  const name = `\0data-pipeline-embedded-${createHash('sha256').update(root).digest('hex')}`;
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
    );
    server.listen(name, () => {
      server.unref();
      resolve(true);
    });
  });
}

async function lockFile(root: string): Promise<boolean> {
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_NONBLOCK | O_EXLOCK;
  try {
    heldFile = await open(join(root, 'host.lock'), flags, 0o600);
    return heldFile !== undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') {
      return false;
    }
    throw error;
  }
}
