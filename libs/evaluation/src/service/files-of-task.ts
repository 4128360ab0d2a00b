import { text } from 'node:stream/consumers';
import type { TaskFilesService } from '#libs/files';
import type { HeldOutFiles } from '../sets/held-out-questions.js';

/** The published files of a task, as readers of single files take them. */
export function filesOfTask(files: TaskFilesService, taskId: string): HeldOutFiles {
  const streamOf = async (name: string) => (await files.open(taskId, name)).stream();
  return {
    list: async () => (await files.list(taskId)).map(({ name }) => name).sort(),
    read: async (name) => text(await streamOf(name)),
    readStream: (name) => bytesOf(streamOf(name)),
  };
}

async function* bytesOf(opening: Promise<AsyncIterable<Uint8Array>>): AsyncGenerator<Uint8Array> {
  yield* await opening;
}
