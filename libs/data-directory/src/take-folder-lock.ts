import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, realpath, type FileHandle } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** `O_EXLOCK` of open(2) on macOS and the BSDs, which Node has no name for. */
const O_EXLOCK = 0x20;

/** Kept for the life of the process: a collected handle would be closed, and the lock with it. */
const heldFiles: FileHandle[] = [];

/**
 * Makes this process the only owner of the folder for a purpose. The kernel holds the lock and releases it when the
 * process ends, also after a crash, so no lock is stale. Resolves to false when another process holds it.
 * @param purpose letters; each purpose has a lock of its own
 */
export async function takeFolderLock(folder: string, purpose: string): Promise<boolean> {
  const root = await realpath(folder);
  return process.platform === 'linux' ? bindAbstractSocket(root, purpose) : lockFile(join(root, `${purpose}.lock`));
}

/** Linux: a socket name in the abstract namespace, unix(7), belongs to one process and to no file. */
function bindAbstractSocket(root: string, purpose: string): Promise<boolean> {
  const name = `\0data-pipeline-${purpose}-${createHash('sha256').update(root).digest('hex')}`;
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

async function lockFile(path: string): Promise<boolean> {
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_NONBLOCK | O_EXLOCK;
  try {
    heldFiles.push(await open(path, flags, 0o600));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') {
      return false;
    }
    throw error;
  }
}
