import type { StepFiles } from '#libs/steps/step';
import { currentSql, problemText, type Modification, type Outcome } from './outcome.js';
import { renderPairs, type Pair } from './pair-file.js';
import { isValid, wasRepaired, type PairResult } from './pair-result.js';

/** What rewriting would change: repaired statements replaced, invalid pairs removed. */
export function planModification(results: readonly PairResult[]): Modification {
  return {
    modified: results.filter(wasRepaired).map((result) => ({
      index: result.index,
      question: result.pair.question,
      from: result.pair.sql,
      to: currentSql(result),
    })),
    deleted: results
      .filter(({ final }) => !isValid(final))
      .map((result) => ({
        index: result.index,
        question: result.pair.question,
        sql: result.pair.sql,
        error: problemText(result),
      })),
  };
}

function backupOf(file: string): string {
  return `${file}.backup`;
}

/**
 * Writes an existing backup again: what a run does not write is cleared away with the files of the earlier one.
 * @returns false when there is none.
 */
export async function keepBackup(files: StepFiles, file: string): Promise<boolean> {
  const backup = backupOf(file);
  const exists = (await files.list()).includes(backup);
  if (exists) {
    await files.write(backup, await files.read(backup));
  }
  return exists;
}

/** Writes the file without what is invalid or doubled; the first backup, of the file as it was made, is kept. */
export async function rewritePairFile(files: StepFiles, original: string, { file, results }: Outcome): Promise<void> {
  if (!(await keepBackup(files, file))) {
    await files.write(backupOf(file), original);
  }
  const pairs: Pair[] = results
    .filter(({ final }) => isValid(final))
    .map((result) => ({ question: result.pair.question, sql: currentSql(result) }));
  await files.write(file, renderPairs(pairs), { primary: true });
}
