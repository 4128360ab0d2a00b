import { LEARNT_QUERIES_FILE, learntQueriesFile, readIfPresent } from '#libs/step-files';
import type { EvaluationQuestion } from '../types/question.js';

/**
 * The questions that `qa_generation` has learnt from real SQL and not loaded: pairs in another language, and forms of
 * statements that were kept back; those of frequent statements first.
 * @returns null where the task has not learnt
 */
export async function learntQuestions(
  files: Parameters<typeof readIfPresent>[0],
): Promise<EvaluationQuestion[] | null> {
  const text = await readIfPresent(files, LEARNT_QUERIES_FILE);
  const read = text === null ? null : learntQueriesFile.parse(text);
  return (
    read?.questions
      .toSorted((a, b) => b.calls - a.calls)
      .map(({ question, language, sql }, index) => ({
        id: `log_${index + 1}`,
        question,
        goldSql: [sql],
        language,
        origin: 'log',
        unanswerable: false,
        hint: null,
      })) ?? null
  );
}
