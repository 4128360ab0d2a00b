import { z } from 'zod';

const columnSchema = z.object({
  name: z.string(),
  type: z.string(),
  /** Personal or secret: its values are nowhere in the file. */
  sensitive: z.boolean(),
  /** Of all rows, 0 to 1; null when not measured. */
  null_share: z.number().nullable(),
  /** Distinct non-null values; null when not measured. */
  distinct: z.number().nullable(),
  /** PostgreSQL's text form; null when not measured. */
  min: z.string().nullable(),
  max: z.string().nullable(),
  /** Values that part the rows into about equal quarters; may be empty. */
  quartiles: z.array(z.string()),
  /** Frequent first. */
  values: z.array(z.object({ value: z.string(), share: z.number().nullable() })),
  /** `values` are all that occur. */
  values_complete: z.boolean(),
});

const tableSchema = z.object({
  table: z.string(),
  rows: z.number().nullable(),
  columns: z.array(columnSchema),
});

/** Figures of the columns of a table: a line of `column_profiles.jsonl`. */
export type TableProfile = z.infer<typeof tableSchema>;

/** A line a table. */
export function columnProfileLine(profile: TableProfile): string {
  return `${JSON.stringify(profile)}\n`;
}

/** The profile of one table, without parsing the others; null where the text has none that can be read. */
export function columnProfileIn(text: string, table: string): TableProfile | null {
  const start = text.indexOf(`{"table":${JSON.stringify(table)},`);
  if (start < 0 || (start > 0 && text[start - 1] !== '\n')) {
    return null;
  }
  const end = text.indexOf('\n', start);
  try {
    return tableSchema.parse(JSON.parse(text.slice(start, end < 0 ? undefined : end)));
  } catch {
    return null;
  }
}
