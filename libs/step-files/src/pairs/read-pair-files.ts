import { DomainError } from '#libs/domain-errors';
import { stepFileErrors } from '../errors.js';
import { isPairFile } from '../file-names.js';
import type { ReadableFiles } from '../readable-files.js';
import type { QuestionSqlPair } from './pair.js';
import { readPairs } from './read-pairs.js';

/** The pairs of one pair file. */
export interface PairFile {
  readonly name: string;
  readonly pairs: readonly QuestionSqlPair[];
}

/**
 * All pair files of a task: the same that training_load loads.
 * @throws DomainError `pair_file_*`, the first of them for the first bad file
 */
export async function readPairFiles(files: ReadableFiles): Promise<PairFile[]> {
  const names = (await files.list()).filter(isPairFile);
  if (names.length === 0) {
    throw new DomainError(stepFileErrors.pair_file_missing);
  }
  const read: PairFile[] = [];
  for (const name of names) {
    const pairs: QuestionSqlPair[] = [];
    for await (const pair of readPairs(name, files.readStream(name))) {
      pairs.push(pair);
    }
    read.push({ name, pairs });
  }
  return read;
}
