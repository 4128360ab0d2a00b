import { buffer } from 'node:stream/consumers';
import type { TaskReviews } from '#libs/pair-review';
import { KnownRelations, statementFacts, type KnownRelation, type StatementShape } from '#libs/sql-safety';
import { backupOf, renderPairs, type QuestionSqlPair } from '#libs/step-files';
import type { StepFiles } from '#libs/steps/step';
import { isValid } from '#libs/statement-validation';
import { isCompared, isObject, withReadBack } from './read-back/evidence.js';
import { currentSql, problemText, type Modification, type Outcome } from './outcome.js';
import { wasRepaired, type PairResult } from './pair-result.js';
import type { Evidences } from './proof/proof-report.js';

/**
 * The changes of a rewrite: repaired statements replaced, invalid pairs removed. A file without a valid pair is left as
 * it is, because an empty pair file is refused everywhere.
 */
export function planModification(results: readonly PairResult[]): Modification {
  const files = [...new Set(results.filter(({ final }) => isValid(final)).map(({ file }) => file))];
  const changed = results.filter(({ file }) => files.includes(file));
  return {
    files,
    modified: changed.filter(wasRepaired).map((result) => ({
      file: result.file,
      index: result.number,
      question: result.pair.question,
      from: result.pair.sql,
      to: currentSql(result),
    })),
    deleted: changed
      .filter(({ final }) => !isValid(final))
      .map((result) => ({
        file: result.file,
        index: result.number,
        question: result.pair.question,
        sql: result.pair.sql,
        error: problemText(result),
      })),
  };
}

/** Files of an earlier run that this one does not write or keep are removed: backups are kept. */
export async function keepBackups(files: StepFiles, pairFiles: readonly string[]): Promise<void> {
  const present = await files.list();
  for (const backup of pairFiles.map(backupOf).filter((name) => present.includes(name))) {
    await files.keep(backup);
  }
}

/**
 * Writes the files without invalid and repeated pairs. The first backup, of the file as it was made, is kept.
 * @param described.shapes of the valid statements as they are now, by the index of the result
 */
export async function rewritePairFiles(
  files: StepFiles,
  { results, files: pairFiles, modification, evidences }: Outcome,
  described: {
    readonly shapes: ReadonlyMap<number, StatementShape>;
    readonly listed: readonly KnownRelation[];
    readonly reviews: TaskReviews;
  },
): Promise<void> {
  const { shapes, listed, reviews } = described;
  await keepBackups(files, pairFiles);
  const known = new KnownRelations(listed);
  const present = new Set(await files.list());
  for (const file of modification?.files ?? []) {
    if (!present.has(backupOf(file))) {
      await files.write(backupOf(file), await buffer(files.readStream(file)));
    }
    const pairs = results
      .filter((result) => result.file === file && isValid(result.final))
      .map((result) => {
        const pair = describedPair(result, shapes.get(result.index), known, evidences);
        return reviews.forFile(pair, wasRepaired(result));
      });
    await files.write(file, renderPairs(file, pairs), { primary: true });
  }
}

/** What the validation found out joins what is known already; parts that others wrote stay. */
function evidenceOf({ index, pair, readBack }: PairResult, evidences: Evidences | null): QuestionSqlPair['evidence'] {
  const proof = evidences?.get(index);
  const proven =
    proof && isObject(pair.evidence) ? ({ ...pair.evidence, ...proof } as QuestionSqlPair['evidence']) : pair.evidence;
  return isCompared(readBack) ? withReadBack(proven, readBack) : proven;
}

/** Keeps the facts of the pair when the statement reads none of the listed tables. */
function describedPair(
  result: PairResult,
  shape: StatementShape | undefined,
  known: KnownRelations,
  evidences: Evidences | null,
): QuestionSqlPair {
  const pair = { ...result.pair, sql: currentSql(result), evidence: evidenceOf(result, evidences) };
  const facts = shape && statementFacts(shape, known);
  return facts && facts.tables.length > 0 ? { ...pair, ...facts } : pair;
}
