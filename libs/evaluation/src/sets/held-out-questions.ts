import { readIfPresent, readPairFiles, SELF_CHECK_QUESTIONS_FILE, selfCheckQuestionsFile } from '#libs/step-files';
import type { EvaluationQuestion } from '../types/question.js';

/** The files of a task. */
export type HeldOutFiles = Parameters<typeof readPairFiles>[0] & Parameters<typeof readIfPresent>[0];

/**
 * The questions that `qa_generation` has kept back: pairs in other words, in another language and with other values,
 * questions that could have become pairs and did not, and questions that no table answers. Their gold statement is that
 * of the file, or that of the pair that asks the same; a question without one is left out.
 * @returns null where the task has no such file
 */
export async function heldOutQuestions(files: HeldOutFiles): Promise<EvaluationQuestion[] | null> {
  const text = await readIfPresent(files, SELF_CHECK_QUESTIONS_FILE);
  const read = text === null ? null : selfCheckQuestionsFile.parse(text);
  if (read === null) {
    return null;
  }
  const { questions, unanswerable } = read;
  const pairFiles = await readPairFiles(files).catch(() => []);
  const sqlOfPair = new Map(pairFiles.flatMap(({ pairs }) => pairs.map(({ id, sql }) => [id, sql] as const)));
  const answerable = questions.flatMap(({ question, kind, language, pair, ...rest }, index): EvaluationQuestion[] => {
    const sql = rest.sql ?? (pair === null ? undefined : sqlOfPair.get(pair));
    const origin = rest.other_values === true ? 'other_values' : kind;
    return sql === undefined
      ? []
      : [{ id: `${origin}_${index + 1}`, question, goldSql: [sql], language, origin, unanswerable: false, hint: null }];
  });
  const others = unanswerable.map(({ question, language, sql }, index): EvaluationQuestion => ({
    id: `unanswerable_${index + 1}`,
    question,
    goldSql: sql === undefined ? [] : [sql],
    language,
    origin: 'unanswerable',
    unanswerable: true,
    hint: null,
  }));
  return [...answerable, ...others];
}
