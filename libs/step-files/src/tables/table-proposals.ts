import { z } from 'zod';

const texts = z.object({ en: z.string().optional(), zh: z.string().optional() });

const FACTORS = ['plain', 'one_minus', 'percent', 'one_minus_percent'] as const;

const columnSchema = z.object({
  column: z.string(),
  name: texts.optional(),
  synonyms: z.array(z.string()).default([]),
  meanings: z.array(texts.extend({ value: z.string() })).default([]),
  null_meaning: texts.optional(),
  unit: z.object({ kind: z.string(), code: z.string().optional() }).optional(),
});

const measureSchema = z.object({
  name: texts,
  /** One of `factors`, `days` and `sql`. */
  factors: z.array(z.object({ column: z.string(), as: z.enum(FACTORS).default('plain') })).optional(),
  days: z.object({ from: z.string(), to: z.string() }).optional(),
  sql: z.string().optional(),
  /** Those that `sql` names. */
  columns: z.array(z.string()).default([]),
  additivity: z.enum(['additive', 'semi_additive', 'rate', 'unit_price']).default('rate'),
});

/** What a language model proposes to say about one table; a state keeps those that were taken. */
export const tableProposalsSchema = z.object({
  name: texts.optional(),
  synonyms: z.array(z.string()).default([]),
  columns: z.array(columnSchema).default([]),
  measures: z.array(measureSchema).default([]),
});

export type TableProposals = z.output<typeof tableProposalsSchema>;
export type ColumnProposals = TableProposals['columns'][number];
export type MeasureProposal = TableProposals['measures'][number];
