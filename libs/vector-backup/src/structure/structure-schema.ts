import { z } from 'zod';

/** A name that PostgreSQL takes. */
export const nameSchema = z
  .string()
  .min(1)
  .max(63)
  .regex(/^[^\0]*$/);

const columnSchema = z.object({
  name: nameSchema,
  /** As `format_type` writes it. */
  type: z.string().min(1),
  nullable: z.boolean(),
  /** Expressions as the server writes them. */
  default: z.string().nullable(),
  generated: z.string().nullable(),
  identity: z.enum(['ALWAYS', 'BY DEFAULT']).nullable(),
});

const constraintSchema = z.object({
  name: nameSchema,
  kind: z.enum(['PRIMARY KEY', 'UNIQUE', 'FOREIGN KEY', 'CHECK']),
  columns: z.array(nameSchema),
  /** Of a foreign key. */
  references: z
    .object({
      table: nameSchema,
      columns: z.array(nameSchema).min(1),
      on_delete: z.enum(['NO ACTION', 'RESTRICT', 'CASCADE', 'SET NULL', 'SET DEFAULT']),
    })
    .nullable(),
  /** Of a check. */
  expression: z.string().nullable(),
});

const indexSchema = z.object({
  name: nameSchema,
  method: z.string().regex(/^[a-z_]+$/),
  unique: z.boolean(),
  /** Null for an index with expressions, a condition or included columns. */
  columns: z
    .array(
      z.object({
        name: nameSchema,
        /** Null for the default of its type. */
        operator_class: nameSchema.nullable(),
        descending: z.boolean(),
        nulls_first: z.boolean(),
      }),
    )
    .nullable(),
  options: z.record(z.string().regex(/^[a-z_]+$/), z.string().regex(/^[A-Za-z0-9_.]+$/)),
});

/** A table in parts that a restore can recreate without executing the text of a file. */
export const structureSchema = z.object({
  columns: z.array(columnSchema).min(1),
  constraints: z.array(constraintSchema),
  indexes: z.array(indexSchema),
});
export type TableStructure = z.infer<typeof structureSchema>;
export type StructureColumn = z.infer<typeof columnSchema>;
export type StructureConstraint = z.infer<typeof constraintSchema>;
export type StructureIndex = z.infer<typeof indexSchema>;
