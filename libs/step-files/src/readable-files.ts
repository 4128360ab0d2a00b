/** Files of a task, as far as a reader of one file needs them. */
export interface ReadableFiles {
  /** Sorted. */
  list(): Promise<string[]>;
  readStream(name: string): AsyncIterable<Uint8Array>;
}

/** @returns null when the file does not exist */
export async function readIfPresent(
  files: Pick<ReadableFiles, 'list'> & { read(name: string): Promise<string> },
  name: string,
): Promise<string | null> {
  return (await files.list()).includes(name) ? files.read(name) : null;
}
