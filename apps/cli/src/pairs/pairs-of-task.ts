import { Readable } from 'node:stream';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { isPairFile, readPairs, type QuestionSqlPair } from '#libs/step-files';
import type { ApiClient, FileView } from '../api-client.js';

/** The pairs of a task, from its pair files. @param files of the task, where they are known */
export async function pairsOfTask(
  client: ApiClient,
  taskId: string,
  files?: readonly FileView[],
): Promise<QuestionSqlPair[]> {
  const names = (files ?? (await client.files(taskId))).map(({ file_name: name }) => name).filter(isPairFile);
  const pairs: QuestionSqlPair[] = [];
  for (const name of names) {
    const content = Readable.fromWeb((await client.download(taskId, name)) as WebStream);
    for await (const pair of readPairs(name, content)) {
      pairs.push(pair);
    }
  }
  return pairs;
}
