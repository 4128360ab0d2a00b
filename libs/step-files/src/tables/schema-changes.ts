import { z } from 'zod';
import { jsonFile } from '../json-file.js';

const names = z.array(z.string()).readonly();

export const schemaChangesFile = jsonFile(
  z.object({
    execution_id: z.string(),
    /** The run that this one is compared with; null for the first run. */
    compared_with: z.object({ execution_id: z.string(), generated_at: z.string() }).nullable(),
    added_tables: names,
    /** Documented by the earlier run; now unlisted or dropped. */
    removed_tables: names,
    altered_tables: z
      .array(
        z.object({
          table: z.string(),
          added_columns: names,
          removed_columns: names,
          altered_columns: z.array(z.object({ column: z.string(), before: z.string(), after: z.string() })),
          /** Constraints, indexes, partitions, the query of a view, the comment. */
          added_rules: names,
          removed_rules: names,
        }),
      )
      .readonly(),
    /** Same structure, other measured values. */
    changed_data: names,
    unchanged_tables: z.int(),
    /** Named in the list, but not documented by this run. */
    failed_tables: z.array(z.object({ table: z.string(), reason: z.string() })).readonly(),
    edited_files: z
      .array(
        z.object({
          file: z.string(),
          /** False for the few files that other steps read as data: those are written again, and the edit is reported. */
          kept: z.boolean(),
          /** Name of the file with the text of this run; null where that text is not new. */
          generated_as: z.string().nullable(),
        }),
      )
      .readonly(),
  }),
);

/** `schema_changes.json`: the differences to the run before. */
export type SchemaChanges = z.output<typeof schemaChangesFile.schema>;
export type AlteredTable = SchemaChanges['altered_tables'][number];
export type EditedFile = SchemaChanges['edited_files'][number];
