import { z } from 'zod';
import { DomainError } from '#libs/domain-errors';
import { trainingLoadErrors } from './errors.js';

export interface Pair {
  readonly question: string;
  readonly sql: string;
}

const text = z.string().refine((value) => value.trim() !== '', 'must not be blank');

/** Keys in any case, as the Python original takes them; other keys are of no interest here. */
const pairSchema = z.preprocess(
  (item) =>
    item !== null && typeof item === 'object'
      ? Object.fromEntries(Object.entries(item).map(([key, value]) => [key.toLowerCase(), value as unknown]))
      : item,
  z.object({ question: text, sql: text }),
);

/** @throws DomainError `pair_file_unreadable` naming the first item that is no pair */
export function parsePairFile(file: string, content: string): Pair[] {
  const parsed = z.array(pairSchema).safeParse(parseJson(file, content));
  if (!parsed.success) {
    throw new DomainError(trainingLoadErrors.pair_file_unreadable, { file, reason: firstIssue(parsed.error) });
  }
  return parsed.data.map(({ question, sql }) => ({ question: question.trim(), sql: sql.trim() }));
}

function parseJson(file: string, content: string): unknown {
  try {
    return JSON.parse(content) as unknown;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DomainError(trainingLoadErrors.pair_file_unreadable, { file, reason }, { cause });
  }
}

/** `[3].sql: must not be blank` */
export function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue ? `${z.core.toDotPath(issue.path) || '(root)'}: ${issue.message}` : error.message;
}
