import { readFile } from 'node:fs/promises';
import { UsageError } from './exit-codes.js';

/** A file of this machine. @throws UsageError */
export async function readLocalFile(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new UsageError({ zh: `无法读取 ${file}（${code}）`, en: `${file} cannot be read (${code})` });
  }
}
