import { z } from 'zod';

const dbConnection = z
  .string()
  .min(1)
  .max(2000)
  .optional()
  .describe('postgresql://user:password@host:port/database, on an allowed host; by default the configured database');

export const listTablesBody = z
  .strictObject({
    db_connection: dbConnection,
    schema: z.string().max(2000).default('public').describe('Schemas with commas between them; * for all'),
    table_name_pattern: z.string().min(1).max(200).optional().describe('Names with * or % for any text: bss_*'),
    include_views: z.boolean().default(false),
  })
  .meta({ example: { schema: 'public', table_name_pattern: 'bss_*' } });
export type ListTablesBody = z.infer<typeof listTablesBody>;

const relationKind = z.enum(['table', 'partitioned_table', 'view', 'materialized_view', 'foreign_table']);
const connectionInfo = z.object({ database: z.string() });

export const listedTables = z.object({
  tables: z.array(z.string()).describe('schema.table, sorted'),
  total: z.int(),
  schemas: z.array(z.string()),
  table_name_pattern: z.string().nullable(),
  details: z.array(z.object({ name: z.string(), kind: relationKind, comment: z.string().nullable() })),
  db_connection_info: connectionInfo,
});
export type ListedTables = z.infer<typeof listedTables>;

export const tableDdlBody = z
  .strictObject({
    table: z.string().min(1).max(300).describe('schema.table or table'),
    db_connection: dbConnection,
    business_context: z
      .string()
      .trim()
      .min(1)
      .max(4000)
      .optional()
      .describe('What the database is about; with it a configured model proposes the comments that are missing'),
    type: z.enum(['ddl', 'md', 'both']).default('ddl'),
    language: z.enum(['zh', 'en']).optional().describe('By default that of business_context, else zh'),
  })
  .meta({ example: { table: 'public.bss_company', type: 'both' } });
export type TableDdlBody = z.infer<typeof tableDdlBody>;

export const documentedTable = z.object({
  ddl: z.string().optional(),
  md: z.string().optional(),
  table_info: z.object({
    table_name: z.string(),
    schema_name: z.string(),
    full_name: z.string(),
    kind: relationKind,
    comment: z.string().nullable(),
    field_count: z.int(),
    row_count: z.int().nullable().describe('An estimate for big tables'),
    table_size: z.string().nullable(),
  }),
  fields: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      nullable: z.boolean(),
      comment: z.string().nullable(),
      is_primary_key: z.boolean(),
      is_foreign_key: z.boolean(),
      default_value: z.string().nullable(),
      is_enum: z.boolean(),
      enum_values: z.array(z.string()).nullable(),
    }),
  ),
  generation_info: z.object({
    business_context: z.string().nullable(),
    output_type: z.enum(['ddl', 'md', 'both']),
    has_llm_comments: z.boolean(),
    language: z.enum(['zh', 'en']),
    database: z.string(),
  }),
});
export type DocumentedTable = z.infer<typeof documentedTable>;
