import { createHash } from 'node:crypto';
import { z } from 'zod';
import { DIFFICULTIES } from '#libs/sql-safety';
import { learntSchema } from './learnt-queries.js';

/**
 * Sources of pairs: a language model, the offline generator, an uploaded file, or real SQL: statements that the server
 * ran, views, uploaded `.sql` files.
 */
export const PAIR_SOURCES = ['model', 'offline', 'uploaded', 'log', 'view', 'sql_file'] as const;
export type PairSource = (typeof PAIR_SOURCES)[number];

/** The kind of a pair without a kind. */
export const UNKNOWN_KIND = 'other';

/** Characters of a question, of pairs and of evaluations. Nobody asks longer ones, and each is read many times. */
export const LONGEST_QUESTION = 4_000;

/** Counts code points, as PostgreSQL and the API do. */
export function isTooLongQuestion(question: string): boolean {
  const { length } = question;
  return length > LONGEST_QUESTION && (length > 2 * LONGEST_QUESTION || [...question].length > LONGEST_QUESTION);
}

/** Its messages are keys of `recordReason`. */
const text = z
  .string({ error: ({ input }) => (input === undefined ? 'missing' : 'type') })
  .refine((value) => value.trim() !== '', 'blank')
  .transform((value) => value.trim().toWellFormed());
/** `default` spares the many records without the field the price of `catch`. */
const names = z.array(z.string()).readonly().default([]).catch([]);

/**
 * A record of the pair file. `question` and `sql` are required. The other fields describe them: one that is absent, or
 * of another type in a file from elsewhere, counts as unknown.
 */
export const pairRecordSchema = z.object({
  question: text.refine((value) => !value.includes('\0'), 'nul').refine((value) => !isTooLongQuestion(value), 'long'),
  /** U+0000 is accepted here; the check of statements reports it as invalid. */
  sql: text,
  /** See `pairId`. */
  id: z
    .union([z.string(), z.int().transform(String)])
    .refine((id) => /^[\w.:-]{1,64}$/.test(id))
    .optional()
    .catch(undefined),
  /** The kind of question, `count` or `top_n`. */
  kind: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,39}$/)
    .default(UNKNOWN_KIND)
    .catch(UNKNOWN_KIND),
  source: z.enum(PAIR_SOURCES).default('uploaded').catch('uploaded'),
  /** `schema.table` of the relations that the statement reads. */
  tables: names,
  /** `schema.table.column` of the columns that the statement names. */
  columns: names,
  /** By the rule in `qa_quality.json`. */
  difficulty: z.enum(DIFFICULTIES).nullable().default(null).catch(null),
  /** What its author meant to ask: the canonical reading of the statement as the generator wrote it (`libs/sql-reading`). */
  reading: z.json().default(null),
  /** Where it was learnt, for pairs of real SQL. */
  learnt: learntSchema.nullable().default(null).catch(null),
  /** Proofs about the pair; a step that proves something writes it. */
  evidence: z.json().default(null),
  /** State of its review by people. */
  review: z.json().default(null),
});

/** A question and the statement that answers it, from birth (qa_generation) to the vector store. */
export type QuestionSqlPair = Readonly<Omit<z.output<typeof pairRecordSchema>, 'id'> & { id: string }>;

type PairFacts = Pick<QuestionSqlPair, 'question' | 'sql'> & Partial<QuestionSqlPair>;

/** A pair, as its author knows it: unknown fields get their defaults. */
export function newPair({ question, sql, ...facts }: PairFacts): QuestionSqlPair {
  return {
    question,
    sql,
    id: pairId(question),
    kind: UNKNOWN_KIND,
    source: 'uploaded',
    tables: [],
    columns: [],
    difficulty: null,
    reading: null,
    learnt: null,
    evidence: null,
    review: null,
    ...facts,
  };
}

/**
 * The id of a pair derives from its question: `pair_` and 16 hexadecimal digits of the SHA-256 of the question in Unicode
 * NFKC, in lower case, with single blanks and without punctuation at the end. So a second run, and a repair of the
 * statement, give the same id. An id in the record is kept, also when the question is edited.
 */
export function pairId(question: string): string {
  const plain = question
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+/gu, ' ')
    .replace(/[\s.?!。]+$/u, '')
    .trim();
  return `pair_${createHash('sha256')
    .update(plain || question)
    .digest('hex')
    .slice(0, 16)}`;
}
