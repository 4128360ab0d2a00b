import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as WebStream } from 'node:stream/web';
import type { ApiClient, FileView } from '../api-client.js';

export interface Pulled {
  readonly task_id: string;
  readonly folder: string;
  readonly pulled: number;
  readonly unchanged: number;
  readonly files: readonly { readonly path: string; readonly state: 'pulled' | 'unchanged' }[];
}

/**
 * Downloads files into a folder. A file gets its name when it is complete and has the recorded hash.
 * @throws Error for a file whose content is not the recorded one
 */
export async function pullFiles(
  client: ApiClient,
  taskId: string,
  files: readonly FileView[],
  folder: string,
): Promise<Pulled> {
  const root = resolve(folder);
  const done: Pulled['files'][number][] = [];
  for (const file of files) {
    const path = pathIn(root, file.file_name);
    const isHere = file.content_hash !== null && (await hashOf(path)) === file.content_hash;
    if (!isHere) {
      await pull(client, taskId, file, path);
    }
    done.push({ path, state: isHere ? 'unchanged' : 'pulled' });
  }
  const pulled = done.filter(({ state }) => state === 'pulled').length;
  return { task_id: taskId, folder: root, pulled, unchanged: done.length - pulled, files: done };
}

async function pull(client: ApiClient, taskId: string, file: FileView, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const partial = `${path}.${randomUUID().slice(0, 8)}.part`;
  try {
    const content = await client.download(taskId, file.file_name);
    await pipeline(Readable.fromWeb(content as WebStream), createWriteStream(partial));
    if (file.content_hash !== null && (await hashOf(partial)) !== file.content_hash) {
      throw new Error(`${file.file_name} arrived with another content than recorded: is the task running? Pull again`);
    }
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

/** A server that is not ours may name anything. */
function pathIn(root: string, name: string): string {
  const path = resolve(root, name);
  if (!path.startsWith(join(root, sep))) {
    throw new Error(`the server named a file outside of the folder: ${JSON.stringify(name)}`);
  }
  return path;
}

async function hashOf(path: string): Promise<string | null> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash);
    return hash.digest('hex');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return null;
    }
    throw error;
  }
}
