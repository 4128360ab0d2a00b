import { z } from 'zod';

const texts = z.array(z.string()).readonly().default([]);

const conditionSchema = z.object({
  /** The tested expression over base columns; both sides where two columns are compared. */
  of: z.string(),
  /** `=`, `in`, `like`, `is null`, `or` and so on; `compare` for two columns. */
  by: z.string(),
  values: z.array(z.string()).readonly().default([]),
  /** Where it stands, if it is not WHERE, HAVING or the ON of an inner join. */
  at: z.enum(['on', 'filter']).optional(),
});

const periodSchema = z.object({
  of: z.string(),
  /** First moment of the period, null where it is open. */
  from: z.string().nullable(),
  /** First moment after it, null where it is open. */
  to: z.string().nullable(),
  at: z.enum(['on', 'filter']).optional(),
});

const measureSchema = z.object({
  /** The aggregate: `sum`, `count distinct`, `percentile_cont(0.5)`. */
  by: z.string(),
  /** The aggregated expression, `*` for rows. */
  of: z.string(),
  /** The condition of its FILTER, or of a CASE that amounts to one. */
  filter: z.string().optional(),
});

/**
 * The canonical reading of a query: its parts by slot, over all its levels, with columns resolved to base tables.
 * Two ways to write the same part (BETWEEN and two bounds, a CTE and a subquery, JOIN and a condition of WHERE) read
 * alike. It is kept in pair records, so every slot is optional in its JSON form.
 */
export const readingSchema = z.object({
  /** `table` of the schema public, `schema.table` of others; once for each use. */
  tables: texts,
  /** `inner a.x = b.y`; of an outer join the side that is kept comes first. `cross a, b` where no condition connects tables. */
  joins: texts,
  measures: z.array(measureSchema).readonly().default([]),
  /** Output columns of the whole query that are not a bare measure. */
  shown: texts,
  conditions: z.array(conditionSchema).readonly().default([]),
  periods: z.array(periodSchema).readonly().default([]),
  groups: texts,
  /** `rows` for each SELECT DISTINCT, or its columns for DISTINCT ON. */
  distinct: texts,
  /** One text for each ORDER BY. */
  order: texts,
  limits: texts,
  windows: texts,
  sets: texts,
});

export type Reading = z.output<typeof readingSchema>;
export type Condition = Reading['conditions'][number];
export type Period = Reading['periods'][number];
export type Measure = Reading['measures'][number];

/** `sum(orders.freight)` */
export function measureText({ by, of, filter }: Measure): string {
  return `${by}(${of}${filter === undefined ? '' : ` where ${filter}`})`;
}

/** The JSON form: slots without items are left out. */
export function readingRecord(reading: Reading): Record<string, z.core.util.JSONType> {
  const slots = Object.entries(reading).filter(([, items]) => items.length > 0);
  return JSON.parse(JSON.stringify(Object.fromEntries(slots))) as Record<string, z.core.util.JSONType>;
}

/** Null when the value is no reading. */
export function readingOf(value: unknown): Reading | null {
  const parsed = readingSchema.safeParse(value);
  return parsed.success ? parsed.data : null;
}
