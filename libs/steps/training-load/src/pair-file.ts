import { z } from 'zod';
import { DomainError } from '#libs/domain-errors';
import { trainingLoadErrors } from './errors.js';
import { jsonItems, MalformedJson } from './json-items.js';

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

/**
 * The pairs of a JSON file of any size, one after the other.
 * @throws DomainError `pair_file_unreadable` naming the first item that is no pair
 */
export async function* readPairFile(file: string, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Pair> {
  const unreadable = (reason: string, cause: Error) =>
    new DomainError(trainingLoadErrors.pair_file_unreadable, { file, reason }, { cause });
  try {
    for await (const { key, value } of jsonItems(bytes, 'array', ['$.*'])) {
      const parsed = pairSchema.safeParse(value);
      if (!parsed.success) {
        throw unreadable(firstIssue(parsed.error, [key ?? 0]), parsed.error);
      }
      yield { question: parsed.data.question.trim(), sql: parsed.data.sql.trim() };
    }
  } catch (error) {
    throw error instanceof MalformedJson ? unreadable(error.message, error) : error;
  }
}

/** `[3].sql: must not be blank` */
export function firstIssue(error: z.ZodError, at: readonly PropertyKey[] = []): string {
  const [issue] = error.issues;
  return issue ? `${z.core.toDotPath([...at, ...issue.path]) || '(root)'}: ${issue.message}` : error.message;
}
