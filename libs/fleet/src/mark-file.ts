import type { Storage } from '#libs/files';

/** Hidden, so that it is no folder of a task. */
const FOLDER = '.installation';
const FILE = 'mark.json';

/** The id that a storage holds; null where it holds none. */
export async function readMark(storage: Storage): Promise<string | null> {
  const text = await storage.folder(FOLDER).readText(FILE);
  return text === null ? null : (/"mark":\s*"([0-9a-f-]{36})"/.exec(text)?.[1] ?? 'damaged');
}

export async function writeMark(storage: Storage, mark: string): Promise<void> {
  const folder = storage.folder(FOLDER);
  await folder.create();
  await folder.write(FILE, `${JSON.stringify({ mark })}\n`);
}
