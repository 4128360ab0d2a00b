import { z } from 'zod';
import { LANGUAGES } from '#libs/language';
import { LEARN_SOURCES } from '#libs/pipeline';
import { jsonFile } from '../json-file.js';

const count = z.int().min(0);
const names = z.array(z.string());

/**
 * `read` · `absent` there is nothing of the kind · `not_loaded` the extension is installed but not in
 * `shared_preload_libraries` · `not_permitted` the role may not read it.
 */
export const LEARN_STATES = ['read', 'absent', 'not_loaded', 'not_permitted'] as const;

/** The field `learnt` of a pair that was learnt from real SQL. */
export const learntSchema = z.object({
  /** `statistics`: `pg_stat_statements`. The source of the pair is `log` for the first two. */
  from: z.enum(LEARN_SOURCES),
  /** How often statements of its form ran: its weight. 1 for a view and a statement in a `.sql` file. */
  calls: count,
  /** A comment above the statement, without personal data: somebody's words, not a fact. */
  hint: z.string().nullable(),
  /** One wording in each language that has words for it. */
  questions: z.partialRecord(z.enum(LANGUAGES), z.string()),
});
export type Learnt = z.output<typeof learntSchema>;

/** `learnt_queries.json`: what `qa_generation` has read of real SQL, and what it made of it. No text of a statement is in it. */
export const learntQueriesFile = jsonFile(
  z.object({
    sources: z.array(
      z.object({
        from: z.enum(LEARN_SOURCES),
        state: z.enum(LEARN_STATES),
        files: names,
        statements: count,
        calls: count,
        /** Lines and statements that were passed over, by reason; `hidden` by the rights of the role. */
        passed_over: z.record(z.string(), count),
      }),
    ),
    /** Forms of statements about the tables of the task: those of one form differ in values and layout only. */
    forms: count,
    pairs: count,
    held_out: count,
    /** Statements that are no such query, by reason. */
    left_out: z.record(z.string(), z.object({ statements: count, calls: count })),
    /** Forms without a pair, the most frequent first. */
    not_learnt: z.array(
      z.object({
        from: z.enum(LEARN_SOURCES),
        /** With names and values masked. */
        skeleton: z.string(),
        tables: names,
        columns: names,
        joins: names,
        calls: count,
        /** What kept it from becoming a pair: a slot of its reading, or `no_rows`, `no_effect`, `repeats`, `enough`. */
        slots: names,
        hint: z.string().nullable(),
      }),
    ),
    not_learnt_total: count,
    /** Asked but not covered by any pair of the run. */
    not_covered: z.object({
      tables: z.array(z.object({ name: z.string(), calls: count })),
      joins: z.array(z.object({ name: z.string(), calls: count })),
      /** Tables that are not listed in the task, as written. */
      other_tables: z.array(z.object({ name: z.string(), calls: count })),
    }),
    /** For evaluations: pairs in other words, and forms that were kept back (`pair` is null). None of them is loaded. */
    questions: z.array(
      z.object({
        question: z.string().min(1),
        language: z.enum(LANGUAGES),
        sql: z.string(),
        tables: names,
        calls: count,
        pair: z.string().nullable(),
      }),
    ),
  }),
);
export type LearntQueries = z.output<typeof learntQueriesFile.schema>;
