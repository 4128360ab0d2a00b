import { z } from 'zod';
import { DomainError } from '#libs/domain-errors';
import { fenced, fenceRule, type CallOptions, type ChatModel } from '#libs/language-model';
import { statementText } from '#libs/sql-safety';

/** A question with what a reader gives to the model. */
export interface PromptedQuestion {
  readonly question: string;
  /** Knowledge that belongs to the question; null: none. */
  readonly hint: string | null;
  /** Schema, documents and pairs, as the reader puts them together. */
  readonly context: string;
}

/** The statement of an answer, or why there is none. */
export type ModelAnswer =
  { readonly sql: string } | { readonly sql: null; readonly reason: 'no_answer' | 'declined' | 'model_rejected' };

/** Part of the key that paid answers are found by: another prompt is another measurement. */
export const ANSWER_PROMPT_VERSION = 'answer-1';

const answerSchema = z.object({ sql: z.string().nullable() });

const SYSTEM = [
  'You answer questions about a PostgreSQL database with one SELECT statement.',
  'Use only tables and columns that the description of the database names.',
  'Select the columns that the question asks for, and no others.',
  'Where the database has no data for the question, answer with null for sql.',
  fenceRule('documents', 'hint', 'question'),
  `(${ANSWER_PROMPT_VERSION})`,
].join('\n');

/** The request is at fault for this prompt alone, such as one that is longer than the model can read. */
const REJECTED_PROMPT = new Set([400, 413, 422]);
const LONGEST_SQL = 20_000;

/**
 * Asks once. Whatever the model answers is its answer: no second try hides what a reader would meet.
 * @throws DomainError `model_unavailable`, `model_budget_exhausted`, `model_price_unknown`, and `model_rejected` for an
 * address, a key or a model name that is wrong
 */
export async function askForSql(
  model: ChatModel,
  { question, hint, context }: PromptedQuestion,
  options: CallOptions,
): Promise<ModelAnswer> {
  const user = [fenced('documents', context), hint === null ? '' : fenced('hint', hint), fenced('question', question)]
    .filter((part) => part !== '')
    .join('\n\n');
  let written: string | null = null;
  const readText = (text: string): z.infer<typeof answerSchema> => {
    written = text;
    return { sql: sqlIn(text) };
  };
  try {
    const request = { schema: answerSchema, schemaName: 'sql_answer', system: SYSTEM, user, readText };
    const { sql } = await model.completeJson(request, options);
    return answerOf(sql, written);
  } catch (error) {
    if (isRejectedPrompt(error)) {
      return { sql: null, reason: 'model_rejected' };
    }
    throw error;
  }
}

/** @param written the answer where it is no JSON */
function answerOf(sql: string | null, written: string | null): ModelAnswer {
  if (sql !== null && sql.trim() !== '') {
    return { sql: sql.slice(0, LONGEST_SQL) };
  }
  if (written !== null && written !== '') {
    return { sql: written.slice(0, LONGEST_SQL) };
  }
  return { sql: null, reason: written === null && sql === null ? 'declined' : 'no_answer' };
}

/** A statement in prose: fenced, labelled, or from its first word on. */
function sqlIn(text: string): string | null {
  const bare = statementText(text);
  if (/^\(?\s*(?:select|with|values|table)\b/i.test(bare)) {
    return bare;
  }
  return /(?:^|[\n:：])\s*((?:select|with)\s[^;]*)/i.exec(bare)?.[1]?.trim() ?? null;
}

function isRejectedPrompt(error: unknown): boolean {
  return (
    error instanceof DomainError &&
    error.code === 'model_rejected' &&
    REJECTED_PROMPT.has(Number((error.params as Record<string, unknown>)['status']))
  );
}
