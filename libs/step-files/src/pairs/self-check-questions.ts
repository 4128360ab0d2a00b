import { z } from 'zod';
import { LANGUAGES } from '#libs/language';
import { jsonFile } from '../json-file.js';

/**
 * `paraphrase`: a pair in other words. `other_language`: a pair in another language. `held_out`: a question that could have
 * become a pair and did not.
 */
export const SELF_CHECK_KINDS = ['paraphrase', 'other_language', 'held_out'] as const;
export type SelfCheckKind = (typeof SELF_CHECK_KINDS)[number];

/** What the database lacks for a question: a figure, an attribute, or rows of that time. */
export const LACKS = ['measure', 'attribute', 'period'] as const;

/** `self_check_questions.json`: questions for the self-check of `training_load`. None of them is loaded. */
export const selfCheckQuestionsFile = jsonFile(
  z.object({
    questions: z.array(
      z.object({
        question: z.string().min(1),
        kind: z.enum(SELF_CHECK_KINDS),
        language: z.enum(LANGUAGES),
        /** `schema.table` of every table that the answer needs. */
        tables: z.array(z.string()).min(1),
        /** Id of the pair that asks the same; null for a question that was held out. */
        pair: z.string().nullable(),
        /** The statement that answers it; absent: that of the pair, or unknown. */
        sql: z.string().optional(),
        /** Held out: a pair asks the same with other values. */
        other_values: z.boolean().optional(),
      }),
    ),
    /** Questions that no table of the task answers, for evaluations. */
    unanswerable: z
      .array(
        z.object({
          question: z.string().min(1),
          language: z.enum(LANGUAGES),
          /** Absent in files of earlier releases, which ask for figures. */
          lacks: z.enum(LACKS).optional(),
          /** `schema.table` of what it asks about. */
          tables: z.array(z.string()).optional(),
          /** Of a period outside the data: it counts none, which is as good an answer as none. */
          sql: z.string().optional(),
        }),
      )
      .default([]),
    /** Pairs that cannot be asked in other words, because a model or a person wrote them. */
    pairs_without_intent: z.int().min(0),
  }),
);
export type SelfCheckQuestions = z.output<typeof selfCheckQuestionsFile.schema>;
export type SelfCheckQuestion = SelfCheckQuestions['questions'][number];
export type UnanswerableQuestion = SelfCheckQuestions['unanswerable'][number];
