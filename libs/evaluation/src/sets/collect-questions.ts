import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { DomainError } from '#libs/domain-errors';
import type { ByLanguage, Language } from '#libs/language';
import { inEveryLanguage } from '#libs/language';
import { normalisedQuestion } from '#libs/step-files';
import { evaluationErrors } from '../errors.js';
import type { EvaluationQuestion, QuestionOrigin } from '../types/question.js';
import { readQuestion } from './question-fields.js';
import { problem, type QuestionProblem } from './question-problem.js';
import type { PlacedRecord } from './set-records.js';

export const MOST_QUESTIONS = 50_000;
/** Problems that an error describes in its details; it counts the others. */
const MOST_PROBLEMS = 1_000;
/** After so many records other requests get their turn: reading a file in memory never waits by itself. */
const TURN = 200;
/** Problems in the sentence of an error. */
const DESCRIBED = 5;

/** A question with its line, for problems that are found later. */
export interface CollectedQuestion extends EvaluationQuestion {
  readonly line: number;
}

/**
 * The questions of a set, checked as far as they can be without a database. Records that repeat a question with another
 * statement are refused: several gold statements of a question belong into one record.
 * @throws DomainError `question_set_invalid` with every problem, `question_set_too_large`, `question_set_empty`
 */
export async function collectQuestions(
  records: AsyncIterable<PlacedRecord>,
  origin: QuestionOrigin,
): Promise<CollectedQuestion[]> {
  const questions: CollectedQuestion[] = [];
  const problems: QuestionProblem[] = [];
  const lineOfId = new Map<string, number>();
  const lineOfQuestion = new Map<string, number>();
  let read = 0;
  for await (const { record, line } of records) {
    read += 1;
    if (read % TURN === 0) {
      await setImmediate();
    }
    if (questions.length + problems.length >= MOST_QUESTIONS) {
      throw new DomainError(evaluationErrors.question_set_too_large, { limit: MOST_QUESTIONS });
    }
    const question = record === null ? { problems: ['not_an_object' as const] } : readQuestion(record);
    if ('problems' in question) {
      problems.push(...question.problems.map((code) => problem(line, code)));
      continue;
    }
    const key = normalisedQuestion(question.question) || question.question;
    const id = question.id ?? questionId(key);
    const earlier = { id: lineOfId.get(id), question: lineOfQuestion.get(key) };
    if (earlier.question !== undefined) {
      problems.push(problem(line, 'question_repeated', { earlier: earlier.question }));
    } else if (earlier.id !== undefined) {
      problems.push(problem(line, 'id_repeated', { earlier: earlier.id }));
    } else {
      questions.push({ ...question, id, origin: question.unanswerable ? 'unanswerable' : origin, line });
    }
    lineOfId.set(id, earlier.id ?? line);
    lineOfQuestion.set(key, earlier.question ?? line);
  }
  refuse(problems);
  if (questions.length === 0) {
    throw new DomainError(evaluationErrors.question_set_empty);
  }
  return questions;
}

/** @throws DomainError `question_set_invalid` where there is any problem */
export function refuse(problems: readonly QuestionProblem[]): void {
  if (problems.length === 0) {
    return;
  }
  const sorted = problems.toSorted((a, b) => a.line - b.line);
  const lines = inEveryLanguage((language) => LISTED[language](sorted.slice(0, DESCRIBED), language));
  const details = { problems: sorted.slice(0, MOST_PROBLEMS), problem_count: problems.length };
  throw new DomainError(evaluationErrors.question_set_invalid, { count: problems.length, lines }, { details });
}

const LISTED: ByLanguage<(problems: readonly QuestionProblem[], language: Language) => string> = {
  zh: (problems) => problems.map(({ line, reason }) => `第 ${line} 行${reason.zh}`).join('；'),
  en: (problems) => problems.map(({ line, reason }) => `line ${line}: ${reason.en}`).join('; '),
};

/** Of a question without an id; the same in every upload. */
function questionId(key: string): string {
  return `q_${createHash('sha256').update(key).digest('hex').slice(0, 16)}`;
}
