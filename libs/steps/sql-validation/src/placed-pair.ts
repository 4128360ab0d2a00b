import type { PairFile, QuestionSqlPair } from '#libs/step-files';

/** A pair and its place in the files of the task. */
export interface PlacedPair {
  /** 0-based, over all files. */
  readonly index: number;
  readonly file: string;
  /** 0-based, in the file. */
  readonly number: number;
  readonly pair: QuestionSqlPair;
}

export function placedPairs(files: readonly PairFile[]): PlacedPair[] {
  return files
    .flatMap(({ name: file, pairs }) => pairs.map((pair, number) => ({ file, number, pair })))
    .map((placed, index) => ({ index, ...placed }));
}
