import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { takeFolderLock, translateFileError } from '#libs/data-directory';

/** Apart from the folder of `npm start`, so that the two share neither databases nor queue. */
const BASE = 'data_pipeline/demo';
const MOST_AT_ONCE = 50;

const ELSEWHERE = {
  zh: '，或在可写的文件夹中运行演示',
  en: ', or run the demo in a folder that you may write to',
};

/**
 * A folder that this process alone uses until it ends: `data_pipeline/demo`, or `demo-2` and so on while other demos
 * run. The next demo finds the databases of an earlier one there.
 * @throws DomainError `data_directory_denied`, `data_directory_unusable`
 */
export async function claimDemoFolder(base = resolve(BASE)): Promise<string> {
  for (let number = 1; number <= MOST_AT_ONCE; number += 1) {
    const folder = number === 1 ? base : `${base}-${number}`;
    try {
      await mkdir(folder, { recursive: true });
      if (await takeFolderLock(folder, 'demo')) {
        return folder;
      }
    } catch (error) {
      throw translateFileError(error, { elsewhere: ELSEWHERE });
    }
  }
  throw new Error(`${MOST_AT_ONCE} demos run below ${base} already`);
}
